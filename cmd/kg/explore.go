package main

import "github.com/spf13/cobra"

func newExploreCmd(env *environ, g *global) *cobra.Command {
	return serveCmd(env, g, "/explore", &cobra.Command{
		Use: "explore", Short: "Open the graph in the explorer",
		Long: `Serves the same pages as kg ui and opens the explorer, which draws who stands
where to whom. The store is only read, unless --write is given. Ctrl-C ends it.` + storeExits(),
		Example: "  kg explore",
	})
}
