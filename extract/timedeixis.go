package extract

// deictic reads what is told from the article's date or the time last named:
// "last week", "the past 24 hours", "recent weeks", "next Friday", "the
// following day", "that year", "every Friday".
func (g *timeGrammar) deictic(i int, prep timeClass, det bool) (period, int, bool) {
	w, next := g.word(i), g.word(i+1)
	if next.class == aDayNumber || next.class == aNumber || next.class == aNumeral || next.class == aVagueNumber ||
		next.class == aUnitPlural || next.class == aFortnight {
		return g.window(i, w, prep)
	}
	switch w.class {
	case isEvery:
		if next.class == aUnit || next.class == aWeekday || next.class == aDayPart {
			return unresolved, g.skipDayPart(i + 2), true
		}
	case isSame:
		return g.same(i)
	case isAnchored:
		return g.anchored(i)
	case isWindow:
		return g.windowOfOne(i, w.value)
	case isLast, isNext:
		if det && next.class == aUnit && (prep == isAt || prep == isWithin || prep == isFor) {
			if w.class == isNext && timeUnit(next.value) == unitDay {
				return g.anchored(i)
			}
			return g.windowOfOne(i, w.value)
		}
		if next.class == aUnit && w.class == isNext && (det || timeUnit(next.value) == unitDay) {
			return g.anchored(i)
		}
		return g.nearest(i, w.value)
	case isThis:
		return g.nearest(i, 0)
	}
	return unresolved, i, false
}

// nearest reads "last week", "this Friday", "next March", "last night", "last
// summer" from the deictic word.
func (g *timeGrammar) nearest(i, side int) (period, int, bool) {
	if g.taken(i) || g.taken(i+1) {
		return unresolved, i, false
	}
	ref, next, end := g.c.ref, g.word(i+1), i+2
	switch next.class {
	case aUnit:
		return g.nearestUnit(i, side, timeUnit(next.value))
	case aWeekday:
		end = g.skipDayPart(end)
		if !g.knowsDay() {
			return unresolved, end, true
		}
		today := side == 0
		if side == 0 {
			if side = 1; tenseAt(g.d, g.s, i+1) == pastTense {
				side = -1
			}
		}
		return pointOf(nearestWeekday(ref, next.value, side, today)), end, true
	case aMonth:
		if !g.knowsMonth() {
			return unresolved, end, true
		}
		year := ref.year
		if side < 0 && next.value >= ref.month || side > 0 && next.value <= ref.month {
			year += side
		}
		return pointOf(edtf{year: year, month: next.value}), end, true
	case aSeason:
		return g.nearestSeason(side, next.value), end, true
	case aDayPart:
		if side < 0 && next.value == 0 || side > 0 {
			return unresolved, i, false
		}
		return g.refDay(side), end, true
	}
	return unresolved, i, false
}

// nearestUnit reads "last week", "this weekend", "last week before last".
func (g *timeGrammar) nearestUnit(i, side int, u timeUnit) (period, int, bool) {
	end := i + 2
	switch u {
	case unitMinute, unitHour:
		return unresolved, i, false
	case unitDay:
		return unresolved, i, false // "to this day", "the last day"
	case unitWeekend:
		if side == 0 || !g.knowsDay() {
			return g.weekendNow(i), end, true
		}
		if side > 0 || g.c.ref.weekday() < 6 {
			return shiftUnit(g.c.ref, u, side), end, true
		}
		return shiftUnit(g.c.ref, u, -1), end, true
	}
	return g.shiftedUnit(u, side), end, true
}

// weekendNow is the weekend at hand, the last one where the tense is past.
func (g *timeGrammar) weekendNow(at int) period {
	if !g.knowsDay() {
		return unresolved
	}
	n := 0
	if g.c.ref.weekday() < 6 && tenseAt(g.d, g.s, at+1) == pastTense {
		n = -1
	}
	return shiftUnit(g.c.ref, unitWeekend, n)
}

