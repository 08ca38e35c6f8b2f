package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// version is set when a release is built: -ldflags "-X main.version=1.2.3".
var version = ""

func newVersionCmd(env *environ) *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version", GroupID: "other",
		Long: "Prints the version of kg, of Go and of Cayley." + exits(exitDone, exitUsage),
		Args: argCount(0, 0, ""),
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(env.Stdout, versionLine())
			return err
		},
	}
}

func versionLine() string {
	own, cayley := version, ""
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && own == "" {
				own = "built from " + s.Value[:min(12, len(s.Value))]
			}
		}
		for _, dep := range info.Deps {
			if dep.Path == "github.com/cayleygraph/cayley" {
				cayley = ", cayley " + dep.Version
			}
		}
	}
	if own == "" {
		own = "(development)"
	}
	return fmt.Sprintf("kg %s, %s %s/%s%s", own, runtime.Version(), runtime.GOOS, runtime.GOARCH, cayley)
}
