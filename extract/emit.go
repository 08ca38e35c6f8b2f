package extract

import (
	"strings"

	"kg/graph"
	"kg/nlp"
)

// maxPairs is how many participants of one event are still multiplied into
// pairs.
const maxPairs = 8

// emit makes the statements of a sense from its arguments and tells whether
// there was any.
func (r *reader) emit(f *frame, s *sense, subj, obj []int) bool {
	relation := r.relation(s.relation)
	classes := r.lex.roles[s.relation]
	subjects := r.subjects(f, subj, s.relation, classes[0])
	if len(subj) > 0 && len(subjects) == 0 {
		return false
	}
	if len(obj) == 1 && r.reciprocal(obj[0]) {
		return r.emitEachOther(f, s, subjects)
	}
	if s.object == nil {
		if relation.Symmetric || r.lex.is("mutual", s.relation) {
			return r.emitPairs(f, s, subjects)
		}
		return false
	}
	if r.lex.is("of_participants", s.relation) {
		obj = r.participants(obj)
	}
	if s.relation == "memberOf" && len(obj) == 1 && r.t.lemma(obj[0]) == "member" {
		if owner := r.ownerOf(obj[0]); owner >= 0 { // its members include X
			obj = []int{owner}
		}
	}
	objects := r.argumentsOf(obj, relation.Kind != graph.KindStanding && r.wantsActor[s.relation], classes[1])
	if (len(objects) == 0 || overlap(subjects, objects)) && r.lex.is("literal_object", s.relation) {
		objects = r.literals(obj)
	}
	if len(objects) == 0 {
		return false
	}
	if f.kind == "noun.self" && relation.Kind != graph.KindMaterialConflict && !r.selfNamed(s, subjects, objects) {
		return false
	}
	if f.pos == posRelational && s.relation == "leads" && len(objects) == 1 && r.t.tok[f.pred].XPOS == "NNS" {
		return false // one of its governors does not lead the bank
	}
	if len(subjects)*len(objects) > maxPairs*maxPairs {
		return false
	}
	if f.pos == posRelational && overlap(subjects, objects) { // "the ambassadors of A and B" stand for both
		return false
	}
	if len(subjects) == 0 {
		subjects = []*graph.Argument{nil}
	}
	done := false
	for _, a := range subjects {
		for _, b := range objects {
			if r.emitOne(f, s, a, b, obj) {
				done = true
			}
		}
	}
	return done
}

// participants puts those who take part in an event in its place, where nobody
// else owns it: "welcomed a resumption of ties between A and B" is of A and B.
func (r *reader) participants(heads []int) []int {
	var out []int
	for _, h := range heads {
		if owner := r.ownerOf(h); owner < 0 && r.cast.nameAt[h] < 0 || owner >= 0 && r.t.tok[owner].UPOS == nlp.PRON {
			h = r.participant(h, h)
		}
		out = append(out, h)
	}
	return out
}

// participant looks for "between A and B" or "with B" behind the event noun at
// h and the events that it is of ("resumption of ties"); otherwise as given.
func (r *reader) participant(h, otherwise int) int {
	t := r.t
	for n := 0; n < 4 && h >= 0; n++ {
		next := -1
		event := r.lex.senses[posEvent][t.lemma(h)] != nil
		for _, k32 := range t.children(h) {
			k := int(k32)
			if relBase(t.tok[k].Deprel) != "nmod" || k < h {
				continue
			}
			switch c := t.caseOf(k); {
			case (c == "between" || c == "among" || c == "with" && event) && r.isType(k, "actor"):
				return k
			case c == "of" && r.lex.senses[posEvent][t.lemma(k)] != nil:
				next = k
			}
		}
		h = next
	}
	return otherwise
}

// selfNamed tells whether a role noun that stands by itself speaks of somebody
// with a name: "the rebels' commander" alone is no news.
func (r *reader) selfNamed(s *sense, subjects, objects []*graph.Argument) bool {
	who := subjects
	if len(s.object) > 0 && s.object[0] == "self" {
		who = objects
	}
	for _, a := range who {
		if a != nil && a.ID != "" && !strings.Contains(string(a.ID), "#") {
			return true
		}
	}
	return false
}

// overlap tells whether two lists of arguments name somebody twice.
func overlap(a, b []*graph.Argument) bool {
	for _, x := range a {
		if x != nil && hasArgument(b, x) {
			return true
		}
	}
	return false
}