// nearestSeason is the last one that is over, this year's, or the next to begin.
func (g *timeGrammar) nearestSeason(side, code int) period {
	if !g.knowsMonth() {
		return unresolved
	}
	e, now := edtf{year: g.c.ref.year, month: code}, g.c.ref
	now.day = max(now.day, 1)
	switch {
	case side < 0 && !e.last().before(now):
		e.year--
	case side > 0 && !now.before(e.first()):
		e.year++
	case side == 0 && code == 24 && now.month <= 2:
		e.year--
	}
	return pointOf(e)
}

// window reads "past 24 hours", "last two weeks", "coming days", "recent
// weeks", "previous three years" from the deictic word.
func (g *timeGrammar) window(i int, w timeWord, prep timeClass) (period, int, bool) {
	if g.taken(i) {
		return unresolved, i, false
	}
	n, vague, unit, end, ok := g.count(i + 1)
	if !ok {
		return unresolved, i, false
	}
	side := w.value
	switch w.class {
	case isThis, isSame, isEvery:
		return unresolved, i, false
	case isAnchored:
		return unresolved, end, true
	}
	if prep == isUntil || prep == isSince || prep == isFrom {
		return unresolved, end, true // "until the last hours before the vote"
	}
	if !g.knowsDay() {
		if g.knowsYear() && !vague && unit == unitYear {
			return spanInOrder(pointOf(g.c.ref.yearOnly()), shiftUnit(g.c.ref, unitYear, side*n)), end, true
		}
		return unresolved, end, true
	}
	if vague {
		return vagueWindow(g.c.ref, side), end, true
	}
	return g.windowOf(n, unit, side), end, true
}

func (e edtf) yearOnly() edtf { return edtf{year: e.year} }

// vagueWindow is a period that ends or begins with ref and whose other end
// nobody knows.
func vagueWindow(ref edtf, side int) period {
	p := period{from: ref, to: ref, interval: true}
	if side < 0 {
		p.fromEnd = unknownBound
	} else {
		p.toEnd = unknownBound
	}
	return p
}

// between2 joins two periods in order of time.
func spanInOrder(a, b period) period {
	if a.absent || b.absent {
		return unresolved
	}
	if b.from.first().before(a.from.first()) {
		a, b = b, a
	}
	return spanOf(a.from, b.to)
}

// windowOf is the last (-1) or next (1) n units, to the precision of the unit.
func (g *timeGrammar) windowOf(n int, unit timeUnit, side int) period {
	ref := g.c.ref
	day := func(days int) period { return spanInOrder(pointOf(ref), pointOf(ref.addDays(side*days))) }
	switch unit {
	case unitMinute:
		return pointOf(ref)
	case unitHour:
		return day((n + 23) / 24)
	case unitDay:
		return day(n)
	case unitWeek, unitWeekend:
		return day(7 * n)
	case unitMonth, unitQuarter:
		if unit == unitQuarter {
			n *= 3
		}
		return spanInOrder(shiftUnit(ref, unitMonth, 0), shiftUnit(ref, unitMonth, side*n))
	case unitDecade:
		n *= 10
	case unitCentury:
		n *= 100
	case unitYear:
		if n == 1 {
			return spanInOrder(shiftUnit(ref, unitMonth, 0), shiftUnit(ref, unitMonth, side*12))
		}
	}
	return spanInOrder(shiftUnit(ref, unitYear, 0), shiftUnit(ref, unitYear, side*n))
}

// windowOfOne reads "the past week", "the coming year".
func (g *timeGrammar) windowOfOne(i, side int) (period, int, bool) {
	next := g.word(i + 1)
	switch next.class {
	case aUnit:
		if !g.knowsDay() {
			return unresolved, i + 2, true
		}
		return g.windowOf(1, timeUnit(next.value), side), i + 2, true
	case aWeekday, aMonth, aSeason:
		return g.nearest(i, side)
	}
	return unresolved, i, false
}

