package extract

import (
	"strings"

	"kg/graph"
	"kg/nlp"
)

// standingReader gathers what noun phrases say of themselves.
type standingReader struct {
	*cast
	out  []graph.Statement
	once map[[3]graph.IRI]bool // facts that are said once an article
}

// standing returns what noun phrases say of themselves: roles and titles,
// parts, places within places, other names. Each is the article's own fact.
func (c *cast) standing() []graph.Statement {
	s := &standingReader{cast: c, once: map[[3]graph.IRI]bool{}}
	for i, n := range c.d.Names {
		if c.inBoilerplate(n.First) || c.named[i] == nil {
			continue
		}
		switch e := c.named[i]; {
		case e.Type == graph.Person:
			s.title(i)
			s.apposition(i)
			s.copula(i)
			s.belongs(i)
		case isPlace(e.Type):
			s.place(i)
		}
		s.otherName(i)
	}
	for h := range c.d.Tokens {
		s.part(h)
	}
	return s.out
}

// add appends a statement whose trigger is the tokens [first, last).
func (s *standingReader) add(relation string, subject, object *graph.Argument, first, last int, rule string) {
	if subject == nil || object == nil || subject.ID == object.ID && object.ID != "" {
		return
	}
	if e := s.known[subject.ID]; e != nil {
		e.used = true
	}
	if e := s.known[object.ID]; e != nil {
		e.used = true
	}
	span := s.span(first, last)
	sentence := s.d.Sentences[s.d.SentenceAt(first)]
	s.out = append(s.out, graph.Statement{
		Event: graph.EventID(s.a.ID, span), Relation: graph.IRI(graph.Scheme + relation), Subject: subject, Object: object,
		Trigger:  graph.Passage{Text: s.d.Text[span.Begin:span.End], Span: span},
		Polarity: graph.Positive, Modality: graph.Actual,
		Sentence: s.span(sentence.First, sentence.Last), Rule: "standing." + rule, Confidence: 0.9,
	})
}

// fact is add for what holds in general and is said once an article.
func (s *standingReader) fact(relation string, subject, object *graph.Argument, first, last int, rule string) {
	if subject == nil || object == nil {
		return
	}
	key := [3]graph.IRI{subject.ID, graph.IRI(relation), object.ID}
	if s.once[key] {
		return
	}
	s.once[key] = true
	s.add(relation, subject, object, first, last, rule)
}

func (s *standingReader) nameArgument(i int) *graph.Argument {
	n := s.d.Names[i]
	return &graph.Argument{ID: s.named[i].ID, Name: s.named[i].Name, Span: s.span(n.First, n.Last)}
}

func (s *standingReader) entityArgument(e *entity, first, last int) *graph.Argument {
	return &graph.Argument{ID: e.ID, Name: e.Name, Span: s.span(first, last)}
}

// role is a role's words with whom or what it is of.
type role struct {
	first, last int // its words
	from        int // where the phrase begins with the body it is of
	class       roleClass
	lemma       string
	body        *entity // the country, party, company that it is of, or nil
	bodyFirst   int
	bodyLast    int
	demonym     bool // body is a country told by an adjective
	past        bool // "former", "late", "acting", "deputy": it leads nobody
}

// title reads the words in front of a person's name: "Syrian President",
// "senior military official", "Reuters reporter".
func (s *standingReader) title(i int) {
	if n := s.d.Names[i]; n.Last-n.First == 1 {
		word := strings.ToLower(s.d.Tokens[n.First].Form)
		if kind := s.w.nouns[word]; kind != "" && kind != graph.Person || s.w.roles[word] != 0 {
			return // the General Court, its General Counsel
		}
	}
	if r, ok := s.titleOf(i); ok {
		s.emitRole(s.nameArgument(i), r, "title")
	}
}

func (c *cast) titleOf(i int) (role, bool) {
	n := c.d.Names[i]
	sentence := c.d.Sentences[c.d.SentenceAt(n.First)]
	first := n.First
	for first > sentence.First && c.belongsTo(first-1, n) {
		first--
	}
	if first == n.First {
		return role{}, false
	}
	return c.readRole(first, n.First)
}