// literals returns noun phrases as mere words.
func (r *reader) literals(heads []int) []*graph.Argument {
	var out []*graph.Argument
	for _, h := range heads {
		if !isNoun(r.t.tok[h].UPOS) {
			continue
		}
		p := r.subtreePassage(h)
		out = append(out, &graph.Argument{Name: p.Text, Span: p.Span})
	}
	return out
}

// subjects returns the arguments of the subject; whom an apposition or a title
// describes is one, however the list around it reads.
func (r *reader) subjects(f *frame, heads []int, relation string, classes []string) []*graph.Argument {
	if f.pos == posRelational && (f.kind == "apposition" || f.kind == "title") && len(heads) == 1 && heads[0] == f.get("self") {
		return r.args(heads[0], true)
	}
	return r.argumentsOf(heads, !r.lex.is("place_subject", relation), classes)
}

// emitPairs: "A, B and C met" is each pair once.
func (r *reader) emitPairs(f *frame, s *sense, who []*graph.Argument) bool {
	if len(who) < 2 || f.kind == "noun.self" { // "its allies and friends" are not each other's
		return false
	}
	if len(who) > maxPairs { // too many for pairs: each takes part in the event
		p := r.passage(f.first, f.last)
		for _, a := range who {
			r.emitOne(f, s, a, &graph.Argument{Name: p.Text, Span: p.Span}, nil)
		}
		return true
	}
	for i, a := range who {
		for _, b := range who[i+1:] {
			r.emitOne(f, s, a, b, nil)
		}
	}
	return true
}

// reciprocal tells whether an object is "each other" or "one another".
func (r *reader) reciprocal(h int) bool {
	switch r.t.lemma(h) {
	case "other":
		return h > 0 && r.t.lemma(h-1) == "each"
	case "another":
		return h > 0 && r.t.lemma(h-1) == "one"
	}
	return r.t.lemma(h) == "each" && h+1 < len(r.t.tok) && r.t.lemma(h+1) == "other"
}

// emitEachOther: "A and B accuse each other" is both ways.
func (r *reader) emitEachOther(f *frame, s *sense, who []*graph.Argument) bool {
	if len(who) < 2 || len(who) > maxPairs {
		return false
	}
	symmetric := r.relation(s.relation).Symmetric
	for i, a := range who {
		for j, b := range who {
			if i < j || i > j && !symmetric {
				r.emitOne(f, s, a, b, nil)
			}
		}
	}
	return true
}

func (r *reader) emitOne(f *frame, s *sense, a, b *graph.Argument, obj []int) bool {
	if a != nil && a.ID != "" && a.ID == b.ID {
		return false
	}
	if a != nil && a.Begin < b.End && b.Begin < a.End && a.ID == b.ID {
		return false
	}
	st := r.statement(f.pred, f.first, f.last, s.relation, f.kind+"/"+s.word)
	st.Subject, st.Object = a, b
	sc := r.frameScope(f, s)
	neg := sc.neg != s.negative
	if s.planned {
		sc.raise(planned)
	}
	if neg {
		st.Polarity = graph.Negative
	}
	st.Modality = sc.modality.graph()
	st.AttributedTo, st.Cue = r.source(&sc)
	prep := r.circumstances(f, st, obj)
	st.Confidence = r.confidence(f, st)
	r.keep(st, f, s)
	r.beside(f, st, prep)
	if a != nil && (r.relation(s.relation).Kind == graph.KindMaterialConflict || r.lex.is("menacing", s.relation)) {
		r.menace(f, a, b)
	}
	return true
}

// menace: whoever vows to attack somebody threatens them.
func (r *reader) menace(f *frame, a, b *graph.Argument) {
	g, rel := r.governor(f.pred)
	switch rel {
	case "xcomp", "ccomp", "advcl":
	default:
		return
	}
	if g < 0 || r.t.tok[g].UPOS != nlp.VERB || !r.lex.is("menace", r.t.lemma(g)) {
		return
	}
	gf := r.verbFrame(g)
	if gf.passive || !hasArgument(r.argumentsOf(gf.all("s"), true, nil), a) {
		return
	}
	s := &sense{word: gf.lemma, pos: posVerb, relation: "threatens", where: "words.tsv"}
	st := r.statement(g, gf.first, gf.last, s.relation, gf.kind+"/"+s.word)
	st.Subject, st.Object = a, b
	sc := r.frameScope(gf, s)
	if sc.neg {
		st.Polarity = graph.Negative
	}
	st.Modality = sc.modality.graph()
	st.AttributedTo, st.Cue = r.source(&sc)
	r.circumstances(gf, st, nil)
	st.Confidence = r.confidence(gf, st)
	r.keep(st, gf, s)
}

