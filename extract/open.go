package extract

import (
	"kg/graph"
	"kg/nlp"
)

// clause is a predicate with all that it says of its subject, in the
// sentence's own words.
type clause struct {
	pred        int // what the scope is taken at
	first, last int // the words of the relation
	subject     int
	relation    string
	args        []span // what follows the verb, then what stands before it
	kind        string
	confidence  float64
}

// span is a half-open range of tokens.
type span struct{ first, last int }

// openClauses reads every clause of a sentence as an open relation, whether or
// not the lexicon knows its words: subject, the words of the verb, and each
// object, complement and adverbial as they stand. What the vocabulary says of
// the same clause is read beside it.
func (r *reader) openClauses(s nlp.Sentence) {
	for i := s.First; i < s.Last; i++ {
		r.openApposition(i)
		if !r.heads(i) {
			continue
		}
		subjects := r.openSubjects(i)
		for n, subject := range subjects {
			for _, c := range r.openTuples(i, subject) {
				if n > 0 {
					c.confidence -= 0.05
				}
				r.keepClause(&c)
			}
		}
	}
}

// openApposition reads "X, a Y" as what X is.
func (r *reader) openApposition(i int) {
	for _, k := range r.t.children(i) {
		if r.t.tok[k].Deprel == "appos" && int(k) > i {
			r.keepClause(&clause{pred: int(k), first: int(k), last: int(k), subject: i, relation: "be", args: []span{r.spanOf(int(k))}, kind: "apposition", confidence: 0.7})
		}
	}
}

// heads tells whether a clause of its own has its head at token i: a verb, or
// what a copula says.
func (r *reader) heads(i int) bool {
	t := r.t
	tok := &t.tok[i]
	if t.has(i, "cop") {
		return true
	}
	if tok.UPOS != nlp.VERB && tok.UPOS != nlp.AUX {
		return false
	}
	switch relBase(tok.Deprel) {
	case "amod", "compound", "aux", "cop", "case", "mark", "fixed", "flat", "det", "nummod":
		return false
	case "xcomp":
		return r.chainHead(i) == i
	}
	return true
}

// chainHead returns the verb that begins a chain of verbs that share their
// subject: "began" of "began to try to sell".
func (r *reader) chainHead(i int) int {
	t := r.t
	for n := 0; n < 8 && t.tok[i].Deprel == "xcomp"; n++ {
		g := t.tok[i].Head
		if g < 0 || r.chained(g) != i {
			return i
		}
		i = g
	}
	return i
}

// chained returns the infinitive or gerund that makes one relation with the
// verb at v, or -1: "tries to woo", not "asked him to come".
func (r *reader) chained(v int) int {
	t := r.t
	if t.tok[v].UPOS != nlp.VERB && !t.has(v, "cop") || t.has(v, "obj") || t.has(v, "iobj") {
		return -1
	}
	for _, k32 := range t.children(v) {
		k := int(k32)
		if t.tok[k].Deprel == "xcomp" && k > v && t.tok[k].UPOS == nlp.VERB && (t.hasLemma(k, "mark", "to") || t.tok[k].XPOS == "VBG") {
			return k
		}
	}
	return -1
}

// openSubjects returns the heads of the phrases that the clause at v speaks of.
func (r *reader) openSubjects(v int) []int {
	t := r.t
	var heads []int
	for _, k := range t.children(v) {
		switch relBase(t.tok[k].Deprel) {
		case "nsubj", "csubj":
			heads = append(heads, int(k))
		}
	}
	if heads == nil {
		if t.has(v, "cop") || t.tok[v].UPOS != nlp.VERB {
			heads = r.copulaSubject(v)
		} else if heads = r.subjectsOf(v); heads == nil {
			heads = r.copulaSubject(v)
		}
	}
	if len(heads) == 0 {
		return nil
	}
	h := heads[0]
	if r.isRelative(h) {
		h = r.deref(h)
	}
	if h == v || t.first[v] <= int32(h) && t.has(v, "cop") && t.tok[h].Head != v && h > v {
		return nil
	}
	if t.tok[h].Deprel == "expl" {
		return nil
	}
	return r.conjunctsOf(h)
}

// conjunctsOf returns the nominals joined with h that can stand for it.
func (r *reader) conjunctsOf(h int) []int {
	if !nominal(r.t.tok[h].UPOS) {
		return []int{h}
	}
	list := r.t.conjuncts(h)
	if len(list) > maxPairs {
		return []int{h}
	}
	return list
}

