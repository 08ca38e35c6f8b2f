// Command kg reads news articles, keeps who did what to whom as a knowledge
// graph, and answers questions about it with the sentences that prove the
// answers. "kg help" lists the commands.
package main

import (
	"context"
	"os"
	"runtime/debug"
)

// collectAt is how much the heap grows, in percent, before garbage is collected:
// less than Go's 100, since most of it is the language model, which stays. It
// saves a sixth of the memory and costs no time that can be measured.
const collectAt = 60

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectAt)
	}
	ctx, stop := interruptible(context.Background())
	code := run(ctx, systemEnv(), os.Args[1:])
	stop()
	os.Exit(code)
}