// frameScope is the scope of a frame; what a noun phrase says in passing stays
// the article's own.
func (r *reader) frameScope(f *frame, s *sense) scope {
	sc := r.scopeOf(f.pred)
	for sc.source != nil && r.describesSpeaker(f.pred, sc.source) { // "said X, a group based in Y"
		sc.source = sc.source.via
	}
	if s != nil && sc.source != nil && r.background(f, s.relation) {
		sc.source, sc.cue = nil, [2]int{}
	}
	if f.standing && (s == nil || r.relation(s.relation).Kind != graph.KindMaterialConflict) {
		sc = scope{}
		r.ownMarkers(f.pred, &sc)
		sc.source, sc.neg, sc.cue = nil, false, [2]int{}
		if sc.modality != possible && sc.modality != planned {
			sc.modality = actual
		}
	}
	if f.pos == posRelational && f.kind != "copula.noun" { // named in passing
		sc = scope{source: sc.source, cue: sc.cue, via: sc.via}
	}
	return sc
}

// background tells whether a frame says in passing where somebody is based or
// what somebody built, in a relative clause between commas that nobody is
// quoted with: "said the bank, which was founded in 1990, …".
func (r *reader) background(f *frame, relation string) bool {
	if f.pos != posVerb || r.quoteAt[f.pred] >= 0 || !r.lex.is("background", relation) {
		return false
	}
	switch r.t.tok[f.pred].Deprel {
	case "acl:relcl", "advcl:relcl":
	default:
		return false
	}
	for _, k := range r.t.children(f.pred) {
		switch r.t.tok[k].XPOS {
		case "WDT", "WP", "WRB":
			return int(k) > 0 && r.t.tok[k-1].Form == ","
		}
	}
	return false
}

// describesSpeaker tells whether the predicate at p stands in the noun phrase
// that names the speaker, so that it is not said by them.
func (r *reader) describesSpeaker(p int, sp *speech) bool {
	for _, h := range sp.speakers {
		if first, last := r.t.subtree(h); h != p && first <= p && p <= last {
			return true
		}
	}
	return false
}

// statement makes a statement without arguments.
func (r *reader) statement(pred, first, last int, relation, rule string) *graph.Statement {
	si := r.d.SentenceAt(pred)
	sent := r.d.Sentences[min(si, len(r.d.Sentences)-1)]
	st := &graph.Statement{Polarity: graph.Positive, Modality: graph.Actual, Rule: rule}
	st.Trigger = r.passage(first, last)
	st.Sentence = r.passage(sent.First, sent.Last-1).Span
	if rel := r.relation(relation); rel.IRI != "" {
		st.Relation, st.Plover = rel.IRI, rel.Plover
	} else {
		st.Relation = graph.OpenRelation(relation)
	}
	st.Event = graph.EventID(r.a.ID, st.Trigger.Span)
	return st
}

func (r *reader) relation(name string) graph.Relation {
	rel, ok := r.x.vocab.Relation(graph.IRI(graph.Scheme + name))
	if !ok {
		return graph.Relation{}
	}
	return rel
}

// passage is the text of the tokens first to last.
func (r *reader) passage(first, last int) graph.Passage {
	b, e := r.t.tok[first].Begin, r.t.tok[last].End
	if e < b {
		e = r.t.tok[first].End
	}
	return graph.Passage{Text: r.d.Text[b:e], Span: graph.Span{Begin: b, End: e}}
}

func (r *reader) confidence(f *frame, st *graph.Statement) float64 {
	c := 0.9
	switch f.kind {
	case "verb.active", "verb.passive":
		c = 0.85
	case "noun.event":
		c = 0.75
	case "noun.self":
		c = 0.6
	}
	if st.Subject == nil {
		c -= 0.1
	}
	return c
}

// key tells statements of one sentence apart.
type key struct {
	sentence               int
	subject, relation, obj graph.IRI
	object                 string
	negative               bool
	modality               graph.Modality
	by                     graph.IRI
}