// count reads a number of units: "two weeks", "24 hours", "a few days", "a
// couple of years", "days".
func (g *timeGrammar) count(i int) (n int, vague bool, unit timeUnit, end int, ok bool) {
	if g.is(i, anArticle) && (g.is(i+1, aVagueNumber) || g.is(i+1, aUnit) || g.is(i+1, aFortnight)) {
		n = 1
		i++
	}
	switch w := g.word(i); w.class {
	case aVagueNumber:
		vague = true
		if i++; g.is(i, isOf) {
			i++
		}
	case aNumber, aDayNumber, aNumeral:
		n = w.value
		i++
		if g.is(i, isDash) && g.is(i+1, aNumber) { // "twenty-four"
			n += g.word(i + 1).value
			i += 2
		}
	case aUnitPlural:
		vague = true
	}
	if g.is(i, aFortnight) {
		return max(n, 1) * 2, vague, unitWeek, i + 1, n > 0 || vague
	}
	w := g.word(i)
	if w.class != aUnitPlural && (w.class != aUnit || n != 1) || n == 0 && !vague || g.is(i+1, isDash) {
		return 0, false, 0, i, false
	}
	return n, vague, timeUnit(w.value), i + 1, true
}

// amount reads a number of units with what places it: "three days ago", "two
// days later", "in two weeks", "for a month".
func (g *timeGrammar) amount(i int, prep timeClass, det bool) (period, int, bool) {
	n, vague, unit, end, ok := g.count(i)
	if !ok {
		if g.is(i, aFortnight) && det {
			return unresolved, i + 1, prep != noTime
		}
		return unresolved, i, false
	}
	switch next := g.word(end); next.class {
	case isAgo:
		return g.ago(n, vague, unit, -1), end + 1, true
	case isShift:
		if f := g.form(end); f == 'a' || f == 'b' {
			if p, last, ok := g.fromNamedDay(n, vague, unit, end, next.value); ok {
				return p, last, true
			}
			if !g.endsPhrase(end+1) || !g.closes(end+1) {
				return unresolved, i, false // "days after Assad made a visit"
			}
		}
		return g.shiftAnchor(vague, unit, n*next.value), end + 1, true
	}
	switch prep {
	case isAt: // "in two weeks" lies ahead; "over 24 hours" is a duration
		if g.form(i-1) == 'i' && !vague && tenseAt(g.d, g.s, end-1) == aheadTense {
			return g.ago(n, false, unit, 1), end, true
		}
		return unresolved, end, true
	case isWithin:
		if !vague && g.knowsDay() && tenseAt(g.d, g.s, end-1) == aheadTense {
			return g.windowOf(n, unit, 1), end, true
		}
		return unresolved, end, true
	case isFor:
		return unresolved, end, true
	}
	return unresolved, i, false
}

// fromNamedDay reads "the day before yesterday" and "two days after Friday".
func (g *timeGrammar) fromNamedDay(n int, vague bool, unit timeUnit, i, side int) (period, int, bool) {
	w := g.word(i + 1)
	if w.class != aRelativeDay && w.class != aWeekday {
		return unresolved, i, false
	}
	p, end, ok := g.core(i+1, isAt)
	if !ok || vague || p.absent || p.interval {
		return unresolved, end, ok
	}
	return shiftPrecisely(p.from, unit, n*side), end, true
}

// closes tells that nothing which "after" could govern follows: token i ends
// the sentence or is a mark.
func (g *timeGrammar) closes(i int) bool {
	return i >= g.s.Last || g.d.Tokens[i].UPOS.String() == "PUNCT" || g.is(i, isComma) || g.is(i, isStop)
}

// ago is the time n units before (-1) or after (1) the article's date, to the
// precision of the unit.
func (g *timeGrammar) ago(n int, vague bool, unit timeUnit, side int) period {
	if vague || !g.knowsYear() {
		return unresolved
	}
	return shiftPrecisely(g.c.ref, unit, n*side)
}

