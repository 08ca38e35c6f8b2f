package extract

import (
	"context"
	"fmt"
	"sort"
	"strings"

	"kg/graph"
	"kg/nlp"
)

// Options tell how to extract.
type Options struct {
	// Explain keeps how each statement was read; see Extractor.Explain.
	Explain bool
	// Open reads every clause as an open relation too, in the sentence's own
	// words; see graph.Statement.Arguments.
	Open bool
}

// Extractor reads articles. It is safe for concurrent use.
type Extractor struct {
	p          *nlp.Pipeline
	opts       Options
	lex        *lexicon
	vocab      *graph.Vocabulary
	wantsActor map[string]bool
}

// New returns an Extractor that parses with p, which may be nil where only
// parsed documents are read. It fails when the lexicon is not well formed.
func New(p *nlp.Pipeline, opts Options) (*Extractor, error) {
	lex, err := loadLexicon()
	if err != nil {
		return nil, err
	}
	if _, err := theWorld(); err != nil {
		return nil, err
	}
	x := &Extractor{p: p, opts: opts, lex: lex, vocab: graph.Vocab(), wantsActor: lex.words["wants_actor"]}
	if err := x.check(); err != nil {
		return nil, err
	}
	return x, nil
}

// check tells whether the lexicon names relations that the vocabulary has.
func (x *Extractor) check() error {
	for _, pos := range []byte("vnrap") {
		words := make([]string, 0, len(x.lex.senses[pos]))
		for w := range x.lex.senses[pos] {
			words = append(words, w)
		}
		sort.Strings(words)
		for _, w := range words {
			for _, s := range x.lex.senses[pos][w] {
				if _, ok := x.vocab.Relation(graph.IRI(graph.Scheme + s.relation)); !ok && s.relation != "none" {
					return fmt.Errorf("%s: the vocabulary has no relation %q", s.where, s.relation)
				}
			}
		}
	}
	return nil
}

