package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"kg/extract"
	"kg/graph"
	"kg/loaders"
)

// extractOptions are what kg extract was asked for.
type extractOptions struct {
	reader
	Sources []string
	Format  string
	Explain bool
	Open    bool
}

var extractFormats = []string{"table", "json", "jsonl", "csv", "tsv", "nquads"}

func newExtractCmd(env *environ) *cobra.Command {
	opts := &extractOptions{}
	cmd := &cobra.Command{
		Use: "extract SOURCE…", Short: "Read articles and print what they say, storing nothing", GroupID: "read",
		Long: `Reads articles as kg load does and prints what they say: as a table, as N-Quads,
or as JSON with one article a line (--format jsonl), where begin and end are
byte offsets into the article's text.

The column "known" tells how a statement stands: "fact" in the article's own
voice, or not so, planned, possible, requested, conditional, and who says so.
--explain adds the words that carry the relation, the rule that read it, its
confidence, the sentence and the way through its tree.
--open reads every clause as an open relation too (kg:rel/…): subject, the words
of the verb, object and further arguments in the sentence's own words.` + exits(exitDone, exitFailed, exitUsage, exitPartly, exitInterrupted),
		Example: "  kg extract vienna.txt\n  kg extract --format jsonl testdata/articles > articles.jsonl",
		Args:    argCount(1, -1, "a source"),
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.Sources = args
			return runExtract(cmd.Context(), env, opts)
		},
	}
	opts.flags(cmd)
	addFormat(cmd, &opts.Format, extractFormats...)
	cmd.Flags().BoolVar(&opts.Explain, "explain", false, "show how each statement was read, with its sentence")
	cmd.Flags().BoolVar(&opts.Open, "open", false, "read every clause as an open relation too")
	return cmd
}

func runExtract(ctx context.Context, env *environ, opts *extractOptions) error {
	loader, err := opts.loader(env)
	if err != nil {
		return err
	}
	explainer, err := newExplainer(extract.Options{Open: opts.Open})
	if err != nil {
		return err
	}
	var extractor loaders.Extractor = explainer.extractor
	if opts.Explain {
		extractor = explainer
	}
	printer := newReadingPrinter(env, opts, explainer)
	var failed []error
	read := 0
	loaders.Read(ctx, loader, extractor, loader.Items(ctx, opts.Sources), opts.Workers, func(o loaders.Outcome) bool {
		switch {
		case o.Err != nil:
			failed = append(failed, o.Err)
		case o.Reading == nil:
			_, o.Err = loader.Read(ctx, o.Item)
			failed = append(failed, o.Err)
		default:
			read++
			err = printer.print(o.Reading)
		}
		return err == nil
	})
	if read > 0 || len(failed) == 0 {
		if flushed := printer.flush(); err == nil {
			err = flushed
		}
	}
	if err == nil {
		err = ctx.Err()
	}
	reportFailed(env, failed)
	switch {
	case err != nil:
		return err
	case len(failed) > 0 && read == 0:
		return coded{errors.New("no source could be read"), exitFailed, true}
	case len(failed) > 0:
		return coded{fmt.Errorf("%d sources failed", len(failed)), exitPartly, true}
	}
	return nil
}

// readingPrinter prints readings one by one.
type readingPrinter struct {
	env    *environ
	out    *bufio.Writer
	format string
	sheet  *sheet
	values []any
	opts   *extractOptions
	why    *explainer
}

// blocks is the format of --explain for people: a few lines a statement.
const blocks = "blocks"

func newReadingPrinter(env *environ, opts *extractOptions, why *explainer) *readingPrinter {
	p := &readingPrinter{env: env, out: bufio.NewWriter(env.Stdout), format: opts.Format, opts: opts, why: why}
	p.sheet = &sheet{Columns: []string{"subject", "relation", "object", "known", "time", "place"}}
	if opts.Explain {
		p.sheet.Columns = append(p.sheet.Columns, "words", "rule", "confidence", "sentence", "how")
		if opts.Format == "" || opts.Format == "table" {
			p.format = blocks
		}
	}
	return p
}

