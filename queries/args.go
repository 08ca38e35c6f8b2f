package queries

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"kg/graph"
)

// Args are the arguments of a query by the names of its parameters, as typed.
// A flag that stands alone has the value "true".
type Args map[string]string

// ErrUsage is returned when arguments don't fit a query.
var ErrUsage = errors.New("wrong usage")

// AmbiguousError is returned when a name may mean several entities.
type AmbiguousError struct {
	Param, Name string
	Candidates  []graph.EntityMatch
}

// Error lists the candidates.
func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("%q may mean %s", e.Name, matchList(e.Candidates))
}

// UnknownError is returned when the store knows no entity or statement of the name.
type UnknownError struct {
	Param, Name string
	Suggestions []graph.EntityMatch // the nearest names
}

// Error gives the name; the hint is the caller's to print, from Suggestions.
func (e *UnknownError) Error() string { return fmt.Sprintf("nothing is known about %q", e.Name) }

func matchList(matches []graph.EntityMatch) string {
	const most = 8
	var names []string
	for i, m := range matches {
		if i == most {
			names = append(names, fmt.Sprintf("%d more", len(matches)-most))
			break
		}
		names = append(names, fmt.Sprintf("%s (%s)", m.Name, m.ID))
	}
	return strings.Join(names, ", ")
}

// ParseArgs reads the words behind the query's name: arguments by position,
// --flag VALUE, --flag=VALUE, --flag.
func (q Query) ParseArgs(words []string) (Args, error) {
	args := Args{}
	var positional []string
	for i := 0; i < len(words); i++ {
		name, isFlag := strings.CutPrefix(words[i], "--")
		if !isFlag || name == "" {
			positional = append(positional, words[i])
			continue
		}
		name, value, hasValue := strings.Cut(name, "=")
		p, ok := q.param(name)
		switch {
		case !ok || !p.Flag:
			return nil, fmt.Errorf("%w: %s has no --%s; usage: %s", ErrUsage, q.Name, name, q.Usage())
		case p.Kind == FlagParam && !hasValue:
			value = "true"
		case !hasValue && i+1 == len(words):
			return nil, fmt.Errorf("%w: --%s needs a value; usage: %s", ErrUsage, name, q.Usage())
		case !hasValue:
			i++
			value = words[i]
		}
		args[name] = value
	}
	return args, q.place(args, positional)
}

// place gives the arguments without a flag their parameters.
func (q Query) place(args Args, positional []string) error {
	for _, p := range q.Params {
		if p.Flag || len(positional) == 0 {
			continue
		}
		args[p.Name] = positional[0]
		positional = positional[1:]
	}
	if len(positional) > 0 {
		return fmt.Errorf("%w: %q is one argument too many (quote a name of several words); usage: %s", ErrUsage, positional[0], q.Usage())
	}
	return nil
}

func (q Query) param(name string) (Param, bool) {
	for _, p := range q.Params {
		if p.Name == name {
			return p, true
		}
	}
	return Param{}, false
}

// bind resolves the arguments into values that the program sees as variables:
// a set of IRIs is a string with a line for each, a flag "true" or "".
func (q Query) bind(ctx context.Context, store *graph.Store, args Args) (map[string]graph.Term, []string, error) {
	for name := range args {
		if _, ok := q.param(name); !ok {
			return nil, nil, fmt.Errorf("%w: %s has no parameter %q", ErrUsage, q.Name, name)
		}
	}
	params := map[string]graph.Term{}
	var notes []string
	for _, p := range q.Params {
		value := strings.TrimSpace(args[p.Name])
		if value == "" && p.Required {
			return nil, nil, fmt.Errorf("%w: %s is missing; usage: %s", ErrUsage, p.Name, q.Usage())
		}
		if value == "" {
			params[p.Name] = graph.NewString(p.Default)
			continue
		}
		bound, note, err := bindOne(ctx, store, p, value)
		if err != nil {
			return nil, nil, err
		}
		params[p.Name] = graph.NewString(bound)
		if note != "" && !slices.Contains(notes, note) {
			notes = append(notes, note)
		}
	}
	return params, notes, nil
}

func bindOne(ctx context.Context, store *graph.Store, p Param, value string) (bound, note string, err error) {
	switch p.Kind {
	case EntityParam:
		return bindEntity(ctx, store, p, value)
	case StatementParam:
		bound, err = bindStatement(ctx, store, p, value)
		return bound, "", err
	case NumberParam:
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 {
			return "", "", fmt.Errorf("%w: --%s is %q and has to be a whole number from 1", ErrUsage, p.Name, value)
		}
		return value, "", nil
	}
	on, err := strconv.ParseBool(value)
	if err != nil {
		return "", "", fmt.Errorf("%w: --%s is %q, neither true nor false", ErrUsage, p.Name, value)
	}
	if !on {
		return "", "", nil
	}
	return "true", "", nil
}

// bindEntity resolves a name. Groups without a name of their own that share
// their words are asked for together, for no one can tell them apart by name.
func bindEntity(ctx context.Context, store *graph.Store, p Param, name string) (bound, note string, err error) {
	matches, suggestions, err := store.FindEntity(ctx, name)
	if err != nil {
		return "", "", err
	}
	if rest, ok := cutArticle(name); ok && len(matches) == 0 {
		if matches, _, err = store.FindEntity(ctx, rest); err != nil {
			return "", "", err
		}
	}
	if named := slices.DeleteFunc(slices.Clone(matches), unnamed); len(named) > 0 {
		matches = named
	}
	switch {
	case len(matches) == 0:
		return "", "", &UnknownError{Param: p.Name, Name: name, Suggestions: suggestions}
	case len(matches) > 1 && !unnamed(matches[0]):
		return "", "", &AmbiguousError{Param: p.Name, Name: name, Candidates: matches}
	}
	var lines []string
	for _, m := range matches {
		lines = append(lines, "<"+string(m.ID)+">")
	}
	slices.Sort(lines)
	if len(matches) > 1 {
		note = fmt.Sprintf("%q: %d groups of that name, each of an article of its own", name, len(matches))
	} else if !strings.EqualFold(matches[0].Name, name) {
		note = fmt.Sprintf("%q: %s", name, matches[0].Name)
	}
	return strings.Join(lines, "\n"), note, nil
}

func unnamed(m graph.EntityMatch) bool { return strings.Contains(string(m.ID), "#") }

func cutArticle(name string) (rest string, ok bool) {
	for _, article := range []string{"the ", "The ", "a ", "an "} {
		if rest, ok = strings.CutPrefix(name, article); ok {
			return rest, true
		}
	}
	return name, false
}

func bindStatement(ctx context.Context, store *graph.Store, p Param, value string) (string, error) {
	id := strings.TrimSuffix(strings.TrimPrefix(value, "<"), ">")
	if !strings.Contains(id, ":") {
		id = "kg:statement/" + strings.TrimPrefix(id, "statement/")
	}
	if _, err := store.Statement(ctx, graph.IRI(id)); errors.Is(err, graph.ErrNotFound) {
		return "", &UnknownError{Param: p.Name, Name: value}
	} else if err != nil {
		return "", err
	}
	return "<" + id + ">", nil
}
