package extract

import (
	"kg/graph"
	"kg/nlp"
)

// speech is one attribution: who says so, with which words.
type speech struct {
	speakers  []int // head tokens; none for an unnamed source
	verb      int   // the token that says so, -1 without
	first     int   // the cue, tokens [first, last)
	last      int
	via       *speech // who quotes this speaker
	addressee int     // head token, -1 without
	resolved  bool
	by        *graph.Argument
	busy      bool // its speakers are being looked for
}

// speechAt returns the attribution that the verb, noun or adjective at g
// makes, built once.
func (r *reader) speechAt(g int, unnamed bool, via *speech) *speech {
	if sp := r.speeches[g]; sp != nil {
		return sp
	}
	sp := &speech{verb: g, first: g, last: g + 1, addressee: -1, via: via}
	r.speeches[g] = sp
	if !unnamed {
		sp.speakers = r.speakersOf(g)
	}
	if r.t.tok[g].UPOS == nlp.VERB {
		f := r.verbFrame(g)
		sp.addressee = r.addresseeOf(f)
		if !unnamed && f.passive && len(sp.speakers) == 0 {
			sp.speakers = append(sp.speakers, f.all("s")...)
		}
	}
	return sp
}

func (r *reader) addresseeOf(f *frame) int {
	if f.passive {
		return -1
	}
	if h := f.get("i"); h >= 0 {
		return h
	}
	if h := f.get("o"); h >= 0 && r.lex.is("tell", f.lemma) {
		return h
	}
	if h := f.get("to"); h >= 0 && r.t.tok[h].UPOS != nlp.VERB {
		return h
	}
	return -1
}

// speakersOf returns the heads of who speaks at g.
func (r *reader) speakersOf(g int) []int {
	if r.t.tok[g].UPOS == nlp.VERB {
		f := r.verbFrame(g)
		return f.all("s")
	}
	if s := r.copulaSubject(g); s != nil && r.t.tok[g].UPOS == nlp.ADJ {
		return s
	}
	return r.nounSubject(g)
}

// speechVerb tells whether the token is a verb that introduces somebody's words.
func (r *reader) speechVerb(v int) bool {
	if r.t.tok[v].UPOS != nlp.VERB {
		return false
	}
	lemma := r.verbFrame(v).lemma
	e := r.lex.effect(posVerb, lemma, "that")
	return e != nil && e.source == 's'
}

// aside tells whether the clause at k, beside that at p, does no more than say
// whose words they are: it has none of its own, and no semicolon parts the two.
func (r *reader) aside(k, p int) bool {
	if !r.speechVerb(k) || r.t.has(k, "ccomp") || r.t.has(k, "xcomp") {
		return false
	}
	for i := min(k, p) + 1; i < max(k, p); i++ {
		if r.t.tok[i].Form == ";" {
			return false
		}
	}
	return true
}

// parentheticalSource: "…, the minister said" behind or inside the clause at p.
func (r *reader) parentheticalSource(k, p int, s *scope) {
	if !r.aside(k, p) || r.verbFrame(k).get("s") < 0 {
		return
	}
	if f := r.verbFrame(k); f.has("o") && !r.lex.is("tell", f.lemma) {
		return
	}
	s.source = r.speechAt(k, false, s.source)
	s.because(r.t.lemma(k))
}

// accordingTo: "according to X" at the clause of p.
func (r *reader) accordingTo(p int, s *scope) {
	sp := r.clauses[p]
	if sp == nil || sp == s.source {
		return
	}
	if sp.via == nil && s.source != nil {
		sp.via = s.source
	}
	s.source = sp
	s.because("according to")
}

// findAccording notes each "according to X" with the clause that it belongs
// to, by the words rather than by the tree.
func (r *reader) findAccording() {
	t := r.t
	for i := 0; i+1 < len(t.tok); i++ {
		n := r.accordingWords(i)
		if n == 0 {
			continue
		}
		h := t.tok[i+n-1].Head
		if h >= i && h < i+n {
			h = t.tok[i].Head
		}
		if h <= i || !nominal(t.tok[h].UPOS) {
			continue
		}
		g := t.tok[h].Head
		for steps := 0; g >= 0 && steps < 8; steps++ {
			if g != i && (t.tok[g].UPOS == nlp.VERB || t.has(g, "cop") || t.tok[g].Head < 0) {
				break
			}
			g = t.tok[g].Head
		}
		if g >= 0 && r.closesSentence(i, h) {
			g = r.mainClause(g)
		}
		if g < 0 || r.clauses[g] != nil {
			continue
		}
		r.clauses[g] = &speech{speakers: []int{h}, verb: -1, first: i, last: i + n, addressee: -1}
		r.according = append(r.according, g)
	}
}