func (p *readingPrinter) print(r *graph.Reading) error {
	switch p.format {
	case "jsonl":
		if err := writeJSONLine(p.out, whole(r)); err != nil {
			return err
		}
		return p.out.Flush()
	case "json":
		p.values = append(p.values, whole(r))
	case "nquads":
		if err := writeQuads(p.out, r); err != nil {
			return err
		}
		return p.out.Flush()
	case blocks:
		return p.explain(r)
	default:
		for i := range r.Statements {
			p.sheet.add(p.row(r, &r.Statements[i])...)
		}
	}
	return nil
}

// explain prints each statement of a reading and how it was read.
func (p *readingPrinter) explain(r *graph.Reading) error {
	fmt.Fprintf(p.out, "%s (%s): %s\n", sanitize(firstOf(r.Article.Title, r.Article.Source)), sanitize(r.Article.Source), count(len(r.Statements), "statement"))
	for i := range r.Statements {
		row := p.row(r, &r.Statements[i])
		for c := range row {
			row[c] = sanitize(row[c])
		}
		fmt.Fprintf(p.out, "\n%s | %s | %s\n  %s", row[0], row[1], row[2], row[3])
		for _, c := range []int{4, 5} {
			if row[c] != "" {
				fmt.Fprintf(p.out, ", %s: %s", p.sheet.Columns[c], row[c])
			}
		}
		fmt.Fprintf(p.out, "; confidence %s; %s\n  %q\n", row[8], r.Statements[i].ID, row[9])
		for line := range strings.Lines(p.why.explain(r.Statements[i].ID)) {
			fmt.Fprintf(p.out, "  %s\n", sanitize(strings.TrimRight(line, "\n")))
		}
	}
	return p.out.Flush()
}

// flush prints what had to wait for the last reading.
func (p *readingPrinter) flush() error {
	switch p.format {
	case "jsonl", "nquads", blocks:
		return p.out.Flush()
	case "json":
		if err := writeJSON(p.out, append([]any{}, p.values...)); err != nil {
			return err
		}
		return p.out.Flush()
	}
	return p.env.print(p.sheet, p.format)
}

// row is a statement as a table shows it.
func (p *readingPrinter) row(r *graph.Reading, s *graph.Statement) []string {
	row := []string{argumentName(s.Subject), graph.Vocab().Label(s.Relation), argumentName(s.Object), known(s), "", argumentName(s.Place)}
	if s.Time != nil {
		row[4] = s.Time.Text
		if s.Time.Value != "" {
			row[4] = s.Time.Value
		}
	}
	if p.opts.Explain {
		sentence := ""
		if s.Sentence.Begin >= 0 && s.Sentence.End <= len(r.Article.Text) && s.Sentence.Begin <= s.Sentence.End {
			sentence = r.Article.Text[s.Sentence.Begin:s.Sentence.End]
		}
		row = append(row, s.Trigger.Text, s.Rule, fmt.Sprintf("%.2f", s.Confidence), sentence, p.why.explain(s.ID))
	}
	return row
}

func argumentName(a *graph.Argument) string {
	if a == nil {
		return ""
	}
	return a.Name
}

// known says how a statement is known: "fact", or what stands between it and
// being one.
func known(s *graph.Statement) string {
	var words string
	add := func(w string) {
		if words != "" {
			words += ", "
		}
		words += w
	}
	if s.Polarity == graph.Negative {
		add("not so")
	}
	if s.Modality != graph.Actual && s.Modality != "" {
		add(string(s.Modality))
	}
	for by := s.AttributedTo; by != nil; by = by.Via {
		if by == s.AttributedTo {
			add("says " + by.Name)
		} else {
			words += ", by way of " + by.Name
		}
	}
	if s.AttributedTo == nil && s.Cue != nil {
		add("said to be so (" + s.Cue.Text + ")")
	}
	if words == "" {
		return "fact"
	}
	return words
}

// whole gives a reading whose lists are lists in JSON, also where they are empty.
func whole(r *graph.Reading) *graph.Reading {
	out := *r
	out.Entities = append([]graph.Entity{}, r.Entities...)
	for i := range out.Entities {
		e := &out.Entities[i]
		e.Aliases = append([]string{}, e.Aliases...)
		e.SameAs = append([]graph.IRI{}, e.SameAs...)
		e.Mentions = append([]graph.Mention{}, e.Mentions...)
	}
	out.Statements = append([]graph.Statement{}, r.Statements...)
	return &out
}
