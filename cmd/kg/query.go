package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"kg/graph"
	"kg/queries"
)

// queryOptions are what kg query was asked for.
type queryOptions struct {
	*global
	Format  string
	Details bool // all columns on a terminal too
	Gizmo   bool // print the program instead of running it
}

// newQueryCmd has a command of its own for each canned query.
func newQueryCmd(env *environ, g *global) *cobra.Command {
	opts := &queryOptions{global: g}
	cmd := &cobra.Command{
		Use: "query [NAME [ARG…]]", Short: "Ask a ready question; without a name, list the questions", GroupID: "ask",
		Long: `Asks one of the ready questions. Names are written as you would write them
("Assad", "the US"); a name that may mean several is answered with the candidates.
Every row says how it is known: as a plain fact, or whose claim it is, with the
sentence. kg query NAME --help explains one question.` + storeExits(),
		Example: "  kg query\n  kg query supporters Assad\n  kg query attacks --by Russia --format csv",
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownQuery(args[0])
			}
			return env.print(listQueries(), opts.Format)
		},
	}
	addFormat(cmd, &opts.Format)
	for _, q := range queries.All() {
		cmd.AddCommand(newCannedCmd(env, opts, q))
	}
	return cmd
}

// listQueries lists the ready questions.
func listQueries() *sheet {
	list := &sheet{Columns: []string{"query", "question"}}
	for _, q := range queries.All() {
		list.add(q.Usage(), q.Question)
	}
	return list
}

func unknownQuery(name string) error {
	_, _, near := queries.Find(name)
	return withHint(usagef("no query is called %q", name), "%s", didYouMean(near, "kg query lists them"))
}

// newCannedCmd is the command of one canned query.
func newCannedCmd(env *environ, opts *queryOptions, q queries.Query) *cobra.Command {
	values := map[string]*flagValue{}
	flags := map[string]*bool{}
	cmd := &cobra.Command{
		Use: q.Usage(), Short: q.Title, DisableFlagsInUseLine: true,
		Long:              q.Question + "\n\n" + q.Doc + describeParams(q) + storeExits(),
		ValidArgsFunction: completeEntities(env, opts.global),
		Example:           "  kg query " + q.Name + " " + strings.Join(q.Examples, "\n  kg query "+q.Name+" "),
		RunE: func(cmd *cobra.Command, words []string) error {
			args, err := cannedArgs(q, words)
			if err != nil {
				return err
			}
			for name, value := range values {
				if cmd.Flags().Changed(name) {
					args[name] = value.text
				}
			}
			for name, on := range flags {
				if *on {
					args[name] = "true"
				}
			}
			return runQuery(cmd.Context(), env, opts, q, args)
		},
	}
	for _, p := range q.Params {
		switch {
		case p.Flag && p.Kind == queries.FlagParam:
			flags[p.Name] = cmd.Flags().Bool(p.Name, false, p.Doc)
		case p.Flag:
			values[p.Name] = &flagValue{text: p.Default, kind: p.Kind}
			cmd.Flags().Var(values[p.Name], p.Name, p.Doc)
			if p.Kind == queries.EntityParam {
				_ = cmd.RegisterFlagCompletionFunc(p.Name, completeEntities(env, opts.global))
			}
		}
	}
	cmd.Flags().BoolVar(&opts.Details, "details", false, "show every column on a terminal too")
	cmd.Flags().BoolVar(&opts.Gizmo, "gizmo", false, "print the query as a program for kg gizmo or Cayley's editor instead of running it")
	addFormat(cmd, &opts.Format)
	return cmd
}

// flagValue is the value of a query's flag.
type flagValue struct {
	text string
	kind queries.ParamKind
}

// Set takes the words after the flag.
func (v *flagValue) Set(s string) error { v.text = s; return nil }

// String gives the words.
func (v *flagValue) String() string { return v.text }

// Type is what the help calls the value.
func (v *flagValue) Type() string {
	if v.kind == queries.NumberParam {
		return "number"
	}
	return "name"
}

func describeParams(q queries.Query) string {
	var b strings.Builder
	for _, p := range q.Params {
		if !p.Flag && p.Doc != "" {
			fmt.Fprintf(&b, "\n  %-4s %s", p.Name, p.Doc)
		}
	}
	if b.Len() == 0 {
		return ""
	}
	return "\n" + b.String()
}

