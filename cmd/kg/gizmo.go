package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"kg/graph"
)

// gizmoOptions are what kg gizmo was asked for.
type gizmoOptions struct {
	Query, File, Lang, Format string
	Limit                     int
	Timeout                   time.Duration
}

func newGizmoCmd(env *environ, g *global) *cobra.Command {
	opts := &gizmoOptions{}
	cmd := &cobra.Command{
		Use: "gizmo [QUERY | -f FILE | -]", Short: "Ask in Gizmo, Cayley's query language", GroupID: "ask",
		Long: `Runs a query in Gizmo (or GraphQL or MQL, with --lang) and prints the answer. The
query is the argument, the file after -f, or standard input. On a terminal with
no query a prompt opens, with history, completion and queries over several
lines.

Entities are <kg:Russia>, relations <kg:supports>; g.V().Out() follows plain
facts only, for what is denied, hedged or claimed has no edge of its own.` + storeExits(),
		Example: "  kg gizmo 'g.V(\"<kg:Turkey>\").Out(\"<kg:supports>\").All()'\n  kg gizmo -f query.gizmo --format json\n  kg gizmo",
		Args:    argCount(0, 1, ""),
		RunE: func(cmd *cobra.Command, args []string) error {
			query, prompt, err := opts.query(env, args)
			if err != nil {
				return err
			}
			opts.Query = query
			return g.reading(cmd.Context(), env, func(s *graph.Store) error {
				from, end := querierFor(env, s)
				defer end()
				if prompt {
					return runPrompt(cmd.Context(), env, s, from, opts)
				}
				return runGizmo(cmd.Context(), env, from, opts)
			})
		},
	}
	f := cmd.Flags()
	f.StringVarP(&opts.File, "file", "f", "", "read the query from this `file`")
	f.StringVar(&opts.Lang, "lang", "gizmo", "the query `language`: "+strings.Join(graph.Languages(), ", "))
	f.IntVar(&opts.Limit, "limit", 0, "print at most this `many` rows (default 100,000)")
	f.DurationVar(&opts.Timeout, "timeout", graph.DefaultTimeout, "give up after this `time`")
	addFormat(cmd, &opts.Format)
	return cmd
}

// maxQuery is the longest query that is read from a file or standard input, in bytes.
const maxQuery = 1 << 20

// query finds the query, or tells that the prompt is wanted.
func (o *gizmoOptions) query(env *environ, args []string) (query string, prompt bool, err error) {
	if err := checkLang(o.Lang); err != nil {
		return "", false, err
	}
	in := env.Stdin
	switch {
	case o.File != "" && len(args) > 0:
		return "", false, withHint(usagef("a query and -f %s are given", o.File), "give one of them")
	case o.File != "" && o.File != "-":
		file, err := os.Open(o.File)
		if err != nil {
			return "", false, withHint(err, "-f names a file that holds a query")
		}
		defer file.Close()
		in = file
	case len(args) > 0 && args[0] != "-":
		return args[0], false, nil
	case len(args) == 0 && o.File == "" && env.StdinTTY:
		return "", true, nil
	}
	data, err := io.ReadAll(io.LimitReader(in, maxQuery+1))
	switch {
	case err != nil:
		return "", false, fmt.Errorf("read the query: %w", err)
	case len(data) > maxQuery:
		return "", false, fmt.Errorf("the query is over %d MB", maxQuery>>20)
	case strings.TrimSpace(string(data)) == "":
		return "", false, withHint(usagef("the query is empty"), "such as: kg gizmo 'g.V(\"<kg:Russia>\").Out().All()'")
	}
	return string(data), false, nil
}

func checkLang(lang string) error {
	for _, l := range graph.Languages() {
		if l == lang {
			return nil
		}
	}
	return withHint(usagef("no query language is called %q", lang), "%s",
		didYouMean(nearest(lang, graph.Languages()), "languages are "+strings.Join(graph.Languages(), ", ")))
}

func runGizmo(ctx context.Context, env *environ, from querier, opts *gizmoOptions) error {
	result, err := from.Query(ctx, opts.Lang, opts.Query, graph.QueryOptions{Limit: opts.Limit, Timeout: opts.Timeout})
	if err != nil {
		return queryError(err, opts)
	}
	if err := env.print(resultSheet(result), opts.Format); err != nil {
		return err
	}
	if len(result.Rows) == 0 && env.StdoutTTY {
		fmt.Fprintln(env.Stderr, "no answer: kg query lists ready questions, kg show NAME what is known of somebody")
	}
	if result.Truncated {
		fmt.Fprintf(env.Stderr, "there are more than %s rows: --limit gives more\n", thousands(len(result.Rows)))
	}
	return nil
}

// queryError adds what usually was meant.
func queryError(err error, opts *gizmoOptions) error {
	query := opts.Query
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return withHint(fmt.Errorf("the query took longer than %v and was stopped", opts.Timeout), "%s", hintOf(err))
	case !errors.Is(err, graph.ErrQuery):
		return err
	case !strings.Contains(query, "g.") && !strings.Contains(query, "graph."):
		return withHint(err, "a query begins with g: g.V(\"<kg:Russia>\").Out(\"<kg:supports>\").All()")
	case strings.Contains(query, ".Order("):
		return withHint(err, "Gizmo has no Order(): sort what comes out")
	}
	return withHint(err, "kg query lists ready questions, :help in kg gizmo (no query, on a terminal) has examples")
}

// resultSheet gives an answer as a table: a column a tag, or one column of
// values where the query emitted its own.
func resultSheet(result *graph.Result) *sheet {
	s := &sheet{Columns: result.Columns, JSON: []any{}}
	emitted := len(result.Columns) == 0
	if emitted {
		s.Columns = []string{"value"}
	}
	for _, row := range result.Rows {
		s.JSON = append(s.JSON, rowJSON(row))
		if emitted {
			s.add(valueText(row.Value))
			continue
		}
		cells := make([]string, len(result.Columns))
		for i, column := range result.Columns {
			cells[i] = row.Get(column).Short()
		}
		if len(row.Bindings) == 0 {
			cells[0] = valueText(row.Value)
		}
		s.add(cells...)
	}
	return s
}

// rowJSON writes a row with its terms as N-Quads write them, so that an IRI is
// told from a string.
func rowJSON(row graph.Row) any {
	if len(row.Bindings) == 0 {
		return row.Value
	}
	var o object
	for _, b := range row.Bindings {
		o.names = append(o.names, b.Tag)
		value := b.Term.String()
		if b.Term.Kind == graph.LiteralTerm && b.Term.Datatype == "" && b.Term.Lang == "" {
			value = b.Term.Value
		}
		o.values = append(o.values, value)
	}
	return exact(o)
}

// exact is an object whose names keep their case.
type exact object

// MarshalJSON writes the fields in order.
func (o exact) MarshalJSON() ([]byte, error) { return marshalFields(o.names, o.values) }

func valueText(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(data)
}
