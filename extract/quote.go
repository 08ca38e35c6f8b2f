package extract

import (
	"kg/graph"
	"kg/nlp"
)

// quote is a stretch in quotation marks: the tokens (open, end) between them.
type quote struct {
	open, end int  // tokens of the marks; end is one past the last token where none closes
	real      bool // somebody's words, no scare quotes
	by        *speech
}

func (q *quote) passage(r *reader) graph.Passage {
	first, last := q.open+1, q.end-1
	for last > first && r.t.tok[last].UPOS == nlp.PUNCT {
		last--
	}
	return r.passage(first, max(first, last))
}

// findQuotes pairs the quotation marks of each paragraph.
func (r *reader) findQuotes() {
	d := r.d
	for i := range r.quoteAt {
		r.quoteAt[i] = -1
	}
	open, single := -1, -1
	paragraph := -1
	close := func(end int) {
		if open >= 0 && end > open+1 {
			r.quotes = append(r.quotes, quote{open: open, end: end})
		}
		open = -1
	}
	for _, s := range d.Sentences {
		if s.Paragraph != paragraph {
			if single >= 0 && open == single { // an apostrophe after all
				open = -1
			}
			single = -1
			close(s.First)
			paragraph = s.Paragraph
		}
		for i := s.First; i < s.Last; i++ {
			switch d.Tokens[i].Form {
			case "“", "``", "„", "«":
				close(i)
				open = i
			case "”", "''", "»":
				close(i)
			case `"`:
				if open >= 0 {
					close(i)
				} else {
					open = i
				}
			case "'", "‘", "’", "`":
				switch {
				case single < 0 && open < 0 && r.opensSingle(i):
					open, single = i, i
				case single >= 0 && open == single && r.closesSingle(i):
					close(i)
					single = -1
				}
			}
		}
	}
	close(len(d.Tokens))
	for q := range r.quotes {
		x := &r.quotes[q]
		x.real = r.isSpeech(x)
		if !x.real {
			continue
		}
		for i := x.open + 1; i < x.end; i++ {
			r.quoteAt[i] = int32(q)
		}
	}
}

// opensSingle tells whether a single mark at i opens a quotation: a space
// before it, none behind.
func (r *reader) opensSingle(i int) bool {
	t := r.t.tok
	if i+1 >= len(t) || t[i+1].Begin != t[i].End || t[i].XPOS == "POS" {
		return false
	}
	return i == 0 || t[i-1].End < t[i].Begin
}

func (r *reader) closesSingle(i int) bool {
	t := r.t.tok
	if i == 0 || t[i-1].End != t[i].Begin || t[i].Form == "‘" {
		return false
	}
	if t[i].XPOS == "POS" && t[i-1].UPOS != nlp.PUNCT {
		return false
	}
	return i+1 >= len(t) || t[i+1].Begin > t[i].End || t[i+1].UPOS == nlp.PUNCT
}

// isSpeech tells quotations from scare quotes: they hold a clause.
func (r *reader) isSpeech(q *quote) bool {
	n, finite := 0, false
	for i := q.open + 1; i < q.end; i++ {
		tok := &r.t.tok[i]
		if tok.UPOS == nlp.PUNCT {
			continue
		}
		n++
		switch tok.XPOS {
		case "VBD", "VBZ", "VBP", "MD":
			finite = true
		}
	}
	if finite && n >= 3 {
		return true
	}
	return n >= 2 && r.speechBeside(q) >= 0
}

// quoteReach is how far from its quotation, in tokens, a speech verb may stand.
const quoteReach = 60

// speechBeside returns the speech verb that introduces or follows the quote in
// its own sentence, or -1.
func (r *reader) speechBeside(q *quote) int {
	t := r.t
	best, distance := -1, 1<<30
	for _, i := range []int{q.open + 1, min(q.end, len(t.tok)) - 1} {
		si := r.d.SentenceAt(i)
		if si >= len(r.d.Sentences) {
			continue
		}
		s := r.d.Sentences[si]
		for v := max(s.First, q.open-quoteReach); v < min(s.Last, q.end+quoteReach); v++ {
			if v > q.open && v < q.end || t.tok[v].UPOS != nlp.VERB || !r.speechVerb(v) {
				continue
			}
			if !r.touches(q, v) {
				continue
			}
			d := q.open - v
			if v > q.open {
				d = v - q.end
			}
			if d < distance {
				best, distance = v, d
			}
		}
	}
	return best
}

// touches tells whether the words of the quote are said by v: they are its
// complement, or only its subject and asides stand between them.
func (r *reader) touches(q *quote, v int) bool {
	t := r.t
	for i := q.open + 1; i < q.end && i < len(t.tok); i++ {
		if h := t.tok[i].Head; h == v {
			switch relBase(t.tok[i].Deprel) {
			case "ccomp", "parataxis", "obj", "xcomp", "dep":
				return true
			}
		}
		if i == t.tok[v].Head {
			return true
		}
	}
	if v > q.end { // "…," said X
		return v-q.end <= 8 && t.tok[v].UPOS == nlp.VERB && !r.verbBetween(q.end, v)
	}
	return q.open-v <= 12 && !r.verbBetween(v+1, q.open) && r.opensSpeech(q.open)
}