// belongsTo tells whether the token before a name is part of its title: it
// hangs on the name, the name hangs on it, or it hangs on such a token.
func (c *cast) belongsTo(t int, n nlp.Name) bool {
	tok := &c.d.Tokens[t]
	switch tok.UPOS {
	case nlp.NOUN, nlp.PROPN, nlp.ADJ, nlp.PART, nlp.X:
	case nlp.ADV: // far-right
		if c.d.Tokens[t+1].Form != "-" {
			return false
		}
	case nlp.PUNCT:
		if tok.Form != "-" && tok.Form != "." {
			return false
		}
	case nlp.ADP:
		if tok.Form != "of" {
			return false
		}
	default:
		return false
	}
	for k := n.First; k < n.Last; k++ {
		if h := c.d.Tokens[k].Head; h >= t && h < n.First && titleRelation(c.d.Tokens[k].Deprel) && c.under(t, h) {
			return true
		}
	}
	if r := n.First - 1; t <= r && c.d.Tokens[r].Head >= n.Last && c.d.Tokens[r].Head == c.d.Tokens[c.nameHead(n)].Head && c.w.roles[c.t.lemma(r)] != 0 && c.under(t, r) {
		return true // side by side under one head: the parser missed that they are one
	}
	if tok.Deprel == "conj" || tok.Deprel == "nsubj" || tok.Deprel == "obj" {
		return false
	}
	if tok.UPOS == nlp.PART && t > 0 && tok.Head == t-1 { // Vietnam's Prime Minister
		return c.belongsTo(t-1, n)
	}
	for h, k := tok.Head, 0; h >= 0 && k < 6; h, k = c.d.Tokens[h].Head, k+1 {
		if h >= n.First && h < n.Last {
			return true
		}
		if h < t && tok.UPOS != nlp.PUNCT || h >= n.Last { // the hyphen of "Secretary-General" hangs on what is before it
			break
		}
	}
	return false
}

func titleRelation(deprel string) bool {
	return deprel == "flat" || deprel == "appos" || strings.HasPrefix(deprel, "nmod:") || deprel == "compound"
}

// readRole reads the tokens [first, end) as a role; the role noun is the last.
func (c *cast) readRole(first, end int) (role, bool) {
	r := role{last: end}
	for ; first < end && c.d.Tokens[first].UPOS == nlp.PUNCT; first++ {
	}
	r.lemma, r.class, r.first = c.roleNoun(first, end)
	if r.class == 0 {
		return role{}, false
	}
	r.from = r.first
	for t := r.first - 1; t >= first; t-- {
		tok := &c.d.Tokens[t]
		i := c.nameAt[t]
		switch {
		case i >= 0 && c.isBodyName(i):
			c.setBody(&r, i)
			t = c.d.Names[i].First
			r.from = t
		case i < 0 && c.countryEntity(t) != nil:
			r.body, r.demonym, r.bodyFirst, r.bodyLast, r.from = c.countryEntity(t), true, t, t+1, t
		case i >= 0: // another person: "Clinton aide Huma Abedin"
			return r, r.from == r.first
		case tok.UPOS == nlp.PART || tok.UPOS == nlp.PUNCT:
		case r.body != nil:
			if tok.UPOS == nlp.ADJ {
				r.past = r.past || c.w.is("former", strings.ToLower(tok.Form))
			}
		default:
			r.past = r.past || c.w.is("former", strings.ToLower(tok.Form))
			if tok.UPOS == nlp.ADP {
				return r, true
			}
			r.first = t
			r.from = t
		}
	}
	return r, true
}

// roleNoun returns the longest known role that ends before end, its class and
// where it begins.
func (c *cast) roleNoun(first, end int) (string, roleClass, int) {
	for from := max(first, end-4); from < end; from++ {
		var words []string
		for t := from; t < end; t++ {
			tok := &c.d.Tokens[t]
			if tok.Form == "-" {
				continue
			}
			w := strings.ToLower(tok.Form)
			if t == end-1 && from == t {
				w = c.t.lemma(t)
			}
			words = append(words, strings.TrimSuffix(w, "."))
		}
		key := strings.Join(words, "_")
		if full, ok := c.w.titles[key]; ok {
			key = full
		}
		if class := c.w.roles[key]; class != 0 {
			return key, class, from
		}
	}
	return "", 0, end
}

