package extract

// edged reads what begins with a part of a period: "early on Friday", "the end
// of March", "later this week", "so far this year".
func (g *timeGrammar) edged(i int, prep timeClass) (period, int, bool) {
	w, j := g.word(i), i+1
	if w.class == isSo {
		if !g.is(j, isFar) {
			return unresolved, i, false
		}
		w, j = timeWord{isShift, -1}, j+1
	}
	if w.class == isShift && (g.form(i) == 'b' || g.form(i) == 'a') {
		return unresolved, i, false // "before", "after" are prepositions
	}
	switch {
	case w.class == isEdgeOf && g.is(j, isOf):
		j++
	case w.class == isEdgeOf:
		return unresolved, i, false
	case g.is(j, isDash), g.is(j, isAt):
		j++
	}
	k := j
	if g.is(k, theArticle) {
		k++
	}
	if g.is(k, aUnit) {
		return g.edgeOfUnit(w, k)
	}
	if prep == noTime {
		prep = isAt
	}
	p, end, ok := g.core(j, prep)
	if !ok || w.class != isShift || p.absent {
		return p, end, ok
	}
	return g.partOf(p, w.value), end, true
}

// edgeOfUnit reads "the end of the year" and "later in the day" from the unit.
func (g *timeGrammar) edgeOfUnit(w timeWord, k int) (period, int, bool) {
	if timeUnit(g.word(k).value) == unitDay || timeUnit(g.word(k).value) < unitDay {
		return g.sameDay(), k + 1, true
	}
	p := g.currentUnit(timeUnit(g.word(k).value))
	if w.class == isShift && !p.absent {
		p = g.partOf(p, w.value)
	}
	return p, k + 1, true
}

// partOf cuts the part of a running period before (-1) or after (1) the
// article's date.
func (g *timeGrammar) partOf(p period, side int) period {
	if !g.knowsDay() || p.to.last().before(g.c.ref) || g.c.ref.before(p.from.first()) || p.from.unit() == unitDay && !p.interval {
		return p
	}
	now := g.c.ref
	from, to := p.from.first(), p.to.last()
	if p.from.unit() == unitYear {
		from, to, now = edtf{year: from.year, month: 1}, edtf{year: to.year, month: 12}, edtf{year: now.year, month: now.month}
	}
	if side < 0 {
		return spanOf(from, now)
	}
	return spanOf(now, to)
}

// currentUnit is the week, month or year in which the article appeared.
func (g *timeGrammar) currentUnit(u timeUnit) period { return g.shiftedUnit(u, 0) }

// shiftedUnit is the week, month, year n units from the article's.
func (g *timeGrammar) shiftedUnit(u timeUnit, n int) period {
	return shiftUnit(g.c.ref, u, n)
}

// shiftUnit returns the unit of time n units from the one that e lies in.
func shiftUnit(e edtf, u timeUnit, n int) period {
	switch {
	case e.year == 0, u <= unitWeekend && e.day == 0, u <= unitQuarter && (e.month == 0 || e.month > 12):
		return unresolved
	}
	switch u {
	case unitMinute, unitHour:
		return unresolved
	case unitDay:
		return pointOf(e.addDays(n))
	case unitWeek:
		return weekFrom(e.monday().addDays(7 * n))
	case unitWeekend:
		return weekendFrom(e.monday().addDays(7 * n))
	case unitMonth:
		return pointOf(e.addMonths(n))
	case unitQuarter:
		q := e.year*4 + (e.month-1)/3 + n
		return pointOf(edtf{year: q / 4, month: 33 + q%4})
	case unitYear:
		return pointOf(edtf{year: e.year + n})
	case unitDecade:
		return pointOf(edtf{year: (e.year/10 + n) * 10, vague: 1})
	}
	return pointOf(edtf{year: (e.year/100 + n) * 100, vague: 2})
}

// weekday reads "Friday", "Friday morning", "Friday, 23 October", "Friday last
// week".
func (g *timeGrammar) weekday(i int, prep timeClass) (period, int, bool) {
	w, end := g.word(i), i+1
	if w.class == aWeekdayAbbr {
		if g.is(end, isStop) {
			end++
		} else if prep == noTime && g.d.Tokens[i].Form[len(g.d.Tokens[i].Form)-1] != '.' {
			return unresolved, i, false
		}
	}
	end = g.skipDayPart(end)
	if p, last, ok := g.dateAfterWeekday(end); ok {
		if !g.is(last-1, aYear) {
			p = onWeekday(p, w.value)
		}
		return p, last, true
	}
	if d := g.word(end); (d.class == isLast || d.class == isNext || d.class == isThis) && g.word(end+1) == (timeWord{aUnit, int(unitWeek)}) {
		return g.dayOfWeek(w.value, d.value), end + 2, true
	}
	if !g.knowsDay() {
		return unresolved, end, true
	}
	if prep == isSince {
		return pointOf(nearestWeekday(g.c.ref, w.value, -1, true)), end, true
	}
	side := int(tenseAt(g.d, g.s, i))
	if side == 0 {
		side = -1
		if prep == isUntil {
			side = 1
		}
	}
	return pointOf(nearestWeekday(g.c.ref, w.value, side, true)), end, true
}

