package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"kg/graph"
	"kg/loaders"
)

// loadOptions are what kg load was asked for.
type loadOptions struct {
	*global
	reader
	Sources []string
	DryRun  bool
}

func newLoadCmd(env *environ, g *global) *cobra.Command {
	opts := &loadOptions{global: g}
	cmd := &cobra.Command{
		Use: "load SOURCE…", Short: "Read articles (text, HTML, folders, -) and N-Quads into the store", GroupID: "read",
		Long: `Reads articles and keeps what they say in the store, which is made where there
is none. A source is a file of plain text or HTML, an RSS, Atom or JSON feed (an
article an entry), a zip or tar archive, a web archive (.warc, .warc.gz), a
folder (what it holds of these, in sorted order), a pattern, "-" for standard
input, or a file of N-Quads (.nq). A name that ends in .gz is unpacked.

The same article again changes nothing; another text under the same source
replaces what the old one said. An article is in the store as a whole or not
at all, also after Ctrl-C.` + exits(exitDone, exitFailed, exitUsage, exitPartly, exitNoStore, exitInUse, exitInterrupted),
		Example: "  kg load testdata/articles\n  kg load --date 2015-10-30 --publisher \"Middle East Eye\" vienna.txt\n  curl -sL ADDRESS | kg load -",
		Args:    argCount(1, -1, "a source"),
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.Sources = args
			return runLoad(cmd.Context(), env, opts)
		},
	}
	opts.flags(cmd)
	cmd.Flags().BoolVar(&opts.DryRun, "dry-run", false, "read and report, store nothing")
	return cmd
}

func runLoad(ctx context.Context, env *environ, opts *loadOptions) error {
	loader, err := opts.loader(env)
	if err != nil {
		return err
	}
	extractor, err := newExtractor()
	if err != nil {
		return err
	}
	ingest := func(store loaders.Store) error {
		bar := newProgress(env, "reading")
		summary, err := loaders.Ingest(ctx, store, extractor, loader, opts.Sources,
			loaders.IngestOptions{Workers: opts.Workers, Progress: bar.show})
		bar.clear()
		return closeLoad(env, opts, summary, err)
	}
	if opts.DryRun {
		return ingest(nil)
	}
	return opts.with(ctx, env, graph.OpenOptions{Create: true}, func(s *graph.Store) error {
		return ingest(&roomy{s, func() (int64, bool) { return freeBytes(s.Path()) }})
	})
}

// closeLoad says what failed, what was read and learned, and what comes next.
func closeLoad(env *environ, opts *loadOptions, s *loaders.Summary, err error) error {
	reportFailed(env, s.Failed)
	if s.Articles > 0 || s.QuadFiles > 0 {
		fmt.Fprintln(env.Stderr, summaryLine(s, opts.DryRun))
	}
	switch {
	case errors.Is(err, context.Canceled):
		fmt.Fprintf(env.Stderr, "stored %s whole before the interrupt; the same command goes on with the rest\n", count(s.Articles, "article"))
		return err
	case err != nil:
		return err
	case len(s.Failed) > 0 && s.Articles == 0 && s.QuadFiles == 0:
		return coded{errors.New("no source could be read"), exitFailed, true}
	}
	if opts.DryRun {
		fmt.Fprintln(env.Stderr, "next: the same command without --dry-run")
	} else {
		fmt.Fprintln(env.Stderr, "next: kg query stances, kg query (the list of questions), kg ui")
	}
	if len(s.Failed) > 0 {
		return coded{fmt.Errorf("%d of %d sources failed", len(s.Failed), s.Sources), exitPartly, true}
	}
	return nil
}

// reportFailed prints each source that failed; a hint stands once under those
// that share it.
func reportFailed(env *environ, failed []error) {
	for i, err := range failed {
		fmt.Fprintln(env.Stderr, "kg: "+lines(err.Error()))
		hint := hintOf(err)
		if hint != "" && (i+1 == len(failed) || hintOf(failed[i+1]) != hint) {
			fmt.Fprintln(env.Stderr, "hint: "+lines(hint))
		}
	}
}

// summaryLine says what was read and learned.
func summaryLine(s *loaders.Summary, dry bool) string {
	var parts []string
	if s.Articles > 0 {
		how := describeArticles(s)
		if dry {
			how = "nothing stored"
		}
		parts = append(parts, fmt.Sprintf("read %s (%s): %s about %s, %s",
			count(s.Articles, "article"), how, count(s.Statements, "statement"),
			plural(s.Entities, "person, place or group", "people, places and groups"), count(s.Plain, "plain fact")))
	}
	if s.QuadFiles > 0 {
		files := plural(s.QuadFiles, "file of N-Quads", "files of N-Quads")
		if dry {
			parts = append(parts, fmt.Sprintf("judged %s (nothing stored): %s", files, count(s.Quads, "quad")))
		} else {
			parts = append(parts, fmt.Sprintf("loaded %s: %s", files, count(s.Quads, "new quad")))
		}
	}
	return strings.Join(parts, "; ")
}

func describeArticles(s *loaders.Summary) string {
	var parts []string
	for _, p := range []struct {
		n    int
		what string
	}{{s.Added, "new"}, {s.Replaced, "replaced"}, {s.Unchanged, "unchanged"}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%s %s", thousands(p.n), p.what))
		}
	}
	return strings.Join(parts, ", ")
}

// count writes a number with its noun.
func count(n int, noun string) string { return plural(n, noun, noun+"s") }

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(n) + " " + many
}

// thousands writes a number with commas.
func thousands[T int | int64](n T) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// progress shows how far a command is, on a terminal's stderr.
type progress struct {
	env  *environ
	what string
	bar  *progressbar.ProgressBar
}

func newProgress(env *environ, what string) *progress { return &progress{env: env, what: what} }

func (p *progress) show(at loaders.Progress) {
	if !p.env.StderrTTY || at.Total < 2 {
		return
	}
	if p.bar == nil {
		p.bar = progressbar.NewOptions(at.Total, progressbar.OptionSetWriter(p.env.Stderr), progressbar.OptionSetDescription(p.what),
			progressbar.OptionShowCount(), progressbar.OptionClearOnFinish(), progressbar.OptionSetWidth(24), progressbar.OptionThrottle(0),
			progressbar.OptionEnableColorCodes(p.env.color(true)))
	}
	_ = p.bar.Set(at.Done)
}

func (p *progress) clear() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}
