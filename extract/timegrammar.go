package extract

import "kg/nlp"

// timeGrammar reads the expressions of time in one sentence, by recursive
// descent over the classes of its words.
type timeGrammar struct {
	c          *calendar
	d          *nlp.Document
	s          nlp.Sentence
	named      period // the last time that the sentence named
	hasNamed   bool
	unanchored bool // "two days later" is not looked for
}

// word returns the class and value of token i, none outside the sentence.
func (g *timeGrammar) word(i int) timeWord {
	if i < g.s.First || i >= g.s.Last {
		return timeWord{}
	}
	return g.c.words[i-g.s.First]
}

func (g *timeGrammar) is(i int, c timeClass) bool { return g.word(i).class == c }

// expression reads the expression that begins with token i, with its
// preposition, and returns the token after it.
func (g *timeGrammar) expression(i int) (period, int, bool) {
	if prev := i - 1; g.is(prev, isDash) && g.is(i, aUnit) {
		return unresolved, i, false
	}
	switch w := g.word(i); w.class {
	case isBetween:
		return g.rangeFrom(i+1, isAnd)
	case isFrom:
		if p, end, ok := g.rangeFrom(i+1, isTo, isUntil, isDash); ok {
			return p, end, true
		}
		p, end, ok := g.core(i+1, isFrom)
		return sinceTime(p), end, ok
	case isSince:
		p, end, ok := g.core(i+1, isSince)
		return sinceTime(p), end, ok
	case isUntil:
		p, end, ok := g.core(i+1, isUntil)
		return untilTime(p), end, ok
	case isAt, isWithin, isFor, isOf:
		if w.class == isOf {
			break
		}
		p, end, ok := g.core(i+1, w.class)
		if !ok || g.possessive(end) { // "in Sunday's vote": the preposition is the vote's
			return p, end, false
		}
		return g.joined(p, end)
	case isShift:
		if f := g.form(i); w.value < 0 && f == 'b' { // "before 2011", "after Friday"
			p, end, ok := g.core(i+1, isUntil)
			return untilTime(p), end, ok
		} else if f == 'a' {
			p, end, ok := g.core(i+1, isSince)
			return sinceTime(p), end, ok
		}
	}
	p, end, ok := g.core(i, noTime)
	if !ok {
		return p, end, false
	}
	return g.joined(p, end)
}

// form returns the first letter of token i in lower case.
func (g *timeGrammar) form(i int) byte {
	if f := g.d.Tokens[i].Form; f != "" {
		return f[0] | 0x20
	}
	return 0
}

func sinceTime(p period) period {
	if p.absent {
		return p
	}
	p.interval, p.toEnd = true, openBound
	return p
}

func untilTime(p period) period {
	if p.absent {
		return p
	}
	p.interval, p.fromEnd = true, openBound
	return p
}

// rangeFrom reads "2011 and 2014" or "May to June" from token i.
func (g *timeGrammar) rangeFrom(i int, joins ...timeClass) (period, int, bool) {
	if p, end, ok := g.dayRange(i); ok {
		return p, end, true
	}
	a, mid, ok := g.core(i, isFrom)
	if !ok {
		return unresolved, i, false
	}
	for _, join := range joins {
		if g.is(mid, join) {
			if b, end, ok := g.core(mid+1, isUntil); ok {
				return joinTimes(a, b), end, true
			}
		}
	}
	return unresolved, i, false
}

// joined extends "Monday" to "Monday to Friday" and "2011" to "2011-14".
func (g *timeGrammar) joined(a period, end int) (period, int, bool) {
	if !g.is(end, isDash) && !g.is(end, isTo) || !g.is(end-1, g.word(end+1).class) {
		return a, end, true
	}
	switch g.word(end + 1).class {
	case aYear, aWeekday, aMonth:
		if b, last, ok := g.core(end+1, isUntil); ok && !b.absent {
			return joinTimes(a, b), last, true
		}
	}
	return a, end, true
}

// dayRange reads "10 to 12 October": a day that takes its month from the end.
func (g *timeGrammar) dayRange(i int) (period, int, bool) {
	if !g.is(i, aDayNumber) || !(g.is(i+1, isTo) || g.is(i+1, isDash) || g.is(i+1, isAnd)) {
		return unresolved, i, false
	}
	p, end, ok := g.core(i+2, isFrom)
	if !ok || p.interval || p.absent && !g.is(i+3, aMonth) {
		return unresolved, i, false
	}
	if p.absent {
		return p, end, true
	}
	from := edtf{year: p.from.year, month: p.from.month, day: g.word(i).value}
	if p.from.day == 0 || !from.before(p.from) {
		return unresolved, i, false
	}
	return spanOf(from, p.from), end, true
}

