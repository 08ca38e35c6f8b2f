package nlp

import (
	"strings"

	"kg/nlp/gazetteer"
)

// nameModel weighs what a candidate is: a linear model over hashed features,
// trained by names_train_test.go.
type nameModel struct{ weights []float32 }

// nameClasses are what the model tells apart; the last is all else, named or not.
var nameClasses = [...]NameType{Person, Organization, Place, Misc}

func newNameModel() (*nameModel, error) {
	w, err := readWeights("names.bin", len(nameClasses)<<featureBits)
	return &nameModel{w}, err
}

// nameScores holds a score for each of nameClasses.
type nameScores [len(nameClasses)]float32

func (m *nameModel) score(f features) (s nameScores) {
	for _, x := range f {
		row := m.weights[x*uint32(len(nameClasses)):][:len(nameClasses)]
		for k, w := range row {
			s[k] += w
		}
	}
	return s
}

func (s *nameScores) best() int {
	best := 0
	for k := range s {
		if s[k] > s[best] {
			best = k
		}
	}
	return best
}

// of returns the score of a class.
func (s *nameScores) of(class NameType) float32 {
	for k := range s {
		if nameClasses[k] == class {
			return s[k]
		}
	}
	return 0
}

// nameMargin is by how much the model must be surer of another type than of
// the one that the rules give.
const nameMargin = 1

// nameContext is what the features of a document's candidates need.
type nameContext struct {
	*reading
	children children
	lower    []uint32       // hash of each token in lower case
	counts   map[string]int // candidates by their words
	last     map[string]int // of two words or more, by their last word
	first    map[string]int // and by their first
	kinds    []NameType     // of the candidate that each token is in
}

func (r *reading) context() *nameContext {
	x := &nameContext{reading: r, children: newChildren(r.d), lower: make([]uint32, len(r.d.Tokens)), counts: map[string]int{}, last: map[string]int{}, first: map[string]int{},
		kinds: make([]NameType, len(r.d.Tokens))}
	for i := range r.d.Tokens {
		x.lower[i] = hashWord(strings.ToLower(r.d.Tokens[i].Form))
	}
	for i := range r.found {
		c := &r.found[i]
		x.counts[c.key]++
		if c.last-c.first > 1 {
			x.last[r.d.Tokens[c.last-1].Form]++
			x.first[r.d.Tokens[c.first].Form]++
		}
		for t := c.first; t < c.last; t++ {
			x.kinds[t] = c.kind
		}
	}
	return x
}

// kindCode numbers the types of names.
func kindCode(kind NameType) uint32 { return hashWord(string(kind)) }

// features collects what tells the class of candidate c in sentence s.
func (x *nameContext) features(c *candidate, s Sentence, f *features) {
	kind := kindCode(c.kind)
	f.add(200, 0, 0)
	f.add(201, kind, bit(c.sure))
	f.add(202, kind, kindCode(c.label))
	x.inside(c, s, f)
	x.known(c, kind, f)
	x.around(c, s, f)
	x.tree(c, f)
	many := bucket(x.counts[c.key])
	f.add(250, many, kind)
	if c.last-c.first == 1 {
		form := x.d.Tokens[c.first].Form
		f.add(251, bucket(x.last[form]), bucket(x.first[form]))
	}
}

// inside collects what the candidate's own words tell.
func (x *nameContext) inside(c *candidate, s Sentence, f *features) {
	d := x.d
	n := c.last - c.first
	last := &d.Tokens[c.last-1]
	f.add(210, x.lower[c.last-1], bit(n == 1))
	f.add(211, x.lower[c.first], bit(n == 1))
	for t := c.first; t < c.last; t++ {
		if n > 1 {
			f.add(212, x.lower[t], 0)
		}
	}
	form := strings.ToLower(last.Form)
	f.add(213, hashWord(form[max(0, len(form)-3):]), bit(n == 1))
	f.add(214, hashWord(form[max(0, len(form)-2):]), bit(n == 1))
	f.add(215, hashWord(form[:min(3, len(form))]), bit(n == 1))
	shape := uint32(0)
	for t := c.first; t < min(c.last, c.first+4); t++ {
		shape = shape*8 + shapeOf(d.Tokens[t].Form)
	}
	caps := bit(x.caps[x.sentence])
	f.add(216, shape, caps)
	f.add(217, hashWord(d.Tokens[c.first].XPOS), hashWord(last.XPOS))
	f.add(218, bucket(n), caps)
	f.add(219, bit(c.first == s.First), shapeOf(last.Form)*4+caps)
	f.add(220, bucket(s.Last-s.First), bit(c.first == s.First)*2+bit(c.last == s.Last))
}

// shapeOf tells how a word is written.
func shapeOf(form string) uint32 {
	upper, lower, digits := 0, 0, 0
	for i := range len(form) {
		switch b := form[i]; {
		case b >= 'A' && b <= 'Z':
			upper++
		case b >= 'a' && b <= 'z':
			lower++
		case b >= '0' && b <= '9':
			digits++
		}
	}
	switch {
	case digits > 0:
		return 1
	case upper == 0 && lower == 0:
		return 2
	case upper == 0:
		return 3
	case lower == 0 && upper == 1:
		return 4
	case lower == 0:
		return 5
	case upper > 1 || !startsUpper(form):
		return 6
	}
	return 7
}

