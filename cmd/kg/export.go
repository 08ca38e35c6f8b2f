package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"kg/graph"
)

// exportOptions are what kg export was asked for.
type exportOptions struct {
	Format, Base, Output, Article string
}

func newExportCmd(env *environ, g *global) *cobra.Command {
	opts := &exportOptions{}
	cmd := &cobra.Command{
		Use: "export", Short: "Write the store as sorted N-Quads", GroupID: "keep",
		Long: `Writes the store as N-Quads 1.1, sorted: the same articles give the same bytes,
in whatever order and with however many workers they were loaded. Without -o
they go to standard output.

--base writes an address of your own in place of the scheme "kg:", for
publishing.` + storeExits(),
		Example: "  kg export -o graph.nq\n  kg export --base https://example.org/id/ | gzip > graph.nq.gz\n  kg export --article vienna.txt",
		Args:    argCount(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return g.reading(cmd.Context(), env, func(s *graph.Store) error { return runExport(cmd.Context(), env, s, opts) })
		},
	}
	f := cmd.Flags()
	f.StringVar(&opts.Format, "format", "nquads", "the format to write: nquads")
	f.StringVar(&opts.Base, "base", "", "the `address` to write in place of the scheme kg:")
	f.StringVarP(&opts.Output, "output", "o", "", "the `file` to write")
	f.StringVar(&opts.Article, "article", "", "write only this `article` and its statements")
	return cmd
}

func runExport(ctx context.Context, env *environ, store *graph.Store, opts *exportOptions) error {
	if err := checkFormat(opts.Format, []string{"nquads"}); err != nil {
		return err
	}
	export := graph.ExportOptions{Base: opts.Base}
	if opts.Base != "" {
		if u, err := url.Parse(opts.Base); err != nil || !u.IsAbs() {
			return withHint(usagef("--base %q is no absolute address", opts.Base), "such as https://example.org/id/")
		}
	}
	if opts.Article != "" {
		articles, err := store.Articles(ctx)
		if err != nil {
			return err
		}
		a, err := findArticle(articles, opts.Article)
		if err != nil {
			return err
		}
		export.Article = a.ID
	}
	if opts.Output == "" || opts.Output == "-" {
		return exportTo(ctx, env.Stdout, store, export)
	}
	return writeWhole(opts.Output, func(w io.Writer) error { return exportTo(ctx, w, store, export) })
}

func exportTo(ctx context.Context, w io.Writer, store *graph.Store, opts graph.ExportOptions) error {
	out := bufio.NewWriterSize(w, 1<<16)
	if err := store.Export(ctx, out, opts); err != nil {
		return err
	}
	return out.Flush()
}

// writeWhole writes a file beside its place and puts it there when it is
// whole, so that an error leaves what was there before.
func writeWhole(path string, write func(io.Writer) error) (err error) {
	if info, statErr := os.Stat(path); statErr == nil && !info.Mode().IsRegular() {
		return writeDevice(path, info, write)
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".kg-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			file.Close()
			os.Remove(file.Name())
		}
	}()
	if err := write(file); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := file.Chmod(0o644); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := file.Close(); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return os.Rename(file.Name(), path)
}

// writeDevice writes to a pipe or a device, such as /dev/stdout.
func writeDevice(path string, info os.FileInfo, write func(io.Writer) error) error {
	if info.IsDir() {
		return withHint(fmt.Errorf("write %s: it is a folder", path), "name a file in it")
	}
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer file.Close()
	return write(file)
}