// span joins two periods, and gives the first the year that only the second
// names ("between March and May 2014" lies in one year).
func joinTimes(a, b period) period {
	if a.absent || b.absent {
		return unresolved
	}
	from, to := a.from, b.to
	if to.first().before(from.first()) {
		from.year = to.year
		if to.first().before(from.first()) {
			from.year--
		}
	}
	return spanOf(from, to)
}

// core reads an expression without its preposition, which is prep.
func (g *timeGrammar) core(i int, prep timeClass) (period, int, bool) {
	det := false
	if g.is(i, theArticle) {
		det = true
		i++
	}
	if w := g.word(i); w.class == isEdge || w.class == isEdgeOf || w.class == isSo || w.class == isShift {
		if p, end, ok := g.edged(i, prep); ok {
			return p, end, true
		}
	}
	if g.taken(i) {
		return unresolved, i, false
	}
	switch w := g.word(i); w.class {
	case aRelativeDay:
		return g.refDay(w.value), g.skipDayPart(i + 1), true
	case isOvernight:
		if prep != noTime || !g.knowsDay() {
			return unresolved, i + 1, prep == noTime
		}
		return spanOf(g.c.ref.addDays(-1), g.c.ref), i + 1, true
	case aWeekday, aWeekdayAbbr:
		return g.weekday(i, prep)
	case aMonth, aMonthAbbr:
		return g.monthFirst(i, prep, det)
	case aDayNumber, aCenturyOrdinal, anOrdinal:
		return g.numberFirst(i, prep, det)
	case aNumber, anArticle, aVagueNumber, aNumeral, aUnitPlural, aFortnight:
		return g.amount(i, prep, det)
	case aUnit:
		return g.bareUnit(i, prep, det)
	case isThis, isLast, isNext, isWindow, isRecent, isAnchored, isSame, isEvery:
		return g.deictic(i, prep, det)
	case aYear:
		return g.year(i, prep, det)
	case aDecade:
		if det || prep != noTime {
			return pointOf(edtf{year: w.value, vague: 1}), i + 1, true
		}
	case aSeason:
		return g.season(i, prep, det)
	case aQuarter:
		return g.quarter(i, i+1, w.value)
	case anISODate:
		if e, ok := readNumericDate(g.d.Tokens[i].Form); ok {
			return pointOf(e), i + 1, true
		}
	case aDayPart:
		return g.dayPart(i, prep)
	}
	return unresolved, i, false
}

// taken tells that token i is a verb, or part of a name: "Theresa May".
func (g *timeGrammar) taken(i int) bool {
	if i < g.s.First || i >= g.s.Last {
		return true
	}
	tok, w := &g.d.Tokens[i], g.word(i)
	switch w.class {
	case aMonth, aMonthAbbr, aSeason, isLast, aUnit:
		if tok.UPOS == nlp.VERB || tok.UPOS == nlp.AUX {
			return true
		}
	}
	switch w.class {
	case aMonth, aMonthAbbr, aWeekday, aWeekdayAbbr, aSeason:
		return inLongName(g.d, i) || w.class != aSeason && g.surname(i)
	}
	return false
}

// surname tells that a month follows a first name or a title.
func (g *timeGrammar) surname(i int) bool {
	if i <= g.s.First || g.word(i-1).class != noTime || g.is(i, aWeekday) {
		return false
	}
	before, tok := &g.d.Tokens[i-1], &g.d.Tokens[i]
	return before.UPOS == nlp.PROPN && (tok.Deprel == "flat" || before.Head == i || before.XPOS == "NNP" && tok.Head == i-1)
}

// inLongName tells that token i belongs to a name of several words.
func inLongName(d *nlp.Document, i int) bool {
	lo, hi := 0, len(d.Names)
	for lo < hi {
		mid := (lo + hi) / 2
		if d.Names[mid].Last <= i {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo < len(d.Names) && d.Names[lo].First <= i && d.Names[lo].Last-d.Names[lo].First > 1
}

func (g *timeGrammar) knowsDay() bool   { return g.c.ref.day > 0 }
func (g *timeGrammar) knowsMonth() bool { return g.c.ref.month > 0 }
func (g *timeGrammar) knowsYear() bool  { return g.c.ref.year > 0 }

func (g *timeGrammar) refDay(shift int) period {
	if !g.knowsDay() {
		return unresolved
	}
	return pointOf(g.c.ref.addDays(shift))
}

// skipDayPart passes over "morning" in "Monday morning".
func (g *timeGrammar) skipDayPart(i int) int {
	if g.is(i, aDayPart) {
		return i + 1
	}
	return i
}