// openTuples reads the clause at v, a tuple for each conjunct of its first
// argument.
func (r *reader) openTuples(v, subject int) []clause {
	t := r.t
	c := clause{pred: v, subject: subject, relation: t.lemma(v), kind: "clause", confidence: 0.8}
	c.first, c.last = v, v
	verb := v
	for n := 0; n < 8; n++ {
		k := r.chained(verb)
		if k < 0 {
			break
		}
		c.relation += "_" + t.lemma(k)
		verb = k
	}
	c.first, c.last = r.group(v, verb)
	var heads []int // arguments behind the verb
	var front []span
	if t.has(v, "cop") && verb == v {
		c.relation, c.kind = "be", "copula"
		first, last := r.openPhrase(v, true)
		if first <= c.last {
			first = c.last + 1
		}
		if first > last {
			return nil
		}
		c.args = append(c.args, span{first, last + 1})
	}
	for w := v; ; w = r.chained(w) {
		for _, k32 := range t.children(w) {
			k := int(k32)
			if !r.argues(k, w) || k == subject || k >= c.first && k <= c.last {
				continue
			}
			if k < c.first {
				if w == v && r.fronted(k) {
					front = append(front, r.spanOf(k))
				}
				continue
			}
			heads = append(heads, k)
		}
		if w == verb {
			break
		}
	}
	sortInts(heads)
	return r.withArguments(c, heads, front)
}

// withArguments gives a clause its arguments; a list as the first of them is
// a tuple each.
func (r *reader) withArguments(c clause, heads []int, front []span) []clause {
	t := r.t
	if len(heads) > 0 && len(c.args) == 0 {
		if first := int(t.first[heads[0]]); first == c.last+1 && relBase(t.tok[heads[0]].Deprel) == "obl" && t.caseOf(heads[0]) != "" {
			c.relation += "_" + t.caseOf(heads[0])
			c.last = r.prepositionEnd(heads[0])
		}
	}
	var lists [][]span
	for n, h := range heads {
		var spans []span
		switch {
		case n == 0 && nominal(t.tok[h].UPOS):
			for _, x := range r.conjunctsOf(h) {
				spans = append(spans, r.spanOf(x))
			}
		default:
			spans = []span{r.spanOf(h)}
		}
		if spans[0].first <= c.last {
			spans[0].first = c.last + 1
		}
		if spans[0].first < spans[0].last {
			lists = append(lists, spans)
		}
	}
	if len(lists) == 0 {
		c.args = append(c.args, front...)
		return []clause{c}
	}
	var out []clause
	for n := range lists[0] {
		x := c
		x.args = append(append([]span{}, c.args...), lists[0][n])
		for _, rest := range lists[1:] {
			x.args = append(x.args, rest[0])
		}
		x.args = append(x.args, front...)
		out = append(out, x)
	}
	return out
}

// prepositionEnd returns the last token of the preposition of h.
func (r *reader) prepositionEnd(h int) int {
	end := int(r.t.first[h])
	for _, k := range r.t.children(h) {
		if r.t.tok[k].Deprel == "case" && int(k) < h {
			end = max(end, int(r.t.last[k]))
		}
	}
	return end
}

// group returns the words of the relation: auxiliaries, negation and adverbs
// before the verb at v, up to the last verb of its chain and its particle.
func (r *reader) group(v, verb int) (first, last int) {
	t := r.t
	first, last = v, verb
	if t.has(v, "cop") && v == verb {
		first = -1
		for _, k32 := range t.children(v) {
			k := int(k32)
			if t.tok[k].Deprel == "cop" || k < v && relBase(t.tok[k].Deprel) == "aux" {
				if first < 0 {
					first = k
				}
				last = k
			}
		}
		for _, k := range t.children(v) { // was never, is also
			if t.tok[k].Deprel == "advmod" && int(k) == last+1 && int(k) < v && t.first[k] == t.last[k] {
				last = int(k)
			}
		}
		return first, max(first, last)
	}
	for _, k32 := range t.children(v) {
		k := int(k32)
		if k >= v {
			break
		}
		switch relBase(t.tok[k].Deprel) {
		case "aux", "cop":
			first = min(first, k)
		case "advmod":
			if int(t.last[k]) == first-1 || k > first {
				first = min(first, int(t.first[k]))
			}
		}
		if relBase(t.tok[k].Deprel) == "nsubj" && k > first { // a question
			first = v
		}
	}
	for k := v - 1; k > first; k-- { // leave out what is put between
		if t.tok[k].UPOS == nlp.PUNCT {
			first = k + 1
		}
	}
	for p := t.child(verb, "compound:prt"); p == last+1; {
		last = p
	}
	return first, last
}