// closesSentence tells whether the source at h, named from token i on, stands
// behind a comma at the end of its sentence, or at its beginning: it is then the
// source of the whole.
func (r *reader) closesSentence(i, h int) bool {
	n := r.d.SentenceAt(i)
	if n >= len(r.d.Sentences) {
		return false
	}
	s := r.d.Sentences[n]
	if i == s.First {
		return true
	}
	if r.t.tok[i-1].Form != "," {
		return false
	}
	_, last := r.t.subtree(h)
	for last+1 < s.Last && r.t.tok[last+1].UPOS == nlp.PUNCT {
		last++
	}
	return last+1 >= s.Last
}

// mainClause climbs from a clause that says when or why to the one it belongs
// to, short of what somebody else says.
func (r *reader) mainClause(g int) int {
	for steps := 0; steps < 8; steps++ {
		h := r.t.tok[g].Head
		switch r.t.tok[g].Deprel {
		case "advcl", "acl:relcl", "acl", "xcomp":
		case "conj":
			if r.t.childBase(g, "nsubj") >= 0 {
				return g
			}
		default:
			return g
		}
		for h >= 0 && r.t.tok[h].UPOS != nlp.VERB && !r.t.has(h, "cop") && r.t.tok[h].Head >= 0 {
			h = r.t.tok[h].Head
		}
		if h < 0 || r.speechVerb(h) {
			return g
		}
		g = h
	}
	return g
}

// accordingWords returns how many words from i on say "according to", 0 for none.
func (r *reader) accordingWords(i int) int {
	if r.t.lemma(i) != "accord" && r.t.lemma(i) != "according" || r.t.lemma(i+1) != "to" {
		return 0
	}
	return 2
}

// clauseSource is the source that stands at the clause of g itself.
func (r *reader) clauseSource(g int) *speech {
	if sp := r.clauses[g]; sp != nil {
		return sp
	}
	for _, k32 := range r.t.children(g) {
		if k := int(k32); r.t.tok[k].Deprel == "parataxis" {
			var s scope
			r.parentheticalSource(k, g, &s)
			if s.source != nil {
				return s.source
			}
		}
	}
	return nil
}

// speaker returns the argument of who speaks, nil where nobody is named.
func (r *reader) speaker(sp *speech) *graph.Argument {
	if sp.resolved {
		return sp.by
	}
	sp.resolved = true
	for _, h := range sp.speakers {
		if args := r.args(h, true); len(args) > 0 {
			sp.by = args[0]
			return sp.by
		}
	}
	return nil
}

// source returns the attribution of a statement with its cue.
func (r *reader) source(s *scope) (*graph.Source, *graph.Passage) {
	var cue *graph.Passage
	if s.cue[1] > 0 {
		p := r.passage(s.cue[0], s.cue[1]-1)
		cue = &p
	}
	if s.source == nil {
		return nil, cue
	}
	p := r.passage(s.source.first, s.source.last-1)
	return r.sourceChain(s.source, 0), &p
}

func (r *reader) sourceChain(sp *speech, depth int) *graph.Source {
	if sp == nil || depth > 4 {
		return nil
	}
	by := r.speaker(sp)
	if by == nil {
		return r.sourceChain(sp.via, depth+1)
	}
	out := &graph.Source{Argument: *by}
	if via := r.sourceChain(sp.via, depth+1); via != nil && via.ID != by.ID {
		out.Via = via
	}
	return out
}

// says emits the kg:says statements of a sentence: one for each attribution.
func (r *reader) says(s nlp.Sentence) {
	for v := s.First; v < s.Last; v++ {
		if r.t.tok[v].UPOS == nlp.VERB && r.speechVerb(v) {
			r.saysAt(v)
		}
		if sp := r.clauses[v]; sp != nil {
			r.emitSays(sp, r.clauseSpan(v, sp.speakers[0]), v)
		}
	}
}