func (c *cast) isBodyName(i int) bool {
	if c.isNationality(i) {
		return true
	}
	e := c.named[i]
	return e != nil && (isBody(e.Type) || isPlace(e.Type) || e.Type == graph.Other)
}

func (c *cast) setBody(r *role, i int) {
	n := c.d.Names[i]
	r.bodyFirst, r.bodyLast = n.First, n.Last
	if c.isNationality(i) {
		if country := c.demonymOf(n); country != nil {
			r.body, r.demonym = country, true
		}
		return
	}
	r.body = c.named[i]
}

// emitRole says that somebody holds a role, and what it makes of the body
// named with it.
func (s *standingReader) emitRole(who *graph.Argument, r role, rule string) {
	if r.first >= r.last {
		return
	}
	words := &graph.Argument{Name: s.text(r.first, r.last), Span: s.span(min(r.from, r.first), r.last)}
	s.holds(who, words, r, rule)
	if r.body == nil || r.past || r.body.Type == graph.Other {
		return
	}
	body := s.entityArgument(r.body, r.bodyFirst, r.bodyLast)
	switch {
	case r.body.Type == graph.Country && s.w.is("sport_role", r.lemma):
	case r.class == leadsRole && (r.body.Type == graph.Country || isBody(r.body.Type)):
		s.fact("leads", who, body, r.first, r.last, rule)
	case r.lemma == "member" || r.lemma == "fighter" || r.lemma == "militant":
		if isBody(r.body.Type) {
			s.fact("memberOf", who, body, r.first, r.last, rule)
		}
	case r.class == worksRole && r.demonym:
		s.fact("nationalOf", who, body, r.first, r.last, rule)
	case r.class != leadsRole && (isBody(r.body.Type) || r.class == servesRole && r.body.Type == graph.Country):
		s.fact("worksFor", who, body, r.first, r.last, rule)
	}
}

// holds says that somebody holds a role, once an article.
func (s *standingReader) holds(who, words *graph.Argument, r role, rule string) {
	key := [3]graph.IRI{who.ID, "holdsRole", graph.IRI(strings.ToLower(words.Name))}
	if !s.once[key] {
		s.once[key] = true
		s.add("holdsRole", who, words, r.first, r.last, rule)
	}
}

// apposition reads a role beside a name: "Julie Bishop, the foreign minister",
// "the foreign minister, Julie Bishop".
func (s *standingReader) apposition(i int) {
	n := s.d.Names[i]
	h := s.nameHead(n)
	for _, k := range s.t.children(h) {
		if s.d.Tokens[k].Deprel == "appos" && s.nameAt[k] < 0 {
			who := s.personBefore(int(k))
			if who < 0 {
				who = s.nearest(i, int(k))
			}
			s.rolePhrase(who, int(k), "apposition")
		}
	}
	if k, ok := s.roleOf[i]; ok && s.d.Tokens[h].Head != k && s.personBefore(k) < 0 {
		s.rolePhrase(i, k, "apposition")
		return
	}
	if tok := &s.d.Tokens[h]; tok.Deprel == "appos" && tok.Head >= 0 && s.nameAt[tok.Head] < 0 && tok.Head < n.First-1 && s.personBefore(tok.Head) < 0 {
		s.rolePhrase(i, tok.Head, "apposition")
	}
}

// personBefore returns the person whose name and a comma stand right before
// the phrase headed by k, which describes them: in "A, the minister, B, the
// envoy, and C" it is A who is minister. -1 where the phrase has a place of
// its own in the clause.
func (c *cast) personBefore(k int) int {
	switch c.d.Tokens[k].Deprel {
	case "appos", "conj", "dep", "flat", "list":
	default:
		return -1
	}
	first, _ := c.t.subtree(k)
	for first < k && (c.d.Tokens[first].UPOS == nlp.PUNCT || c.d.Tokens[first].UPOS == nlp.CCONJ) {
		first++
	}
	if first < 2 || c.d.Tokens[first-1].Form != "," {
		return -1
	}
	if i := c.nameAt[first-2]; i >= 0 && c.named[i] != nil && c.named[i].Type == graph.Person {
		return i
	}
	return -1
}