// onWeekday moves a day to the year before or after where it does not fall on
// the weekday that was named, and does in that year.
func onWeekday(p period, weekday int) period {
	if p.absent || p.interval || p.from.day == 0 {
		return p
	}
	for _, years := range []int{0, -1, 1} {
		e := p.from
		e.year += years
		if validDate(e.year, e.month, e.day) && e.weekday() == weekday {
			return pointOf(e)
		}
	}
	return p
}

// dateAfterWeekday reads the date in "Friday, 23 October" or "Tuesday (Oct 20)".
func (g *timeGrammar) dateAfterWeekday(i int) (period, int, bool) {
	if g.is(i, isComma) {
		i++
	}
	if g.is(i, theArticle) {
		i++
	}
	switch g.word(i).class {
	case aMonth, aMonthAbbr:
		if !g.isDay(i+1) && !(g.is(i+1, isStop) && g.isDay(i+2)) {
			return unresolved, i, false
		}
		return g.monthFirst(i, isAt, false)
	case aDayNumber, aCenturyOrdinal:
		if g.monthAt(i+1) == 0 && !(g.is(i+1, isOf) && g.monthAt(i+2) > 0) {
			return unresolved, i, false
		}
		return g.numberFirst(i, isAt, true)
	}
	return unresolved, i, false
}

// dayOfWeek is a weekday of the week n weeks from the article's.
func (g *timeGrammar) dayOfWeek(weekday, n int) period {
	if !g.knowsDay() {
		return unresolved
	}
	return pointOf(g.c.ref.monday().addDays(7*n + weekday - 1))
}

// nearestWeekday is the weekday before (-1) or after (1) ref, ref itself where
// today counts.
func nearestWeekday(ref edtf, weekday, side int, today bool) edtf {
	shift := weekday - ref.weekday()
	switch {
	case shift == 0 && !today:
		shift = 7 * side
	case side < 0 && shift > 0:
		shift -= 7
	case side > 0 && shift < 0:
		shift += 7
	}
	return ref.addDays(shift)
}

// monthAt returns the month that token i names, 0 for none.
func (g *timeGrammar) monthAt(i int) int {
	if w := g.word(i); (w.class == aMonth || w.class == aMonthAbbr) && !g.taken(i) {
		return w.value
	}
	return 0
}

// isDay tells that token i can be the day of a month.
func (g *timeGrammar) isDay(i int) bool {
	w := g.word(i)
	return w.class == aDayNumber || w.class == aCenturyOrdinal && w.value >= 1 && w.value <= 31
}

// monthFirst reads "October", "Oct. 23", "October 23, 2015", "October 10-12",
// "October last year".
func (g *timeGrammar) monthFirst(i int, prep timeClass, det bool) (period, int, bool) {
	month, end := g.word(i).value, i+1
	if g.is(i, aMonthAbbr) && g.is(end, isStop) {
		end++
	}
	if g.isDay(end) && !(g.is(end+1, aUnitPlural)) {
		return g.monthDay(month, end)
	}
	if year, last, ok := g.yearAfter(end); ok {
		return pointOf(edtf{year: year, month: month}), last, true
	}
	if y, last, ok := g.relativeYear(end); ok {
		if y == 0 {
			return unresolved, last, true
		}
		return pointOf(edtf{year: y, month: month}), last, true
	}
	if prep == noTime && !(det && g.is(end, noTime)) && !g.possessive(end) {
		return unresolved, i, false
	}
	return g.yearless(month, 0, i, prep), end, true
}

// possessive tells that token i is the 's of "October's vote".
func (g *timeGrammar) possessive(i int) bool {
	if i >= g.s.Last {
		return false
	}
	f := g.d.Tokens[i].Form
	return f == "'s" || f == "’s"
}

// monthDay reads on from the day in "October 23, 2015" and "October 10-12".
func (g *timeGrammar) monthDay(month, i int) (period, int, bool) {
	day, end := g.word(i).value, i+1
	lastDay := day
	if (g.is(end, isDash) || g.is(end, isTo)) && g.isDay(end+1) {
		lastDay, end = g.word(end+1).value, end+2
	}
	year := 0
	if y, last, ok := g.yearAfter(end); ok {
		year, end = y, last
	} else if y, last, ok := g.relativeYear(end); ok {
		if year, end = y, last; y == 0 {
			return unresolved, end, true
		}
	}
	from, to := g.date(year, month, day, i), g.date(year, month, lastDay, i)
	return joinTimes(from, to), end, true
}