// keep adds a statement unless its sentence has said the same before.
func (r *reader) keep(st *graph.Statement, f *frame, s *sense) {
	k := key{sentence: st.Sentence.Begin, relation: st.Relation, negative: st.Polarity == graph.Negative, modality: st.Modality}
	if st.Subject != nil {
		k.subject = st.Subject.ID
	}
	if st.Object != nil {
		k.obj, k.object = st.Object.ID, st.Object.Name
	}
	if st.AttributedTo != nil {
		k.by = st.AttributedTo.ID
	}
	if r.seen[k] {
		return
	}
	r.seen[k] = true
	if rel := r.relation(string(st.Relation[len(graph.Scheme):])); rel.Symmetric {
		k.subject, k.obj = k.obj, k.subject
		r.seen[k] = true
	}
	st.ID = graph.StatementID(r.a.ID, st)
	r.out = append(r.out, *st)
	if r.x.opts.Explain {
		r.explain(st, f, s)
	}
}

// circumstances adds time, place, quantity and instrument, and returns the
// preposition of the place.
func (r *reader) circumstances(f *frame, st *graph.Statement, obj []int) string {
	st.Time = r.timeOf(f)
	if st.Time != nil && f.pos == posVerb && r.relation(strings.TrimPrefix(string(st.Relation), graph.Scheme)).Kind == graph.KindStanding && !r.covers(f.pred, st.Time.Span) {
		st.Time = nil // a town that lies there does so whenever the clause around it happens
	}
	var prep string
	if st.Place, prep = r.placeOf(f, st); st.Place == nil {
		st.Place = r.datelinePlace(f, st)
	}
	for _, h := range obj {
		if q := r.quantityOf(h); q != nil {
			st.Quantity = q
			break
		}
	}
	st.Instrument = r.instrumentOf(f)
	return prep
}

// covers tells whether the clause at token i holds a stretch of text.
func (r *reader) covers(i int, s graph.Span) bool {
	first, last := r.t.subtree(i)
	return r.t.tok[first].Begin <= s.Begin && s.End <= r.t.tok[last].End
}

// timeOf returns the time expression that belongs to the frame's clause.
func (r *reader) timeOf(f *frame) *graph.Time {
	times := r.timesAt(f.pred)
	if len(times) == 0 {
		return nil
	}
	best, distance := -1, 1<<30
	inside := f.standing || f.pos == posRelational && f.kind != "copula.noun" // what the noun phrase says in passing
	for i := range times {
		if times[i].First >= r.dated.first && times[i].First < r.dated.last || inside && !r.cast.under(times[i].Head, f.pred) {
			continue
		}
		if v := times[i].First - 1; v >= 0 && v != f.pred && v != f.light && r.t.tok[v].UPOS == nlp.VERB && r.speechVerb(v) {
			continue // said Thursday that
		}
		if d := r.clauseDistance(f, times[i].Head); d < distance {
			best, distance = i, d
		}
	}
	if best < 0 || distance > 4 {
		return nil
	}
	x := times[best]
	return &graph.Time{Passage: r.passage(x.First, x.Last-1), Value: x.Value}
}

// clauseDistance counts the steps from a time expression up to the predicate
// or to the verb it depends on; far when another clause lies between.
func (r *reader) clauseDistance(f *frame, h int) int {
	t := r.t
	for n := 0; h >= 0 && n < 6; n++ {
		if h == f.pred || h == f.light {
			return n
		}
		up := t.tok[h].Head
		if up < 0 || t.tok[h].Deprel == "appos" || t.tok[h].Deprel == "amod" {
			break
		}
		h = up
		if t.tok[h].UPOS == nlp.VERB && h != f.pred && h != f.light {
			// the time hangs on a verb above the predicate: began bombing … on Friday
			if r.describes(f.pred) {
				return 99
			}
			for p, m := f.pred, 0; m < 5; m++ {
				if t.tok[p].Head == h && r.shares(p) {
					return n + 2 + m
				}
				if p = t.tok[p].Head; p < 0 || !r.shares(p) && t.tok[p].UPOS == nlp.VERB {
					break
				}
			}
			return 99
		}
	}
	return 99
}

// describes tells whether the verb at p describes a noun, "the men who left":
// the time of the sentence is not its own.
func (r *reader) describes(p int) bool {
	return r.t.tok[p].UPOS == nlp.VERB && relBase(r.t.tok[p].Deprel) == "acl"
}

// shares tells whether a clause shares the time of the one above it.
func (r *reader) shares(p int) bool {
	switch r.t.tok[p].Deprel {
	case "xcomp", "obj", "conj", "nsubj", "nsubj:pass", "obl", "nmod":
		return true
	}
	return false
}

