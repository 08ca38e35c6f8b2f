package extract

import "kg/nlp"

// timeExpr is an expression of time: the tokens [First, Last) of a document
// with their syntactic head, and the EDTF value (ISO 8601-2), "" where it
// cannot be resolved.
type timeExpr struct {
	First, Last, Head int
	Value             string
}

// calendar resolves the time expressions of one article against the date it
// was published. It is not safe for concurrent use.
type calendar struct {
	ref   edtf // zero where the date is not known
	table map[string]timeWord
	words []timeWord // of the sentence that is read, reused
}

// newCalendar returns the calendar of an article published on an EDTF date or
// an RFC 3339 time. With "" only absolute times are resolved.
func newCalendar(published string) *calendar {
	ref, _ := readDate(published)
	return &calendar{ref: ref, table: timeWords()}
}

// times returns the expressions of time in a sentence, in text order.
func (c *calendar) times(d *nlp.Document, s nlp.Sentence) []timeExpr {
	if !c.lex(d, s) {
		return nil
	}
	g := timeGrammar{c: c, d: d, s: s}
	var found []timeExpr
	for i := s.First; i < s.Last; {
		if g.word(i).class == noTime {
			i++
			continue
		}
		p, end, ok := g.expression(i)
		if !ok {
			i++
			continue
		}
		found = append(found, timeExpr{First: i, Last: end, Head: headOf(d, i, end), Value: p.String()})
		if !p.absent {
			g.named, g.hasNamed = p, true
		}
		i = end
	}
	return found
}

// lex classifies the words of the sentence and tells whether any of them can
// carry a time.
func (c *calendar) lex(d *nlp.Document, s nlp.Sentence) bool {
	c.words = c.words[:0]
	carries := false
	for i := s.First; i < s.Last; i++ {
		w := lookUpTime(c.table, d.Tokens[i].Form)
		c.words = append(c.words, w)
		switch w.class {
		case aMonth, aMonthAbbr, aWeekday, aWeekdayAbbr, aUnit, aUnitPlural, aFortnight, aDayPart, aSeason,
			aRelativeDay, isOvernight, aYear, aDecade, anISODate, aQuarter, aCenturyOrdinal:
			carries = true
		}
	}
	return carries
}

// anchor returns the last time that the sentence before s names by itself, on
// which "two days later" builds.
func (c *calendar) anchor(d *nlp.Document, s nlp.Sentence) (period, bool) {
	i := d.SentenceAt(s.First) - 1
	if i < 0 || i >= len(d.Sentences) || d.Sentences[i].Paragraph < s.Paragraph-1 {
		return unresolved, false
	}
	before := &calendar{ref: c.ref, table: c.table}
	prev := d.Sentences[i]
	if !before.lex(d, prev) {
		return unresolved, false
	}
	g := timeGrammar{c: before, d: d, s: prev, unanchored: true}
	last, ok := unresolved, false
	for j := prev.First; j < prev.Last; {
		if p, end, is := g.expression(j); is {
			if !p.absent {
				last, ok = p, true
			}
			j = end
			continue
		}
		j++
	}
	return last, ok
}

// headOf returns the token of [first, last) whose head lies outside.
func headOf(d *nlp.Document, first, last int) int {
	for i := first; i < last; i++ {
		t := &d.Tokens[i]
		if (t.Head < first || t.Head >= last) && t.Deprel != "case" && t.Deprel != "punct" && t.Deprel != "mark" {
			return i
		}
	}
	return last - 1
}