func (r *reader) verbBetween(i, j int) bool {
	for ; i < j; i++ {
		if r.t.tok[i].UPOS == nlp.VERB && r.t.tok[i].Deprel != "amod" && r.t.tok[i].Deprel != "case" {
			return true
		}
	}
	return false
}

// opensSpeech: a comma, a colon or "that" stands before the mark.
func (r *reader) opensSpeech(open int) bool {
	if open == 0 {
		return true
	}
	switch r.t.tok[open-1].Form {
	case ",", ":", "that", "-", "–", "—":
		return true
	}
	return r.t.tok[open-1].UPOS == nlp.VERB
}

// attributeQuotes finds who speaks in each quotation: in its own sentence, in
// the next or the one before, or on from the quotation before it.
func (r *reader) attributeQuotes() {
	for i := range r.quotes {
		q := &r.quotes[i]
		if !q.real {
			continue
		}
		if v := r.speechBeside(q); v >= 0 {
			q.by = r.speechAt(v, false, nil)
			continue
		}
		if v := r.speechAfter(q); v >= 0 {
			q.by = r.speechAt(v, false, nil)
			continue
		}
		if v := r.speechBefore(q); v >= 0 {
			q.by = r.speechAt(v, false, nil)
			continue
		}
		if i > 0 && r.quotes[i-1].by != nil && r.continues(&r.quotes[i-1], q) {
			q.by = r.quotes[i-1].by
		}
	}
}

// speechAfter: the sentence behind the quotation is "X said."
func (r *reader) speechAfter(q *quote) int {
	si := r.d.SentenceAt(min(q.end, len(r.t.tok)-1))
	last := r.d.SentenceAt(min(q.end, len(r.t.tok)) - 1)
	if si == last {
		si++
	}
	if si >= len(r.d.Sentences) || r.d.Sentences[si].Paragraph != r.d.Sentences[last].Paragraph {
		return -1
	}
	s := r.d.Sentences[si]
	for v := s.First; v < s.Last && v < s.First+5; v++ {
		if r.t.tok[v].UPOS == nlp.VERB {
			if r.speechVerb(v) && !r.t.has(v, "ccomp") && !r.t.has(v, "obj") {
				return v
			}
			return -1
		}
	}
	return -1
}

// speechBefore: the sentence before introduces the quotation, in the same
// paragraph or with a colon.
func (r *reader) speechBefore(q *quote) int {
	si := r.d.SentenceAt(q.open)
	if si == 0 || si >= len(r.d.Sentences) {
		return -1
	}
	here, s := r.d.Sentences[si], r.d.Sentences[si-1]
	colon := r.t.tok[s.Last-1].Form == ":"
	if s.Paragraph != here.Paragraph && !colon {
		return -1
	}
	for v := s.First; v < s.Last; v++ {
		if r.t.tok[v].UPOS == nlp.VERB && r.speechVerb(v) && r.t.tok[v].Head < 0 {
			return v
		}
	}
	return -1
}

// continues tells whether q goes on with the words of the quotation before:
// nothing but a narrative of at most a sentence lies between them.
func (r *reader) continues(before, q *quote) bool {
	a, b := r.d.SentenceAt(min(before.end, len(r.t.tok)-1)), r.d.SentenceAt(q.open)
	return b-a <= 2 && r.d.Sentences[b].Paragraph-r.d.Sentences[min(a, len(r.d.Sentences)-1)].Paragraph <= 1
}

// quoted gives a predicate inside a quotation its speaker.
func (r *reader) quoted(p int, s *scope) {
	qi := r.quoteAt[p]
	if qi < 0 {
		return
	}
	if q := &r.quotes[qi]; q.by == nil {
		if s.source == nil && s.cue[1] == 0 { // somebody's words, nobody knows whose
			s.cue = [2]int{q.open, q.open + 1}
			s.because("quotation")
		}
		return
	}
	by := r.quotes[qi].by
	if s.source == nil {
		s.source = by
		s.because("quotation")
		return
	}
	last := s.source
	for n := 0; last != by; n++ {
		if last.via == nil {
			if last.first > r.quotes[qi].open && last.last <= r.quotes[qi].end {
				last.via = by
			}
			return
		}
		if last = last.via; n > 8 {
			return
		}
	}
}

// quoteBySpeech returns the quotation that the verb at v attributes, or -1.
func (r *reader) quoteBySpeech(v int) int {
	if r.quoteOf == nil {
		r.quoteOf = map[int]int{}
		for i := len(r.quotes) - 1; i >= 0; i-- {
			if by := r.quotes[i].by; by != nil && by.verb >= 0 {
				r.quoteOf[by.verb] = i
			}
		}
	}
	if i, ok := r.quoteOf[v]; ok {
		return i
	}
	return -1
}

// speakerOf returns the speaker of the quotation around token i.
func (r *reader) speakerAround(i int) *graph.Argument {
	if q := r.quoteAt[i]; q >= 0 && r.quotes[q].by != nil {
		return r.speaker(r.quotes[q].by)
	}
	return nil
}
