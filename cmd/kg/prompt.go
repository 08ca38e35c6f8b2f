package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/reeflective/readline"

	"kg/graph"
)

const promptHelp = `A query begins with g and ends with .All(); it may run over several lines, until
its brackets are closed.

  g.V("<kg:Russia>").Out("<kg:supports>").All()      whom Russia supports
  g.V("<kg:Russia>").In("<kg:supports>").All()       who supports Russia
  g.V("<kg:Russia>").Out().GetLimit(20)              twenty plain facts
  g.Emit(g.V().Has("<rdf:type>", "<rdf:Statement>").Count())

  :find NAME      which entity a name means
  :quit           leaves (or Ctrl-D)                 :help    this text
Tab completes words of Gizmo, relations and entities.`

// runPrompt reads queries from the terminal and answers each, until Ctrl-D. An
// error of a query ends the query alone.
func runPrompt(ctx context.Context, env *environ, store *graph.Store, from querier, opts *gizmoOptions) error {
	shell := newShell(ctx, env, store)
	fmt.Fprintf(env.Stderr, "%s, %s. :help explains, Ctrl-D leaves.\n", store.Path(), opts.Lang)
	for ctx.Err() == nil {
		line, err := shell.Readline()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, readline.ErrInterrupt):
			continue
		case err != nil:
			return err
		}
		if quit := answer(ctx, env, store, from, opts, strings.TrimSpace(line)); quit {
			return nil
		}
	}
	return ctx.Err()
}

// answer runs one line of the prompt and tells whether it was the last.
func answer(ctx context.Context, env *environ, store *graph.Store, from querier, opts *gizmoOptions, line string) (quit bool) {
	switch word, rest, _ := strings.Cut(line, " "); word {
	case "":
	case ":quit", ":q", ":exit", "exit", "quit":
		return true
	case ":help", ":h", "help", "?":
		fmt.Fprintln(env.Stdout, promptHelp)
	case ":find":
		report(env, find(ctx, env, store, strings.TrimSpace(rest)))
	default:
		if strings.HasPrefix(line, ":") {
			report(env, withHint(fmt.Errorf("no command %q", word), ":help lists them"))
			return false
		}
		one := *opts
		one.Query = line
		report(env, runGizmo(ctx, env, from, &one))
	}
	return false
}

// find prints the entities that a name may mean.
func find(ctx context.Context, env *environ, store *graph.Store, name string) error {
	if name == "" {
		return withHint(errors.New("a name is missing"), "such as :find Assad")
	}
	matches, suggestions, err := store.FindEntity(ctx, name)
	if err != nil && !errors.Is(err, graph.ErrNotFound) {
		return err
	}
	if len(matches) == 0 {
		fmt.Fprintf(env.Stderr, "nobody goes by %q; the nearest names:\n", sanitize(name))
		matches = suggestions
	}
	list := &sheet{Columns: []string{"entity", "name", "types"}}
	for _, m := range matches {
		var types []string
		for _, t := range m.Types {
			types = append(types, strings.TrimPrefix(string(t), "kg:class/"))
		}
		list.add("<"+string(m.ID)+">", m.Name, strings.Join(types, ", "))
	}
	return env.print(list, "")
}

func newShell(ctx context.Context, env *environ, store *graph.Store) *readline.Shell {
	shell := readline.NewShell()
	shell.Prompt.Primary(func() string { return "gizmo> " })
	shell.Prompt.Secondary(func() string { return "     > " })
	shell.AcceptMultiline = func(line []rune) bool { return complete(string(line)) }
	if file := historyFile(env); file != "" {
		shell.History.AddFromFile("history", file)
	}
	c := newCompleter(ctx, store)
	shell.Completer = func(line []rune, cursor int) readline.Completions {
		prefix, candidates := c.complete(string(line[:cursor]))
		out := readline.CompleteRaw(candidates).NoSpace('*').NoSort()
		out.PREFIX = prefix
		return out
	}
	return shell
}

// historyFile is where the prompt's history is kept: in the person's
// configuration folder; "" where there is none.
func historyFile(env *environ) string {
	folder := env.Getenv("XDG_CONFIG_HOME")
	if folder == "" {
		home := env.Getenv("HOME")
		if home == "" {
			return ""
		}
		folder = filepath.Join(home, ".config")
	}
	folder = filepath.Join(folder, "kg")
	if os.MkdirAll(folder, 0o700) != nil {
		return ""
	}
	return filepath.Join(folder, "gizmo_history")
}