// known collects what the gazetteer knows of the candidate's words.
func (x *nameContext) known(c *candidate, kind uint32, f *features) {
	mask := uint32(0)
	for i := range c.matches {
		m := &c.matches[i]
		b := uint32(1)
		switch broad(typeOf(m.Type)) {
		case Organization:
			b = 2
		case Place:
			b = 4
			if m.Type != gazetteer.Country && m.Population < 100000 && !m.Capital {
				b = 8
			}
		case Misc:
			b = 16
		}
		if m.Acronym {
			b <<= 5
		}
		mask |= b
	}
	f.add(230, mask, bit(c.last-c.first == 1))
	f.add(231, mask, kind)
	forms := x.forms(c.first, c.last)
	f.add(232, kindCode(typeOf(x.table.TypeByHead(forms))), kind)
	given := bit(x.givenName(c.first))
	f.add(233, given, bucket(c.last-c.first))
	f.add(234, given, kind)
	f.add(235, bit(x.personAround(c)), kind)
}

// around collects the words beside the candidate.
func (x *nameContext) around(c *candidate, s Sentence, f *features) {
	at := func(t int) (word, tag uint32) {
		if t < s.First || t >= s.Last {
			return 1, 1
		}
		return x.lower[t], hashWord(x.d.Tokens[t].XPOS)
	}
	w1, t1 := at(c.first - 1)
	w2, t2 := at(c.first - 2)
	v1, u1 := at(c.last)
	v2, u2 := at(c.last + 1)
	f.add(236, w1, 0)
	f.add(237, v1, 0)
	f.add(238, w1, w2)
	f.add(239, v1, v2)
	f.add(240, t1, u1)
	f.add(241, t1, t2)
	f.add(242, u1, u2)
	f.add(249, v2, t1)
	if c.last < s.Last {
		f.add(248, kindCode(typeOf(x.table.HeadType(strings.ToLower(x.d.Tokens[c.last].Form)))), u1)
	}
}

// tree collects how the candidate hangs in its sentence.
func (x *nameContext) tree(c *candidate, f *features) {
	d := x.d
	head := spanHead(d, c.first, c.last)
	t := &d.Tokens[head]
	rel := hashWord(t.Deprel)
	f.add(243, rel, 0)
	if t.Head >= 0 {
		g := &d.Tokens[t.Head]
		f.add(244, rel, hashWord(strings.ToLower(g.Lemma)))
		f.add(245, rel, hashWord(g.XPOS))
		if x.kinds[t.Head] != "" && (t.Head < c.first || t.Head >= c.last) {
			f.add(246, rel, kindCode(x.kinds[t.Head]))
		}
	}
	for k := x.children.first[head]; k >= 0; k = x.children.next[k] {
		if int(k) >= c.first && int(k) < c.last {
			continue
		}
		o := &d.Tokens[k]
		f.add(247, hashWord(o.Deprel), x.lower[k])
		if x.kinds[k] != "" {
			f.add(246, hashWord(o.Deprel)+1, kindCode(x.kinds[k]))
		}
	}
}

// reweigh types the candidates anew by the model, all of the same words together.
func (r *reading) reweigh() {
	if len(r.found) == 0 || r.model == nil { // while it is trained
		return
	}
	x := r.context()
	own := make([]nameScores, len(r.found))
	sums := map[string]*nameScores{}
	var f features
	for i := range r.found {
		c := &r.found[i]
		f = f[:0]
		x.sentence = c.sentence
		x.features(c, r.d.Sentences[c.sentence], &f)
		own[i] = r.model.score(f)
		sum := sums[c.key]
		if sum == nil {
			sum = &nameScores{}
			sums[c.key] = sum
		}
		for k := range sum {
			sum[k] += own[i][k]
		}
	}
	for i := range r.found {
		c := &r.found[i]
		if c.kind == Nationality || c.sure || c.kind == Country {
			continue
		}
		s, n := own[i], float32(x.counts[c.key])
		for k := range s {
			s[k] += sums[c.key][k] / n
		}
		if k := s.best(); s[k] > s.of(broad(c.kind))+nameMargin {
			r.retype(c, nameClasses[k])
		}
	}
}

// retype gives a candidate a class of the model, and the finer type of that class that is known.
func (r *reading) retype(c *candidate, class NameType) {
	if broad(c.kind) == class {
		return
	}
	c.kind = class
	for i := range c.matches {
		if k := typeOf(c.matches[i].Type); broad(k) == class && k != Nationality {
			c.kind = k
			return
		}
	}
	if k := typeOf(r.table.TypeByHead(r.forms(c.first, c.last))); k != "" && broad(k) == class && k != Country {
		c.kind = k
	}
}
