package main

import (
	"context"
	"os"
	"os/exec"
	"strconv"

	"github.com/spf13/cobra"

	"kg/graph"
	"kg/web"
)

// workerCommand is the hidden command whose process runs people's queries, so
// that one that runs wild can be ended.
const workerCommand = "worker"

// What a worker process may take, in bytes.
const (
	pageMemory  = 480 << 20 // for kg ui
	gizmoMemory = 2 << 30   // for kg gizmo
)

func newWorkerCmd(env *environ, g *global) *cobra.Command {
	var memory int64
	cmd := &cobra.Command{
		Use: workerCommand, Short: "Run queries for another kg, from standard input to standard output",
		Hidden: true, Args: argCount(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return g.with(cmd.Context(), env, graph.OpenOptions{ReadOnly: true}, func(s *graph.Store) error {
				return web.RunWorker(cmd.Context(), s, env.Stdin, env.Stdout, memory)
			})
		},
	}
	cmd.Flags().Int64Var(&memory, "memory", 0, "end at more than so many `bytes`")
	return cmd
}

// workerOf gives what starts a worker on a store. Other users of the machine
// can read the arguments of a process, and an address may hold a password.
func workerOf(env *environ, memory int64) func(path string) *exec.Cmd {
	return func(path string) *exec.Cmd {
		cmd := exec.Command(env.Self, workerCommand, "--memory", strconv.FormatInt(memory, 10))
		cmd.Env = append(os.Environ(), "KG_DB="+path)
		return cmd
	}
}

// querier runs queries: a store, or workers on it.
type querier interface {
	Query(ctx context.Context, lang, text string, opts graph.QueryOptions) (*graph.Result, error)
}

// querierFor gives what runs people's queries on a store, and what ends it.
func querierFor(env *environ, store *graph.Store) (q querier, end func()) {
	if env.Self == "" {
		return store, func() {}
	}
	workers := web.NewWorkers(store, workerOf(env, gizmoMemory))
	return workers, func() { _ = workers.Close() }
}