// findApposed finds the names between commas behind a role phrase, whatever the
// tree hangs them on: "the ambassador to Georgia, Ann Lee, said".
func (c *cast) findApposed() {
	c.apposed, c.roleOf = map[int]int{}, map[int]int{}
	toks := c.d.Tokens
	for i, n := range c.d.Names {
		if c.named[i] == nil || c.named[i].Type != graph.Person || n.First < 2 || n.Last >= len(toks) || toks[n.First-1].Form != "," || toks[n.Last].Form != "," {
			continue
		}
		sentence := c.d.Sentences[c.d.SentenceAt(n.First)]
		for t, steps := n.First-2, 0; t >= sentence.First && t < n.First && steps < 5; t, steps = toks[t].Head, steps+1 {
			if k := c.nameAt[t]; k >= 0 && c.named[k] != nil && c.named[k].Type == graph.Person || toks[t].UPOS == nlp.VERB {
				break
			}
			if toks[t].UPOS == nlp.NOUN && toks[t].XPOS != "NNS" && (c.w.roles[c.t.lemma(t)] != 0 || c.w.is("personal", c.t.lemma(t))) && c.nameAt[t] < 0 {
				c.apposed[t], c.roleOf[i] = i, t
				break
			}
		}
	}
}

// nearest returns the last name of a person between name i and its apposition
// at k, which the apposition is more likely about.
func (s *standingReader) nearest(i, k int) int {
	for j := i + 1; j < len(s.d.Names) && s.d.Names[j].First < k; j++ {
		if first, _ := s.t.subtree(k); s.named[j] != nil && s.named[j].Type == graph.Person && s.d.Names[j].Last <= first {
			i = j
		}
	}
	return i
}

// belongs reads the body behind a person's name: "Ann Lee, of the Green Party".
func (s *standingReader) belongs(i int) {
	h := s.nameHead(s.d.Names[i])
	for _, k32 := range s.t.children(h) {
		k := int(k32)
		if k < h || s.d.Tokens[k].Deprel != "nmod" || s.t.caseOf(k) != "of" {
			continue
		}
		if ref := s.resolve(k); ref.ent != nil && ref.ent.named() && isBody(ref.ent.Type) && ref.ent.country == nil {
			s.fact("memberOf", s.nameArgument(i), s.entityArgument(ref.ent, ref.first, ref.last), k, k+1, "of")
		}
	}
}

// copula reads "Julie Bishop is the foreign minister".
func (s *standingReader) copula(i int) {
	n := s.d.Names[i]
	h := s.nameHead(n)
	tok := &s.d.Tokens[h]
	if tok.Deprel != "nsubj" || tok.Head < 0 || !isNoun(s.d.Tokens[tok.Head].UPOS) {
		return
	}
	k := tok.Head
	cop := s.t.child(k, "cop")
	if cop < 0 || s.d.Tokens[k].Deprel != "root" || s.t.has(k, "aux") || s.t.has(k, "mark") {
		return
	}
	for _, x := range s.t.children(k) {
		if tok := &s.d.Tokens[x]; tok.Deprel == "advmod" || tok.Form == "?" || tok.Deprel == "det" && strings.EqualFold(tok.Form, "no") {
			return
		}
	}
	s.rolePhrase(i, k, "copula")
}

// rolePhrase reads the phrase headed by k as a role of the person named i.
func (s *standingReader) rolePhrase(i, k int, rule string) {
	if !isNoun(s.d.Tokens[k].UPOS) || s.d.Tokens[k].XPOS == "NNS" {
		return
	}
	first := k
	for t := k - 1; t >= 0; t-- {
		tok := &s.d.Tokens[t]
		if tok.UPOS == nlp.DET || tok.UPOS == nlp.PRON || tok.UPOS == nlp.AUX || tok.UPOS == nlp.PUNCT && tok.Form != "-" || !s.under(t, k) {
			break
		}
		if tok.UPOS == nlp.PART && (t == 0 || s.nameAt[t-1] < 0) { // "the firm's chief executive"
			break
		}
		first = t
	}
	if k > 0 && s.w.roles[strings.ToLower(s.d.Tokens[k-1].Form)+"_"+s.t.lemma(k)] != 0 { // "director general", however it hangs
		first = min(first, k-1)
	}
	r, ok := s.readRole(first, k+1)
	if !ok {
		return
	}
	if k+2 < len(s.d.Tokens) && s.d.Tokens[k+1].Form == "of" { // "secretary of state"
		if class := s.w.roles[s.t.lemma(k)+"_of_"+strings.ToLower(s.d.Tokens[k+2].Form)]; class != 0 {
			r.class, r.last = class, k+3
		}
	}
	if r.body == nil {
		s.bodyBehind(&r, k)
	}
	if end, has := s.roleEnd(k); has {
		words := &graph.Argument{Name: s.text(r.first, r.last), Span: s.span(min(r.from, r.first), end)}
		s.holds(s.nameArgument(i), words, r, rule)
		r.first, r.from = r.last, r.last // said
		s.bodyOnly(s.nameArgument(i), r, k, rule)
		return
	}
	s.emitRole(s.nameArgument(i), r, rule)
}