// date is a day whose year may have to be found (0).
func (g *timeGrammar) date(year, month, day, at int) period {
	if year == 0 {
		return g.yearless(month, day, at, isAt)
	}
	if !validDate(year, month, day) {
		return unresolved
	}
	return pointOf(edtf{year: year, month: month, day: day})
}

// yearAfter reads "2015", ", 2015" or "of 2015".
func (g *timeGrammar) yearAfter(i int) (year, end int, ok bool) {
	if (g.is(i, isComma) || g.is(i, isOf)) && g.is(i+1, aYear) {
		i++
	}
	if g.is(i, aYear) {
		return g.word(i).value, i + 1, true
	}
	return 0, i, false
}

// relativeYear reads "last year", "of this year"; year is 0 without a date.
func (g *timeGrammar) relativeYear(i int) (year, end int, ok bool) {
	if g.is(i, isOf) {
		i++
	}
	w := g.word(i)
	if w.class != isLast && w.class != isThis && w.class != isNext || g.word(i+1) != (timeWord{aUnit, int(unitYear)}) {
		return 0, i, false
	}
	if !g.knowsYear() {
		return 0, i + 2, true
	}
	return g.c.ref.year + w.value, i + 2, true
}

// yearless finds the year of a month (day 0) or a day by the tense, or takes
// the nearest where no verb tells.
func (g *timeGrammar) yearless(month, day, at int, prep timeClass) period {
	ref := g.c.ref
	if !g.knowsMonth() || day > 0 && !g.knowsDay() || day > daysIn(2000, month) {
		return unresolved
	}
	e := edtf{year: ref.year, month: month, day: day}
	side := tenseAt(g.d, g.s, at)
	switch {
	case prep == isSince:
		side = pastTense
	case side == noTense && prep == isUntil:
		side = aheadTense
	}
	distance := (month-ref.month)*31 + day
	if day > 0 {
		distance -= ref.day
	}
	switch {
	case side == pastTense && distance > 0, side == noTense && distance > 186:
		e.year--
	case side == aheadTense && distance < 0, side == noTense && distance < -186:
		e.year++
	}
	if day > 0 && !validDate(e.year, month, day) {
		return unresolved
	}
	return pointOf(e)
}

// numberFirst reads "30 September 2015", "the 30th of September", "10 to 12
// October", "the 19th century", "the third quarter of 2014", "the first half
// of 2014", "the first two weeks of May".
func (g *timeGrammar) numberFirst(i int, prep timeClass, det bool) (period, int, bool) {
	w := g.word(i)
	switch next := g.word(i + 1); {
	case next == timeWord{aUnit, int(unitCentury)} && w.class != aDayNumber:
		return pointOf(edtf{year: (w.value - 1) * 100, vague: 2}), i + 2, true
	case next == timeWord{aUnit, int(unitQuarter)} && w.class != aDayNumber && w.value <= 4:
		return g.quarter(i, i+2, w.value)
	case next.class == isHalf && w.value <= 2 && w.class != aDayNumber:
		return g.half(i, w.value)
	case next.class == isTo || next.class == isDash || next.class == isAnd:
		if p, end, ok := g.dayRange(i); ok {
			return p, end, true
		}
	}
	if w.class == anOrdinal || g.isDay(i) {
		j := i + 1
		if g.is(j, isOf) {
			j++
		}
		if month := g.monthAt(j); month > 0 {
			return g.dayMonth(i, j, month)
		}
	}
	if w.class == aCenturyOrdinal && det && prep == isAt && g.isDay(i) && g.is(i+1, noTime) && g.endsPhrase(i+1) {
		return g.dayOfMonth(i), i + 1, true
	}
	if w.class == aDayNumber {
		return g.amount(i, prep, det)
	}
	return unresolved, i, false
}

// endsPhrase tells that token i does not go on with the noun phrase before it.
func (g *timeGrammar) endsPhrase(i int) bool {
	if i >= g.s.Last {
		return true
	}
	switch g.d.Tokens[i].UPOS.String() {
	case "NOUN", "PROPN", "ADJ", "NUM", "_":
		return false
	}
	return true
}

// dayMonth reads on from the month in "30 September 2015".
func (g *timeGrammar) dayMonth(i, j, month int) (period, int, bool) {
	year, end := 0, j+1
	if g.is(j, aMonthAbbr) && g.is(end, isStop) {
		end++
	}
	if y, last, ok := g.yearAfter(end); ok {
		year, end = y, last
	} else if y, last, ok := g.relativeYear(end); ok {
		if year, end = y, last; y == 0 {
			return unresolved, end, true
		}
	}
	return g.date(year, month, g.word(i).value, i), end, true
}