// argues tells whether the dependent k of a verb is an argument of its own.
func (r *reader) argues(k, verb int) bool {
	t := r.t
	switch relBase(t.tok[k].Deprel) {
	case "obj", "iobj", "obl", "ccomp":
		return true
	case "xcomp":
		return r.chained(verb) != k
	case "advmod":
		return k > verb
	case "advcl":
		return k > verb
	}
	return false
}

// fronted tells whether what stands before the verb says when or where.
func (r *reader) fronted(k int) bool {
	return relBase(r.t.tok[k].Deprel) == "obl"
}

func (r *reader) spanOf(h int) span {
	first, last := r.openPhrase(h, false)
	return span{first, last + 1}
}

// subjectSpan is spanOf without the preposition of an antecedent ("in the
// house that burnt") and without the verb of one that is a predicate.
func (r *reader) subjectSpan(h int) span {
	first, last := r.openPhrase(h, r.t.has(h, "cop"))
	for _, k := range r.t.children(h) {
		if r.t.tok[k].Deprel == "case" && int(k) < h && r.t.tok[k].UPOS == nlp.ADP {
			first = max(first, int(r.t.last[k])+1)
		}
	}
	return span{first, last + 1}
}

// openPhrase returns the words of a phrase without what is joined to it, put
// beside it, or told of it in a relative clause; of a predicate (bare) also
// without its subject and its verb's words.
func (r *reader) openPhrase(h int, predicate bool) (first, last int) {
	t := r.t
	first, last = h, h
	for _, k32 := range t.children(h) {
		k := int(k32)
		if r.apart(h, k, predicate) {
			if k > h {
				break
			}
			first = h
			continue
		}
		first, last = min(first, int(t.first[k])), max(last, int(t.last[k]))
	}
	for first < last && t.tok[first].UPOS == nlp.PUNCT && !opening(t.tok[first].Form) {
		first++
	}
	for last > first && t.tok[last].UPOS == nlp.PUNCT && !closing(t.tok[last].Form) {
		last--
	}
	return first, last
}

func opening(s string) bool { return s == "``" || s == "\"" || s == "“" || s == "$" }
func closing(s string) bool { return s == "''" || s == "\"" || s == "”" || s == "%" }

// apart tells whether the dependent k is no part of the phrase of h.
func (r *reader) apart(h, k int, predicate bool) bool {
	switch rel := r.t.tok[k].Deprel; relBase(rel) {
	case "conj", "cc":
		return nominal(r.t.tok[h].UPOS) || predicate
	case "appos", "parataxis":
		return true
	case "acl":
		return rel == "acl:relcl"
	case "nsubj", "csubj", "cop", "aux", "mark", "expl", "advcl":
		return predicate
	}
	return false
}

// keepClause adds the statement of a clause.
func (r *reader) keepClause(c *clause) {
	st := r.statement(c.pred, c.first, c.last, "rel/"+c.relation, "open/"+c.kind)
	st.Relation = graph.OpenRelation(c.relation)
	st.Plover = ""
	st.Subject = r.openArgument(c.subject, r.subjectSpan(c.subject))
	for i, a := range c.args {
		arg := r.openArgument(-1, a)
		if i == 0 {
			st.Object = arg
			continue
		}
		st.Arguments = append(st.Arguments, *arg)
	}
	sc := r.scopeOf(c.pred)
	if sc.neg {
		st.Polarity = graph.Negative
	}
	st.Modality = sc.modality.graph()
	st.AttributedTo, st.Cue = r.source(&sc)
	st.Confidence = c.confidence
	st.ID = graph.StatementID(r.a.ID, st)
	if r.openSeen[st.ID] {
		return
	}
	r.openSeen[st.ID] = true
	r.out = append(r.out, *st)
}

// openArgument is a phrase in the sentence's words, with the entity that its
// head names.
func (r *reader) openArgument(h int, s span) *graph.Argument {
	p := r.passage(s.first, s.last-1)
	a := &graph.Argument{Name: tidySpaces(p.Text), Span: p.Span}
	if h >= 0 {
		if e := r.cast.argument(h); e != nil {
			a.ID = e.ID
		}
	}
	return a
}

func sortInts(a []int) {
	for i := 1; i < len(a); i++ {
		for j := i; j > 0 && a[j] < a[j-1]; j-- {
			a[j], a[j-1] = a[j-1], a[j]
		}
	}
}