// bodyOnly says what a role makes of its body when the role is said already.
func (s *standingReader) bodyOnly(who *graph.Argument, r role, k int, rule string) {
	if r.body == nil || r.past {
		return
	}
	body := s.entityArgument(r.body, r.bodyFirst, r.bodyLast)
	switch {
	case r.class == leadsRole && (r.body.Type == graph.Country || isBody(r.body.Type)):
		s.fact("leads", who, body, k, k+1, rule)
	case r.class != leadsRole && (isBody(r.body.Type) || r.class == servesRole && r.body.Type == graph.Country):
		s.fact("worksFor", who, body, k, k+1, rule)
	}
}

func (c *cast) under(t, head int) bool {
	for k := 0; t >= 0 && k < 8; t, k = c.d.Tokens[t].Head, k+1 {
		if t == head {
			return true
		}
	}
	return false
}

// bodyBehind finds the body that a role is of behind it: "president of
// Russia", "spokesman for the UN".
func (s *standingReader) bodyBehind(r *role, k int) {
	for _, x32 := range s.t.children(k) {
		x := int(x32)
		if x < k || s.d.Tokens[x].Deprel != "nmod" {
			continue
		}
		switch s.t.caseOf(x) {
		case "of", "for", "at", "with":
		default:
			continue
		}
		ref := s.resolve(x)
		if ref.ent != nil && ref.ent.named() && (isBody(ref.ent.Type) || ref.ent.Type == graph.Country) {
			r.body, r.bodyFirst, r.bodyLast = ref.ent, ref.first, ref.last
			return
		}
	}
}

// roleEnd returns where a role's "of" phrase ends, if it has a short one.
func (s *standingReader) roleEnd(k int) (int, bool) {
	for _, x32 := range s.t.children(k) {
		x := int(x32)
		if x > k && s.d.Tokens[x].Deprel == "nmod" {
			switch s.t.caseOf(x) {
			case "of", "for", "at", "to", "in":
				if first, last := s.t.subtree(x); first == k+1 && last-first < 7 {
					return last + 1, true
				}
			}
		}
	}
	return 0, false
}

// part says that an institution is part of its country: a ministry, an army.
// A government stands for its country and is none of its parts.
func (s *standingReader) part(h int) {
	if s.inBoilerplate(h) || !isNoun(s.d.Tokens[h].UPOS) {
		return
	}
	r := s.resolve(h)
	if r.ent == nil || r.ent.country == nil || r.kind == graph.PronounMention || strings.HasSuffix(r.ent.Name, " government") || strings.HasSuffix(r.ent.Name, " authorities") || r.ent.Type == graph.Group {
		return
	}
	s.record(r)
	at := s.tellsCountry(r.first, r.last, r.ent.country.Name)
	if at < 0 {
		return
	}
	country := r.ent.country
	s.fact("partOf", s.entityArgument(r.ent, r.first, r.last), s.entityArgument(country, at, at+1), h, h+1, "institution")
}

// tellsCountry returns which of the tokens speaks of the country, or -1.
func (s *standingReader) tellsCountry(first, last int, country string) int {
	for t := first; t < last; t++ {
		if e := s.countryEntity(t); e != nil && e.Name == country || s.isDemonym(t) {
			return t
		}
	}
	return -1
}