// cannedArgs gives the words without a flag to their parameters. Where there is
// one parameter only, a name of several words needs no quotes.
func cannedArgs(q queries.Query, words []string) (queries.Args, error) {
	positional := 0
	for _, p := range q.Params {
		if !p.Flag {
			positional++
		}
	}
	if positional == 1 && len(words) > 1 {
		words = []string{strings.Join(words, " ")}
	}
	args, err := q.ParseArgs(words)
	return args, queryUsage(err)
}

// queryUsage makes errors of a query's arguments the command line's.
func queryUsage(err error) error {
	var ambiguous *queries.AmbiguousError
	var unknown *queries.UnknownError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, queries.ErrUsage):
		return usageError{errors.New(strings.TrimPrefix(err.Error(), queries.ErrUsage.Error()+": "))}
	case errors.As(err, &ambiguous):
		return withHint(fmt.Errorf("%q may mean any of %d", ambiguous.Name, len(ambiguous.Candidates)), "name one of them: %s", candidates(ambiguous.Candidates))
	case errors.As(err, &unknown):
		var near []string
		for _, m := range unknown.Suggestions[:min(len(unknown.Suggestions), 3)] {
			near = append(near, fmt.Sprintf("%q", m.Name))
		}
		return withHint(err, "%s", didYouMean(near, "kg articles shows what was read"))
	}
	return err
}

// maxListed is how many candidates a hint lists.
const maxListed = 8

func candidates(matches []graph.EntityMatch) string {
	var names []string
	for _, m := range matches[:min(len(matches), maxListed)] {
		names = append(names, string(m.ID))
	}
	if more := len(matches) - maxListed; more > 0 {
		names = append(names, fmt.Sprintf("%d more", more))
	}
	return strings.Join(names, ", ")
}

func runQuery(ctx context.Context, env *environ, opts *queryOptions, q queries.Query, args queries.Args) error {
	if opts.Gizmo {
		return printScript(ctx, env, opts, q, args)
	}
	return opts.reading(ctx, env, func(store *graph.Store) error {
		answer, err := q.Run(ctx, store, args)
		if err != nil {
			return queryUsage(err)
		}
		details := opts.Details || !env.isTable(opts.Format)
		if err := env.print(answerSheet(answer, details), opts.Format); err != nil {
			return err
		}
		for _, note := range answer.Notes {
			fmt.Fprintln(env.Stderr, lines(note))
		}
		if answer.Truncated {
			fmt.Fprintln(env.Stderr, "there is more than a query gives: ask for less")
		}
		if len(answer.Rows) == 0 {
			fmt.Fprintln(env.Stderr, "no answer in the articles of the store")
		}
		return nil
	})
}

// printScript prints the query with its arguments as a program that runs as it
// stands; without those that it needs, the program alone.
func printScript(ctx context.Context, env *environ, opts *queryOptions, q queries.Query, args queries.Args) error {
	for _, p := range q.Params {
		if p.Required && args[p.Name] == "" {
			_, err := fmt.Fprintln(env.Stdout, strings.TrimSpace(q.Gizmo))
			return err
		}
	}
	return opts.reading(ctx, env, func(store *graph.Store) error {
		script, err := q.Script(ctx, store, args)
		if err != nil {
			return queryUsage(err)
		}
		_, err = fmt.Fprint(env.Stdout, script)
		return err
	})
}

// answerSheet gives an answer as a table, with or without the columns of detail.
func answerSheet(t *queries.Table, details bool) *sheet {
	s := &sheet{JSON: []any{}, Below: []string{"sentence", "article"}}
	var shown []int
	for i, c := range t.Columns {
		if details || !c.Detail {
			shown = append(shown, i)
			s.Columns = append(s.Columns, c.Name)
		}
	}
	for _, row := range t.Rows {
		cells := make([]string, len(shown))
		for i, c := range shown {
			cells[i] = row[c].Text
		}
		s.add(cells...)
		s.JSON = append(s.JSON, answerRow{t.Columns, row})
	}
	return s
}

// answerRow is a row of an answer as a JSON object: the columns' names with
// text and IRI, in their order.
type answerRow struct {
	columns []queries.Column
	cells   []queries.Cell
}

// MarshalJSON writes the cells in order.
func (r answerRow) MarshalJSON() ([]byte, error) {
	names, values := make([]string, len(r.columns)), make([]any, len(r.columns))
	for i, c := range r.columns {
		names[i], values[i] = c.Name, r.cells[i]
	}
	return marshalFields(names, values)
}
