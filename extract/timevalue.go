package extract

import (
	"strconv"
	"time"
)

// edtf is a point in time as EDTF (ISO 8601-2, level 1 and quarters of level 2)
// writes it: a day, a month, a season or quarter, a year, a decade or a century.
type edtf struct {
	year  int
	month int // 1 to 12, a code from 21 for a season or quarter, 0 for a whole year
	day   int // 0 for a whole month
	vague int // digits of the year that are not said: 1 for a decade, 2 for a century
	about bool
}

// bound tells how an end of a period is known.
type bound uint8

const (
	closedBound  bound = iota
	openBound          // "since 2011" has an open end: ".."
	unknownBound       // "recent weeks" begin nobody knows when: ""
)

// period is a point in time, or what lies between two of them, both included.
type period struct {
	from, to         edtf
	fromEnd, toEnd   bound
	interval, absent bool // absent: it is a time, but cannot be resolved
}

// unresolved is the period of an expression that has no value.
var unresolved = period{absent: true}

func pointOf(e edtf) period { return period{from: e, to: e} }

func spanOf(a, b edtf) period {
	if a == b {
		return pointOf(a)
	}
	return period{from: a, to: b, interval: true}
}

// String returns the EDTF value, "" for a period that is absent.
func (p period) String() string {
	if p.absent {
		return ""
	}
	var buf [32]byte
	b := buf[:0]
	if !p.interval {
		return string(p.from.append(b))
	}
	b = appendBound(b, p.from, p.fromEnd)
	b = append(b, '/')
	return string(appendBound(b, p.to, p.toEnd))
}

func appendBound(b []byte, e edtf, how bound) []byte {
	switch how {
	case openBound:
		return append(b, ".."...)
	case unknownBound:
		return b
	}
	return e.append(b)
}

func (e edtf) append(b []byte) []byte {
	for n := 1000; n > e.year && n > 1; n /= 10 {
		b = append(b, '0')
	}
	b = strconv.AppendInt(b, int64(e.year), 10)
	for i := range e.vague {
		b[len(b)-1-i] = 'X'
	}
	if e.month > 0 {
		b = append(b, '-', byte('0'+e.month/10), byte('0'+e.month%10))
	}
	if e.day > 0 {
		b = append(b, '-', byte('0'+e.day/10), byte('0'+e.day%10))
	}
	if e.about {
		b = append(b, '~')
	}
	return b
}

// unit is the precision of e.
func (e edtf) unit() timeUnit {
	switch {
	case e.vague == 2:
		return unitCentury
	case e.vague == 1:
		return unitDecade
	case e.day > 0:
		return unitDay
	case e.month > 12:
		return unitQuarter
	case e.month > 0:
		return unitMonth
	}
	return unitYear
}

// first and last return the first and last day of e, those of a season by the
// months it is commonly given in the north.
func (e edtf) first() edtf {
	switch e.unit() {
	case unitDay:
		return edtf{year: e.year, month: e.month, day: e.day}
	case unitMonth:
		return edtf{year: e.year, month: e.month, day: 1}
	case unitQuarter:
		return edtf{year: e.year, month: firstMonth(e.month), day: 1}
	}
	return edtf{year: e.year, month: 1, day: 1}
}

func (e edtf) last() edtf {
	switch e.unit() {
	case unitDay:
		return edtf{year: e.year, month: e.month, day: e.day}
	case unitMonth:
		return edtf{year: e.year, month: e.month, day: daysIn(e.year, e.month)}
	case unitQuarter:
		m := firstMonth(e.month) + 2
		y := e.year
		if m > 12 {
			y, m = y+1, m-12
		}
		return edtf{year: y, month: m, day: daysIn(y, m)}
	case unitDecade:
		return edtf{year: e.year + 9, month: 12, day: 31}
	case unitCentury:
		return edtf{year: e.year + 99, month: 12, day: 31}
	}
	return edtf{year: e.year, month: 12, day: 31}
}

func firstMonth(code int) int {
	if code >= 33 {
		return (code-33)*3 + 1
	}
	return (code-21)*3 + 3
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

func validDate(year, month, day int) bool {
	return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
}

// before tells whether the day e comes before the day o.
func (e edtf) before(o edtf) bool {
	if e.year != o.year {
		return e.year < o.year
	}
	if e.month != o.month {
		return e.month < o.month
	}
	return e.day < o.day
}

// addDays returns the day n days after e.
func (e edtf) addDays(n int) edtf {
	y, m, d := time.Date(e.year, time.Month(e.month), e.day+n, 0, 0, 0, 0, time.UTC).Date()
	return edtf{year: y, month: int(m), day: d}
}

// addMonths returns the month n months after e's.
func (e edtf) addMonths(n int) edtf {
	m := e.year*12 + e.month - 1 + n
	return edtf{year: m / 12, month: m%12 + 1}
}

// weekday returns 1 for a Monday to 7 for a Sunday.
func (e edtf) weekday() int {
	w := int(time.Date(e.year, time.Month(e.month), e.day, 0, 0, 0, 0, time.UTC).Weekday())
	return (w+6)%7 + 1
}

// monday returns the first day of the week of e.
func (e edtf) monday() edtf { return e.addDays(1 - e.weekday()) }

func weekFrom(monday edtf) period { return spanOf(monday, monday.addDays(6)) }

func weekendFrom(monday edtf) period { return spanOf(monday.addDays(5), monday.addDays(6)) }

// readDate reads the date that an EDTF value or an RFC 3339 time begins with,
// in the zone it is written in: a day, a month or a year.
func readDate(s string) (edtf, bool) {
	field := func(from, n int) (int, bool) {
		if len(s) < from+n {
			return 0, false
		}
		v, err := strconv.ParseUint(s[from:from+n], 10, 16)
		return int(v), err == nil
	}
	year, ok := field(0, 4)
	if !ok || len(s) > 4 && s[4] != '-' {
		return edtf{}, false
	}
	if len(s) == 4 {
		return edtf{year: year}, true
	}
	month, ok := field(5, 2)
	if !ok || month < 1 || month > 12 || len(s) > 7 && s[7] != '-' {
		return edtf{}, false
	}
	if len(s) == 7 {
		return edtf{year: year, month: month}, true
	}
	day, ok := field(8, 2)
	if !ok || !validDate(year, month, day) || len(s) > 10 && s[10] != 'T' && s[10] != ' ' {
		return edtf{}, false
	}
	return edtf{year: year, month: month, day: day}, true
}

// readNumericDate reads "2015-10-22", and "22/10/2015" or "10/22/2015" where
// only one reading is a date.
func readNumericDate(s string) (edtf, bool) {
	if len(s) > 4 && s[4] == '-' {
		return readDate(s)
	}
	var part [3]int
	n := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '/' && n < 2:
			n++
		case c >= '0' && c <= '9':
			part[n] = part[n]*10 + int(c-'0')
		default:
			return edtf{}, false
		}
	}
	if n != 2 || part[2] < 1500 || part[2] > 2199 {
		return edtf{}, false
	}
	dayFirst, monthFirst := validDate(part[2], part[1], part[0]), validDate(part[2], part[0], part[1])
	switch {
	case dayFirst && (!monthFirst || part[0] == part[1]):
		return edtf{year: part[2], month: part[1], day: part[0]}, true
	case monthFirst && !dayFirst:
		return edtf{year: part[2], month: part[0], day: part[1]}, true
	}
	return edtf{}, false
}