// shiftPrecisely moves e by n units, to the precision of the unit: "two weeks
// ago" is about a day, "five years ago" a year.
func shiftPrecisely(e edtf, unit timeUnit, n int) period {
	if unit <= unitWeekend && e.day == 0 || unit <= unitQuarter && (e.month == 0 || e.month > 12) {
		return unresolved
	}
	switch unit {
	case unitMinute, unitHour:
		if n%24 != 0 || unit == unitMinute {
			return unresolved
		}
		return pointOf(e.addDays(n / 24))
	case unitDay:
		return pointOf(e.addDays(n))
	case unitWeek, unitWeekend:
		d := e.addDays(7 * n)
		d.about = true
		return pointOf(d)
	case unitMonth:
		return pointOf(e.addMonths(n))
	case unitQuarter:
		return pointOf(e.addMonths(3 * n))
	case unitDecade:
		return pointOf(edtf{year: e.year + 10*n, about: true})
	case unitCentury:
		return pointOf(edtf{year: e.year + 100*n, about: true})
	}
	return pointOf(edtf{year: e.year + n})
}

// shiftAnchor moves the time last named: "two days later".
func (g *timeGrammar) shiftAnchor(vague bool, unit timeUnit, n int) period {
	if vague {
		return unresolved
	}
	a, ok := g.anchor()
	if !ok {
		return unresolved
	}
	if unit == unitWeek && a.day > 0 {
		return pointOf(a.addDays(7 * n))
	}
	return shiftPrecisely(a, unit, n)
}

// anchor returns the point last named in this sentence or the one before.
func (g *timeGrammar) anchor() (edtf, bool) {
	p, ok := g.named, g.hasNamed
	if !ok && !g.unanchored {
		p, ok = g.c.anchor(g.d, g.s)
	}
	if !ok || p.absent || p.interval || p.from.about || p.from.vague > 0 {
		return edtf{}, false
	}
	return p.from, true
}

// anchored reads "following day", "previous month", "next day" from its first
// word.
func (g *timeGrammar) anchored(i int) (period, int, bool) {
	next, end := g.word(i+1), i+2
	side := g.word(i).value
	a, known := g.anchor()
	switch next.class {
	case aUnit:
		if !known {
			return unresolved, end, true
		}
		return shiftUnit(a, timeUnit(next.value), side), end, true
	case aWeekday:
		end = g.skipDayPart(end)
		if !known || a.day == 0 {
			return unresolved, end, true
		}
		return pointOf(nearestWeekday(a, next.value, side, false)), end, true
	case aDayPart:
		if !known || a.day == 0 {
			return unresolved, end, true
		}
		return pointOf(a.addDays(side)), end, true
	case aMonth, aSeason:
		return unresolved, end, true
	}
	return unresolved, i, false
}

// same reads "the same day", "that year".
func (g *timeGrammar) same(i int) (period, int, bool) {
	next := g.word(i + 1)
	if next.class == aDayPart || next.class == aWeekday {
		return g.sameDay(), i + 2, true
	}
	if next.class != aUnit {
		return unresolved, i, false
	}
	a, ok := g.anchor()
	if !ok {
		return unresolved, i + 2, true
	}
	return shiftUnit(a, timeUnit(next.value), 0), i + 2, true
}

// sameDay is the day last named.
func (g *timeGrammar) sameDay() period {
	a, ok := g.anchor()
	if !ok || a.day == 0 {
		return unresolved
	}
	return pointOf(a)
}

// bareUnit reads a unit alone: "the day before yesterday", "a week later"
// (see amount), "the weekend", "the year 2011", "the day before".
func (g *timeGrammar) bareUnit(i int, prep timeClass, det bool) (period, int, bool) {
	unit, next := timeUnit(g.word(i).value), g.word(i+1)
	if !det {
		return unresolved, i, false
	}
	if next.class == isShift && unit >= unitDay {
		if p, end, ok := g.fromNamedDay(1, false, unit, i+1, next.value); ok {
			return p, end, true
		}
		if g.closes(i + 2) {
			return g.shiftAnchor(false, unit, next.value), i + 2, true
		}
	}
	switch {
	case unit == unitYear && next.class == aYear:
		return pointOf(edtf{year: next.value}), i + 2, true
	case unit == unitWeekend && prep != noTime:
		return g.weekendNow(i - 1), i + 1, true
	case prep == isUntil && unit >= unitWeek && g.closes(i+1):
		return g.currentUnit(unit), i + 1, true
	}
	return unresolved, i, false
}