// Extract parses an article and reads it. The article's ID is made where it
// has none.
func (x *Extractor) Extract(ctx context.Context, a graph.Article) (*graph.Reading, error) {
	if x.p == nil {
		return nil, fmt.Errorf("extract: no pipeline to parse with")
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	d := x.p.Parse(a.Text)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return x.Read(d, a), nil
}

// Read reads a parsed article.
func (x *Extractor) Read(d *nlp.Document, a graph.Article) *graph.Reading {
	if a.ID == "" {
		a.ID = graph.ArticleID(a.Source, a.Text)
	}
	out := &graph.Reading{Article: a, Entities: []graph.Entity{}, Statements: []graph.Statement{}}
	if len(d.Tokens) == 0 {
		return out
	}
	r := x.newReader(d, &out.Article)
	r.read()
	out.Statements = append(out.Statements, r.out...)
	out.Entities = r.cast.finish()
	return out
}

// reader reads one article.
type reader struct {
	x          *Extractor
	lex        *lexicon
	wantsActor map[string]bool
	d          *nlp.Document
	a          *graph.Article
	t          *tree
	cast       *cast
	cal        *calendar
	dated      dateline

	frames    []*frame
	scopes    []*scope
	speeches  map[int]*speech // by the verb or noun that introduces them
	clauses   map[int]*speech // "according to X", by the head of the clause
	according []int
	quotes    []quote
	quoteAt   []int32
	quoteOf   map[int]int // the first quotation of each speech verb
	times     [][]timeExpr
	timesRead []bool
	seen      map[key]bool
	out       []graph.Statement
	why       []Explanation
	openSeen  map[graph.IRI]bool
	standins  map[int]int // the noun that a pronoun's verb wants it to be
}

func (x *Extractor) newReader(d *nlp.Document, a *graph.Article) *reader {
	n := len(d.Tokens)
	d = x.repaired(d)
	r := &reader{
		x: x, lex: x.lex, wantsActor: x.wantsActor, d: d, a: a, t: newTree(d), cast: newCast(d, a), cal: newCalendar(a.Published),
		frames: make([]*frame, n), scopes: make([]*scope, n), speeches: map[int]*speech{}, clauses: map[int]*speech{}, quoteAt: make([]int32, n),
		times: make([][]timeExpr, len(d.Sentences)), timesRead: make([]bool, len(d.Sentences)), seen: map[key]bool{}, openSeen: map[graph.IRI]bool{}, standins: map[int]int{},
	}
	r.readDateline()
	r.findAccording()
	r.findAsides()
	r.findQuotes()
	r.attributeQuotes()
	return r
}

func (r *reader) read() {
	for _, s := range r.d.Sentences {
		if r.boilerplate(s) {
			continue
		}
		for i := s.First; i < s.Last; i++ {
			r.readToken(i)
		}
		r.says(s)
		if r.x.opts.Open {
			r.openClauses(s)
		}
	}
	r.addStanding()
	r.dropHeadlineRepeats()
	sort.SliceStable(r.out, func(i, j int) bool {
		a, b := &r.out[i], &r.out[j]
		if a.Sentence.Begin != b.Sentence.Begin {
			return a.Sentence.Begin < b.Sentence.Begin
		}
		if a.Trigger.Begin != b.Trigger.Begin {
			return a.Trigger.Begin < b.Trigger.Begin
		}
		return false
	})
}

// readToken reads the predicates that token i carries.
func (r *reader) readToken(i int) {
	tok := &r.t.tok[i]
	switch tok.UPOS {
	case nlp.VERB:
		r.readVerb(i)
	case nlp.NOUN:
		r.readExamples(i)
		r.readWhere(i)
		r.readNoun(i)
	case nlp.PROPN:
		r.readExamples(i)
		r.readWhere(i)
		r.readPrefix(i)
		if r.cast.nameAt[i] < 0 {
			r.readNoun(i)
		}
	case nlp.ADJ:
		r.readPrefix(i)
		if senses := r.lex.senses[posAdjective][r.t.lemma(i)]; senses != nil {
			r.match(r.adjectiveFrame(i), senses)
		}
	case nlp.PUNCT:
		if tok.Form == "-" || tok.Form == "‑" || tok.Form == "–" {
			r.readCompound(i)
		}
	}
}

func (r *reader) readVerb(v int) {
	tok := &r.t.tok[v]
	if i := r.cast.nameAt[v]; i >= 0 && r.d.Names[i].Last-r.d.Names[i].First > 1 {
		return // "Attack Squadron"
	}
	switch tok.Deprel {
	case "case", "mark", "fixed", "aux", "aux:pass", "cop":
		return
	case "amod", "compound":
		if r.compoundAgent(v) >= 0 {
			return
		}
	}
	if tok.XPOS == "VBG" && r.gerundEvent(v) {
		return
	}
	f := r.verbFrame(v)
	if r.matchIdiom(f) || r.evaluate(f) {
		return
	}
	if r.eventObject(f) && (r.lex.is("light", f.lemma) || r.lex.is("light", r.t.lemma(v))) && !r.lex.is("heavy", f.lemma) {
		return // the event noun says it
	}
	verbs := r.lex.senses[posVerb]
	if senses := verbs[f.lemma]; senses != nil {
		if r.match(f, senses) {
			return
		}
	}
	if base := r.t.lemma(v); base != f.lemma {
		if r.match(f, verbs[base]) {
			return
		}
	}
	r.open(f)
}

// matchIdiom tries the verb together with its object or complement:
// "take_aim", "set_free".
func (r *reader) matchIdiom(f *frame) bool {
	base := r.t.lemma(f.pred)
	if r.t.has(f.pred, "compound:prt") {
		base = f.lemma // to take up an issue is not to take issue
	}
	for _, h := range r.companions(f) {
		word := base + "_" + r.t.lemma(r.deref(h))
		if p := r.t.caseOf(h); p != "" && relBase(r.t.tok[h].Deprel) == "obl" {
			word = base + "_" + p + "_" + r.t.lemma(h) // come under fire
		}
		senses := r.lex.senses[posVerb][word]
		if senses == nil {
			continue
		}
		idiom := *f
		idiom.lemma = word
		idiom.first, idiom.last = min(f.first, h), max(f.last, h)
		for _, k := range r.t.children(h) {
			if rel := r.t.tok[k].Deprel; rel == "nmod" || rel == "obl" {
				idiom.fillers = append(append([]filler{}, idiom.fillers...), filler{r.t.caseOf(int(k)), int(k)})
			}
			if r.t.tok[k].Deprel == "nmod:poss" {
				idiom.fillers = append(append([]filler{}, idiom.fillers...), filler{"poss", int(k)})
			}
		}
		if r.match(&idiom, senses) {
			return true
		}
	}
	return false
}

// gerundEvent reads "fighting between A and B", "the shelling of X by Y" when
// the gerund is taken for a verb.
func (r *reader) gerundEvent(v int) bool {
	prep := false
	for _, k := range r.t.children(v) {
		switch relBase(r.t.tok[k].Deprel) {
		case "nsubj", "aux", "obj":
			return false
		case "obl", "nmod":
			c := r.t.caseOf(int(k))
			prep = prep || c == "between" || c == "of"
		}
	}
	if !prep {
		return false
	}
	senses := r.lex.senses[posEvent][strings.ToLower(r.t.tok[v].Form)]
	return senses != nil && r.match(r.eventFrame(v), senses)
}

// companions returns the words that may make an idiom with a verb: its object,
// complement, "together", the "dead" of "shot dead two men", the "fire" of
// "come under fire".
func (r *reader) companions(f *frame) []int {
	var out []int
	for _, role := range []string{"o", "x"} {
		if h := f.get(role); h >= 0 {
			out = append(out, h)
		}
	}
	for _, k := range r.t.children(f.pred) {
		if r.t.tok[k].Deprel == "advmod" && r.lex.is("companion", r.t.lemma(int(k))) {
			out = append(out, int(k))
		}
		if relBase(r.t.tok[k].Deprel) == "obl" && int(k) > f.pred && r.t.tok[k].UPOS == nlp.NOUN {
			out = append(out, int(k))
		}
	}
	if o := f.get("o"); o >= 0 && f.pred+1 < len(r.t.tok) && r.t.tok[f.pred+1].Head == o && r.lex.is("companion", r.t.lemma(f.pred+1)) {
		out = append(out, f.pred+1)
	}
	return out
}

func (r *reader) readNoun(n int) {
	lemma := r.t.lemma(n)
	for _, word := range []string{r.compoundNoun(n), lemma} {
		if senses := r.lex.senses[posEvent][word]; senses != nil && r.match(r.eventFrame(n), senses) {
			return
		}
	}
	for _, word := range []string{r.compoundNoun(n), lemma} {
		if senses := r.lex.senses[posRelational][word]; senses != nil && !r.former(n) && r.match(r.relationalFrame(n), senses) {
			return
		}
	}
}

// former tells whether the noun at n names who once was: "a former ally",
// "the late leader", "the deputy head".
func (r *reader) former(n int) bool {
	for _, k := range r.t.children(n) {
		if d := r.t.tok[k].Deprel; int(k) < n && (d == "amod" || d == "compound") {
			if w := strings.ToLower(r.t.tok[k].Form); w != "opposition" && r.cast.w.is("former", w) {
				return true
			}
		}
	}
	return false
}

func (r *reader) readPrefix(i int) {
	if f := r.prefixFrame(i); f != nil {
		r.match(f, r.lex.senses[posPrefix][f.lemma])
	}
}

func (r *reader) readCompound(h int) {
	f := r.compoundFrame(h)
	if f == nil {
		return
	}
	if f.pos == posPrefix {
		r.match(f, r.lex.senses[posPrefix][f.lemma])
		return
	}
	r.match(f, r.lex.senses[posVerb][f.lemma])
}

// open keeps a predicate that the lexicon does not know as an open relation.
func (r *reader) open(f *frame) {
	if len(f.fillers) == 0 || r.lex.is("closed", f.lemma) || r.lex.is("light", f.lemma) && r.eventObject(f) {
		return
	}
	s := &sense{word: f.lemma, pos: posVerb, relation: "rel/" + f.lemma}
	subj := f.all("s")
	obj := f.all("o")
	if len(obj) == 0 {
		for _, x := range f.fillers {
			switch x.role {
			case "s", "o", "i", "x", "that", "whose", "compound", "poss", "light", "self", "as_of":
				continue
			}
			obj, s.relation = []int{x.head}, "rel/"+f.lemma+"_"+x.role
			break
		}
	}
	if len(obj) == 0 || len(subj) == 0 && !f.passive {
		return
	}
	s.object, s.subject = []string{"o"}, []string{"s"}
	r.emit(f, s, subj, obj)
}

func (r *reader) eventObject(f *frame) bool {
	o := f.get("o")
	return o >= 0 && r.lex.senses[posEvent][r.t.lemma(o)] != nil
}

// addStanding adds what the noun phrases say of themselves.
func (r *reader) addStanding() {
	for _, st := range r.cast.standing() {
		r.keep(&st, nil, nil)
	}
}

// boilerplate tells whether a sentence lies in a part of the page that is not
// the article's.
func (r *reader) boilerplate(s nlp.Sentence) bool {
	begin := r.t.tok[s.First].Begin
	for _, b := range r.a.Boilerplate {
		if begin >= b.Begin && begin < b.End {
			return true
		}
	}
	return false
}

// dropHeadlineRepeats leaves out what a headline says when the body says it
// too, with its modality and source.
func (r *reader) dropHeadlineRepeats() {
	headline := map[int]bool{}
	for _, s := range r.d.Sentences {
		if s.Headline {
			headline[r.t.tok[s.First].Begin] = true
		}
	}
	if len(headline) == 0 {
		return
	}
	type triple struct{ s, r, o graph.IRI }
	body := map[triple]bool{}
	of := func(st *graph.Statement) (triple, bool) {
		if st.Subject == nil || st.Object == nil || st.Object.ID == "" {
			return triple{}, false
		}
		return triple{st.Subject.ID, st.Relation, st.Object.ID}, true
	}
	for i := range r.out {
		if k, ok := of(&r.out[i]); ok && !headline[r.out[i].Sentence.Begin] {
			body[k] = true
			if r.relation(string(k.r[len(graph.Scheme):])).Symmetric {
				body[triple{k.o, k.r, k.s}] = true
			}
		}
	}
	kept := r.out[:0]
	for i := range r.out {
		k, ok := of(&r.out[i])
		if ok && headline[r.out[i].Sentence.Begin] && body[k] {
			continue
		}
		kept = append(kept, r.out[i])
	}
	r.out = kept
}