// saysAt emits what the speech verb at v introduces.
func (r *reader) saysAt(v int) {
	t := r.t
	if t.tok[v].Deprel == "amod" || t.tok[v].Deprel == "case" {
		return
	}
	var words graph.Passage
	if q := r.quoteBySpeech(v); q >= 0 {
		words = r.quotes[q].passage(r)
	} else if c := r.content(v); c >= 0 {
		words = r.contentPassage(c, v)
	} else if g := t.tok[v].Head; t.tok[v].Deprel == "parataxis" && g >= 0 && !t.has(v, "obj") && r.aside(v, g) {
		words = r.clauseSpan(g, v)
	} else {
		return
	}
	r.scopeOf(v)
	sp := r.speechAt(v, false, nil)
	r.emitSays(sp, words, v)
}

// content returns the clause that the speech verb at v introduces: one with a
// subject or "that" before others; or -1.
func (r *reader) content(v int) int {
	t := r.t
	best := -1
	for _, k32 := range t.children(v) {
		k := int(k32)
		if t.tok[k].Deprel != "ccomp" {
			continue
		}
		if best < 0 || t.childBase(k, "nsubj") >= 0 || t.hasLemma(k, "mark", "that") {
			best = k
		}
	}
	return best
}

func (r *reader) emitSays(sp *speech, words graph.Passage, at int) {
	by := r.speaker(sp)
	if by == nil || words.Text == "" {
		return
	}
	sc := r.scopeOf(at)
	st := r.statement(at, sp.first, sp.last-1, "says", "speech")
	st.Subject = by
	st.Object = &graph.Argument{Name: words.Text, Span: words.Span}
	if sp.addressee >= 0 {
		if a := r.args(sp.addressee, true); len(a) > 0 && a[0].ID != by.ID {
			st.Addressee = a[0]
		}
	}
	if sp.verb >= 0 {
		if sc.neg {
			st.Polarity = graph.Negative
		}
		st.Modality = sc.modality.graph()
		st.AttributedTo, st.Cue = r.source(&sc)
		if st.AttributedTo != nil && st.AttributedTo.ID == by.ID {
			st.AttributedTo, st.Cue = nil, nil
		}
	}
	st.Confidence = 0.9
	r.keep(st, nil, nil)
}

// clauseSpan is the text of the clause at g without the part at except.
func (r *reader) clauseSpan(g, except int) graph.Passage {
	first, last := g, g
	for _, k := range r.t.children(g) {
		if int(k) == except || r.t.tok[k].Deprel == "punct" {
			continue
		}
		f, l := r.t.subtree(int(k))
		first, last = min(first, f), max(last, l)
	}
	ef, el := r.t.subtree(except)
	switch {
	case first > el || last < ef:
	case g > el:
		first = el + 1
	default:
		last = ef - 1
	}
	if first > last {
		return graph.Passage{}
	}
	return r.trimmedPassage(first, last)
}

// contentPassage is the text of the clause at c that the speech verb at v
// introduces, short of the verb and its subject where they stand behind it.
func (r *reader) contentPassage(c, v int) graph.Passage {
	first, last := r.t.subtree(c)
	if c < v && v <= last {
		last = v - 1
		if s := r.verbFrame(v).get("s"); s > c && s < v {
			sf, _ := r.t.subtree(s)
			last = sf - 1
		}
	}
	return r.trimmedPassage(first, max(c, last))
}

// subtreePassage is the text of a subtree without punctuation at its ends.
func (r *reader) subtreePassage(i int) graph.Passage {
	return r.trimmedPassage(r.t.subtree(i))
}

// trimmedPassage is the text of tokens without punctuation at its ends and
// without the dateline before them.
func (r *reader) trimmedPassage(first, last int) graph.Passage {
	if first >= r.dated.first && last >= r.dated.last {
		first = max(first, r.dated.last)
	}
	for first < last && r.t.tok[first].UPOS == nlp.PUNCT {
		first++
	}
	for last > first && r.t.tok[last].UPOS == nlp.PUNCT {
		last--
	}
	return r.passage(first, last)
}