// dayOfMonth finds the month of "on the 15th".
func (g *timeGrammar) dayOfMonth(i int) period {
	if !g.knowsDay() {
		return unresolved
	}
	day, ref := g.word(i).value, g.c.ref
	e := edtf{year: ref.year, month: ref.month, day: day}
	side := tenseAt(g.d, g.s, i)
	if side == pastTense && day > ref.day {
		e = ref.addMonths(-1)
	} else if side == aheadTense && day < ref.day {
		e = ref.addMonths(1)
	}
	e.day = day
	if !validDate(e.year, e.month, day) {
		return unresolved
	}
	return pointOf(e)
}

// quarter reads the year after "the third quarter" or "Q3", end being the
// token after it.
func (g *timeGrammar) quarter(i, end, q int) (period, int, bool) {
	code := 32 + q
	if year, last, ok := g.yearAfter(end); ok {
		return pointOf(edtf{year: year, month: code}), last, true
	}
	if year, last, ok := g.relativeYear(end); ok {
		if year == 0 {
			return unresolved, last, true
		}
		return pointOf(edtf{year: year, month: code}), last, true
	}
	if !g.knowsMonth() {
		return unresolved, end, true
	}
	year, now := g.c.ref.year, (g.c.ref.month-1)/3+1
	switch side := tenseAt(g.d, g.s, i); {
	case side != aheadTense && q > now:
		year--
	case side == aheadTense && q < now:
		year++
	}
	return pointOf(edtf{year: year, month: code}), end, true
}

// half reads "first half of 2014" and "second half of the year" from the ordinal.
func (g *timeGrammar) half(i, n int) (period, int, bool) {
	year, end, ok := g.yearAfter(i + 2)
	if !ok {
		year, end, ok = g.relativeYear(i + 2)
	}
	if !ok && g.is(i+2, isOf) && g.is(i+3, theArticle) && g.word(i+4) == (timeWord{aUnit, int(unitYear)}) {
		year, end, ok = g.c.ref.year, i+5, true
	}
	if !ok {
		return unresolved, i, false
	}
	if year == 0 {
		return unresolved, end, true
	}
	return spanOf(edtf{year: year, month: 6*n - 5}, edtf{year: year, month: 6 * n}), end, true
}

// season reads "summer 2014", "the summer of 2014", "the summer".
func (g *timeGrammar) season(i int, prep timeClass, det bool) (period, int, bool) {
	code := g.word(i).value
	if year, end, ok := g.yearAfter(i + 1); ok {
		return pointOf(edtf{year: year, month: code}), end, true
	}
	if year, end, ok := g.relativeYear(i + 1); ok {
		if year == 0 {
			return unresolved, end, true
		}
		return pointOf(edtf{year: year, month: code}), end, true
	}
	if prep == isAt && det && g.endsPhrase(i+1) {
		return unresolved, i + 1, true
	}
	return unresolved, i, false
}

// year reads "2011" where it cannot be a number of things.
func (g *timeGrammar) year(i int, prep timeClass, det bool) (period, int, bool) {
	tok := &g.d.Tokens[i]
	p := pointOf(edtf{year: g.word(i).value})
	if prep == noTime {
		switch tok.Deprel {
		case "nmod:tmod", "obl:tmod", "nmod:unmarked", "obl:unmarked":
			return p, i + 1, true
		}
		if (!det || g.endsPhrase(i+1)) && !g.parenthesised(i) {
			return unresolved, i, false
		}
	}
	counts := i+1 < g.s.Last && g.d.Tokens[i+1].XPOS == "NNS"
	if counts && !det && tok.Deprel != "compound" && tok.Deprel != "nmod" {
		return unresolved, i, false
	}
	return p, i + 1, true
}

func (g *timeGrammar) parenthesised(i int) bool {
	return i > g.s.First && i+1 < g.s.Last && g.d.Tokens[i-1].Form == "(" && g.d.Tokens[i+1].Form == ")"
}

// dayPart reads "the morning of 5 May", "dawn on Monday", "at dawn".
func (g *timeGrammar) dayPart(i int, prep timeClass) (period, int, bool) {
	if g.is(i+1, isAt) || g.is(i+1, isOf) {
		if p, end, ok := g.core(i+2, isAt); ok && !p.interval && (p.absent || p.from.unit() == unitDay) {
			return p, end, true
		}
	}
	if w := g.word(i + 1); w.class == aWeekday || w.class == aRelativeDay {
		return g.core(i+1, isAt)
	}
	if prep == isAt || prep == isUntil || prep == isSince {
		return unresolved, i + 1, true
	}
	return unresolved, i, false
}
