// Command kg reads news articles, keeps who did what to whom as a knowledge
// graph, and answers questions about it with the sentences that prove the
// answers. "kg help" lists the commands.
package main

import (
	"context"
	"os"
)

func main() {
	ctx, stop := interruptible(context.Background())
	code := run(ctx, systemEnv(), os.Args[1:])
	stop()
	os.Exit(code)
}
