package nlp

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
)

// entityReader reads the brackets of "Entity=(1-person-…(2-place)1)" into mentions.
type entityReader struct {
	open  map[string][]int // where mentions of an entity began that are still open
	spans []entitySpan
}

type entitySpan struct {
	id          string
	kind        string
	head        int // as WriteCoNLLU gives it: position in the mention, counted from 1; 0 if not given
	first, last int
}

// add reads the value of Entity of token i.
func (r *entityReader) add(value string, i int) error {
	if r.open == nil {
		r.open = map[string][]int{}
	}
	for rest := value; rest != ""; {
		var err error
		if rest[0] == '(' {
			rest, err = r.begin(rest[1:], i)
		} else {
			rest, err = r.end(rest, i)
		}
		if err != nil {
			return fmt.Errorf("entity %q: %w", value, err)
		}
	}
	return nil
}

func (r *entityReader) begin(value string, i int) (string, error) {
	k := strings.IndexAny(value, "()")
	if k < 0 {
		k = len(value)
	}
	id, rest, _ := strings.Cut(value[:k], "-")
	kind, rest, _ := strings.Cut(rest, "-")
	head := 0
	if ownKind(kind) {
		head, _ = strconv.Atoi(rest)
	}
	id = strings.SplitN(id, "[", 2)[0]
	span := entitySpan{id: id, kind: kind, head: head, first: i, last: -1}
	if k < len(value) && value[k] == ')' {
		span.last = i + 1
		k++
	} else {
		r.open[id] = append(r.open[id], len(r.spans))
	}
	r.spans = append(r.spans, span)
	return value[k:], nil
}

func (r *entityReader) end(value string, i int) (string, error) {
	id, rest, ok := strings.Cut(value, ")")
	if !ok {
		return "", fmt.Errorf("no closing bracket")
	}
	id = strings.SplitN(id, "[", 2)[0]
	stack := r.open[id]
	if len(stack) == 0 {
		return "", fmt.Errorf("%s closes and was not open", id)
	}
	r.spans[stack[len(stack)-1]].last = i + 1
	r.open[id] = stack[:len(stack)-1]
	return rest, nil
}

// clusters returns the mentions in order and their clusters, in order of their first mentions.
func (r *entityReader) clusters() ([]Mention, []Cluster) {
	spans := r.spans[:0:0]
	for _, s := range r.spans {
		if s.last > s.first {
			spans = append(spans, s)
		}
	}
	sort.SliceStable(spans, func(i, j int) bool {
		a, b := spans[i], spans[j]
		return a.first < b.first || a.first == b.first && a.last > b.last
	})
	var mentions []Mention
	var clusters []Cluster
	number := map[string]int{}
	for i, s := range spans {
		c, ok := number[s.id]
		if !ok {
			c = len(clusters)
			number[s.id] = c
			clusters = append(clusters, nil)
		}
		m := Mention{First: s.first, Last: s.last, Head: -1, Cluster: c}
		if s.head > 0 && s.head <= s.last-s.first {
			m.Head = s.first + s.head - 1
		}
		switch s.kind {
		case "name":
			m.Kind = NameMention
		case "pronoun":
			m.Kind = PronounMention
		default:
			m.Kind = NominalMention
		}
		mentions = append(mentions, m)
		clusters[c] = append(clusters[c], i)
	}
	return mentions, clusters
}

// ownKind tells the kinds of mentions that WriteCoNLLU writes.
func ownKind(kind string) bool { return kind == "name" || kind == "nominal" || kind == "pronoun" }

// setMentionHeads sets the heads of mentions that aren't given from the trees.
func setMentionHeads(d *Document) {
	for i := range d.Mentions {
		if m := &d.Mentions[i]; m.Head < 0 {
			m.Head = spanHead(d, m.First, m.Last)
		}
	}
}

// spanHead returns the first of the tokens [first, last) whose head lies outside.
func spanHead(d *Document, first, last int) int {
	for k := first; k < last; k++ {
		if h := d.Tokens[k].Head; (h < first || h >= last) && d.Tokens[k].UPOS != PUNCT {
			return k
		}
	}
	return first
}

// entityLabels returns the value of Entity for each token: the mentions of one
// token, then what closes, then what opens.
func (d *Document) entityLabels() []string {
	kinds := [...]string{"name", "nominal", "pronoun"}
	single := make([]string, len(d.Tokens))
	closing := make([]string, len(d.Tokens))
	opening := make([]string, len(d.Tokens))
	for _, m := range d.Mentions { // longer first, so that their closing brackets come last
		id := strconv.Itoa(m.Cluster + 1)
		begin := "(" + id + "-" + kinds[m.Kind]
		if m.Head != spanHead(d, m.First, m.Last) {
			begin += "-" + strconv.Itoa(m.Head-m.First+1)
		}
		if m.Last == m.First+1 {
			single[m.First] += begin + ")"
			continue
		}
		opening[m.First] += begin
		closing[m.Last-1] = id + ")" + closing[m.Last-1]
	}
	for k := range single {
		if closing[k] == "" {
			single[k] = opening[k] + single[k]
		} else {
			single[k] += closing[k] + opening[k]
		}
	}
	return single
}