// complete tells whether a query has all its brackets and quotes closed.
func complete(query string) bool {
	if strings.HasPrefix(strings.TrimSpace(query), ":") {
		return true
	}
	depth := 0
	for i := 0; i < len(query); i++ {
		switch c := query[i]; c {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			depth--
		case '"', '\'', '`':
			for i++; i < len(query) && query[i] != c; i++ {
				if query[i] == '\\' {
					i++
				}
			}
			if i >= len(query) {
				return c != '`' && !strings.HasSuffix(query, "\\") // a string ends with its line
			}
		}
	}
	return depth <= 0 && !strings.HasSuffix(strings.TrimSpace(query), ".")
}

// gizmoWords are the methods that a query is made of.
var gizmoWords = []string{
	"g.V(", "g.M()", "g.Emit(", "All()", "GetLimit(", "ToArray()", "ToValue()", "TagArray()", "ForEach(", "Count()", "Out(", "In(", "Both(", "Has(",
	"HasR(", "Is(", "Tag(", "As(", "Back(", "Save(", "SaveR(", "SaveOpt(", "Intersect(", "And(", "Union(", "Or(", "Except(", "Difference(", "Follow(",
	"FollowR(", "FollowRecursive(", "Filter(", "Unique()", "Limit(", "Skip(", "Labels()", "LabelContext(", "InPredicates()", "OutPredicates()",
}

// completer completes words of Gizmo, relations and entities.
type completer struct {
	ctx       context.Context
	store     *graph.Store
	relations []readline.Completion
	names     []namedEntity // read when they are first wanted
}

func newCompleter(ctx context.Context, store *graph.Store) *completer {
	c := &completer{ctx: ctx, store: store}
	for _, r := range graph.Vocab().Relations() {
		c.relations = append(c.relations, readline.Completion{Value: "<" + string(r.IRI) + ">", Description: r.Label, Tag: "relations"})
	}
	return c
}

// maxCandidates bounds the entities that are offered.
const maxCandidates = 30

// complete gives the word before the cursor and what it may become.
func (c *completer) complete(before string) (prefix string, candidates []readline.Completion) {
	if quote := strings.LastIndexAny(before, "\"'`"); quote >= 0 && inString(before) {
		prefix = before[quote+1:]
		for _, r := range c.relations {
			if strings.HasPrefix(r.Value, prefix) {
				candidates = append(candidates, r)
			}
		}
		return prefix, append(candidates, c.entities(prefix)...)
	}
	start := strings.LastIndexAny(before, " \t\n();,.") + 1
	if i := strings.LastIndex(before, "g."); i >= 0 && i+2 == start {
		start = i
	}
	prefix = before[start:]
	for _, word := range gizmoWords {
		if strings.HasPrefix(word, prefix) && (strings.HasPrefix(word, "g.") == (start == 0 || !strings.HasSuffix(before[:start], "."))) {
			candidates = append(candidates, readline.Completion{Value: word, Tag: "gizmo"})
		}
	}
	return prefix, candidates
}

// inString tells whether the end of a query lies in a string.
func inString(s string) bool {
	var quote byte
	for i := 0; i < len(s); i++ {
		switch {
		case quote != 0 && s[i] == '\\':
			i++
		case quote != 0 && s[i] == quote:
			quote = 0
		case quote == 0 && strings.IndexByte("\"'`", s[i]) >= 0:
			quote = s[i]
		}
	}
	return quote != 0
}

// entities offers the entities whose IRIs or names begin so.
func (c *completer) entities(prefix string) []readline.Completion {
	bare := strings.TrimPrefix(prefix, "<")
	if c.names == nil {
		c.names = entityNames(c.ctx, c.store)
	}
	var out []readline.Completion
	for _, e := range c.names {
		if hasPrefixFold(string(e.id), bare) || (bare != "" && hasPrefixFold(e.name, bare)) {
			out = append(out, readline.Completion{Value: "<" + string(e.id) + ">", Description: sanitize(e.name), Tag: "entities"})
		}
		if len(out) == maxCandidates {
			break
		}
	}
	return out
}
