package extract

import (
	"fmt"
	"strings"

	"kg/graph"
	"kg/nlp"
)

// Explanation is how a statement was read.
type Explanation struct {
	Statement graph.IRI
	Text      string // a few lines: trigger, roles, lexicon line, scope
}

// Explain reads a parsed article and tells of each statement how it was read.
func (x *Extractor) Explain(d *nlp.Document, a graph.Article) (*graph.Reading, []Explanation) {
	y := *x
	y.opts.Explain = true
	if a.ID == "" {
		a.ID = graph.ArticleID(a.Source, a.Text)
	}
	out := &graph.Reading{Article: a, Entities: []graph.Entity{}, Statements: []graph.Statement{}}
	if len(d.Tokens) == 0 {
		return out, nil
	}
	r := y.newReader(d, &out.Article)
	r.read()
	out.Statements = append(out.Statements, r.out...)
	out.Entities = r.cast.finish()
	return out, r.why
}

func (r *reader) explain(st *graph.Statement, f *frame, s *sense) {
	var b strings.Builder
	fmt.Fprintf(&b, "trigger %q read by rule %s", st.Trigger.Text, st.Rule)
	if s != nil && s.where != "" {
		fmt.Fprintf(&b, " (%s)", s.where)
	}
	b.WriteByte('\n')
	if f != nil {
		for _, x := range f.fillers {
			fmt.Fprintf(&b, "  %s: %s (%s)\n", x.role, r.t.tok[x.head].Form, r.path(x.head, f.pred))
		}
		if sc := r.frameScope(f, s); sc.via != "" {
			fmt.Fprintf(&b, "  scope: %s -> %s, %s\n", sc.via, st.Polarity, st.Modality)
		}
	}
	r.why = append(r.why, Explanation{Statement: st.ID, Text: b.String()})
}

// path writes the way in the tree from token i up to token to.
func (r *reader) path(i, to int) string {
	var steps []string
	for n := 0; i >= 0 && i != to && n < 12; n++ {
		steps = append(steps, r.t.tok[i].Deprel)
		if i = r.t.tok[i].Head; i >= 0 && i != to {
			steps = append(steps, r.t.tok[i].Form)
		}
	}
	return strings.Join(steps, " > ")
}