// timesAt returns the times of the sentence of token i, read once.
func (r *reader) timesAt(i int) []timeExpr {
	si := r.d.SentenceAt(i)
	if si >= len(r.d.Sentences) {
		return nil
	}
	if !r.timesRead[si] {
		r.timesRead[si] = true
		r.times[si] = r.cal.times(r.d, r.d.Sentences[si])
	}
	return r.times[si]
}

// isTime tells whether the noun at h is an expression of time.
func (r *reader) isTime(h int) bool {
	for _, x := range r.timesAt(h) {
		if h >= x.First && h < x.Last {
			return true
		}
	}
	return false
}

// placeOf returns where it happened and the preposition: "in Vienna", "near
// Aleppo", of the predicate, its light verb or its object; in front of the
// first of several verbs it holds for all.
func (r *reader) placeOf(f *frame, st *graph.Statement) (*graph.Argument, string) {
	first := -1
	if h := r.t.firstConjunct(f.pred); h != f.pred && !r.t.has(f.pred, "nsubj") {
		first = h
	}
	for _, at := range []int{f.pred, f.light, f.get("o"), first} {
		if at < 0 {
			continue
		}
		for _, k32 := range r.t.children(at) {
			k := int(k32)
			if base := relBase(r.t.tok[k].Deprel); base != "obl" && base != "nmod" || at == first && k > at {
				continue
			}
			prep := r.t.caseOf(k)
			switch prep {
			case "in", "at", "near", "outside", "inside", "across", "around", "over", "throughout", "off":
			default:
				continue
			}
			switch r.cast.typeOf(k) {
			case graph.Place, graph.Country, graph.Facility:
				a := r.cast.argument(k)
				if a != nil && (st.Object == nil || a.ID != st.Object.ID) && (st.Subject == nil || a.ID != st.Subject.ID) {
					return a, prep
				}
			}
		}
	}
	return nil, ""
}

// beside says of what was hit near a place that it is near it.
func (r *reader) beside(f *frame, st *graph.Statement, prep string) {
	if prep != "near" && prep != "outside" || st.Object == nil || st.Object.ID == "" || st.Polarity == graph.Negative || st.Modality != graph.Actual {
		return
	}
	relation := strings.TrimPrefix(string(st.Relation), graph.Scheme)
	if r.relation(relation).Kind != graph.KindMaterialConflict {
		return
	}
	n := r.statement(f.pred, f.first, f.last, "near", "place/"+prep)
	n.Subject, n.Object = st.Object, st.Place
	n.AttributedTo, n.Cue, n.Modality, n.Confidence = st.AttributedTo, st.Cue, st.Modality, 0.7
	r.keep(n, f, nil)
}

// quantityOf returns how many: "72 targets", "dozens of civilians".
func (r *reader) quantityOf(h int) *graph.Passage {
	t := r.t
	if r.lex.is("partitive", t.lemma(h)) && r.lex.is("quantity", t.lemma(h)) {
		first, last := h, h
		for _, k := range t.children(h) {
			switch t.tok[k].Deprel {
			case "nummod", "advmod", "det", "amod":
				first, last = min(first, int(k)), max(last, int(k))
			}
		}
		p := r.passage(first, last)
		return &p
	}
	for _, k := range t.children(h) {
		if t.tok[k].Deprel == "nummod" {
			first, last := t.subtree(int(k))
			p := r.passage(first, last)
			return &p
		}
	}
	return nil
}

// instrumentOf returns with what: "with barrel bombs", or the strikes of
// "Russian air strikes hit".
func (r *reader) instrumentOf(f *frame) *graph.Passage {
	if f.pos != posVerb {
		return nil
	}
	for _, x := range f.fillers {
		switch x.role {
		case "with", "using":
			if r.lex.is("instrument", r.t.lemma(x.head)) || r.cast.typeOf(x.head) == graph.Weapon {
				p := r.phrase(x.head)
				return &p
			}
		case "s":
			if r.lex.is("instrument", r.t.lemma(x.head)) && !r.canAct(x.head) {
				p := r.phrase(x.head)
				return &p
			}
		}
	}
	return nil
}

// phrase is a noun with the words right before it.
func (r *reader) phrase(h int) graph.Passage {
	first := h
	for first > 0 && r.t.tok[first-1].Head == h {
		switch r.t.tok[first-1].Deprel {
		case "amod", "compound", "nummod":
			first--
			continue
		}
		break
	}
	return r.passage(first, h)
}
