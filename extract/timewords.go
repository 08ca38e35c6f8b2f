package extract

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

//go:embed data/time.tsv
var timeTable string

// timeClass is the part that a word plays in an expression of time.
type timeClass uint8

const (
	noTime          timeClass = iota
	aMonth                    // "October": value 1 to 12
	aMonthAbbr                // "Oct", which may be followed by a full stop
	aWeekday                  // "Thursday": value 1 (Monday) to 7
	aWeekdayAbbr              // "Thu": counts only after "on" or before a full stop
	aUnit                     // "week": value is a timeUnit
	aUnitPlural               // "weeks"
	aFortnight                // two weeks
	anArticle                 // "a" before a unit is the number one
	theArticle                // "the"
	aNumber                   // "three"
	anOrdinal                 // "third"
	aVagueNumber              // "several"
	aDayPart                  // "morning": value 1 where "last" may stand before it ("last night")
	aSeason                   // "summer": value is EDTF's code, 21 to 24
	aRelativeDay              // "yesterday": value is the shift in days
	isOvernight               // "overnight"
	isThis                    // "this week"
	isLast                    // "last week"
	isNext                    // "next week"
	isWindow                  // "the past week", "the coming days": value is the direction
	isRecent                  // "recent weeks"
	isAnchored                // "the following day": told from the time last named
	isSame                    // "the same day", "that day"
	isEvery                   // "every Friday"
	isAgo                     // "two days ago"
	isShift                   // "two days later": value is the direction
	isAt                      // "on", "in", "over"
	isWithin                  // "within 48 hours"
	isFor                     // "for two weeks"
	isSince                   // "since 2011"
	isUntil                   // "until", "by"
	isFrom                    // "from May to June"
	isBetween                 // "between 2011 and 2014"
	isTo                      // joins the ends of a range
	isAnd                     // joins the ends of a range after "between"
	isOf                      // "of"
	isHalf                    // "the first half of 2014"
	isEdge                    // "early", "late"
	isEdgeOf                  // "the end of"
	isSo                      // "so far this year"
	isFar                     // the same
	aYear                     // "2011": no word of the table
	aDayNumber                // "30", "30th": no word of the table
	aNumeral                  // "72": no word of the table
	aDecade                   // "1990s": no word of the table
	aCenturyOrdinal           // "19th": no word of the table
	anISODate                 // "2015-10-22", "22/10/2015": no word of the table
	aQuarter                  // "Q3": no word of the table
	isDash                    // a hyphen or a dash: no word of the table
	isComma                   // no word of the table
	isStop                    // a full stop: no word of the table
)

var timeClasses = map[string]timeClass{
	"month": aMonth, "monthabbr": aMonthAbbr, "weekday": aWeekday, "weekdayabbr": aWeekdayAbbr,
	"unit": aUnit, "units": aUnitPlural, "fortnight": aFortnight, "article": anArticle, "the": theArticle,
	"number": aNumber, "ordinal": anOrdinal, "vague": aVagueNumber, "daypart": aDayPart, "season": aSeason,
	"relday": aRelativeDay, "overnight": isOvernight, "this": isThis, "last": isLast, "next": isNext,
	"window": isWindow, "recent": isRecent, "anchored": isAnchored, "same": isSame, "every": isEvery,
	"ago": isAgo, "shift": isShift, "at": isAt, "within": isWithin, "for": isFor, "since": isSince,
	"until": isUntil, "from": isFrom, "between": isBetween, "to": isTo, "and": isAnd, "of": isOf,
	"half": isHalf, "edge": isEdge, "edgeof": isEdgeOf, "so": isSo, "far": isFar,
}

// timeUnit is a length of time.
type timeUnit int

const (
	unitMinute timeUnit = iota + 1
	unitHour
	unitDay
	unitWeek
	unitWeekend
	unitMonth
	unitQuarter
	unitYear
	unitDecade
	unitCentury
)

// timeWord is a word's class with its value.
type timeWord struct {
	class timeClass
	value int
}

// timeWords is the table of words, which is never changed once it is read.
var timeWords = sync.OnceValue(func() map[string]timeWord {
	words, err := readTimeWords(timeTable)
	if err != nil {
		panic("extract/data/time.tsv: " + err.Error()) // embedded: a test keeps it readable
	}
	return words
})

// readTimeWords reads lines of word, class and value, separated by tabs.
func readTimeWords(table string) (map[string]timeWord, error) {
	words := make(map[string]timeWord, 256)
	number := 0
	for line := range strings.Lines(table) {
		number++
		line = strings.TrimRight(line, "\r\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, "\t")
		if len(fields) != 3 {
			return nil, fmt.Errorf("line %d: want word, class and value, got %d fields", number, len(fields))
		}
		class, ok := timeClasses[fields[1]]
		if !ok {
			return nil, fmt.Errorf("line %d: no class %q", number, fields[1])
		}
		value, err := strconv.Atoi(fields[2])
		if err != nil {
			return nil, fmt.Errorf("line %d: value %q is no number", number, fields[2])
		}
		if _, twice := words[fields[0]]; twice {
			return nil, fmt.Errorf("line %d: %q stands twice", number, fields[0])
		}
		words[fields[0]] = timeWord{class, value}
	}
	return words, nil
}

// lookUpTime returns what form means in an expression of time. It allocates
// nothing.
func lookUpTime(words map[string]timeWord, form string) timeWord {
	var lower [12]byte
	if form == "" || len(form) > len(lower) {
		return timeWord{}
	}
	if c := form[0]; c >= '0' && c <= '9' || len(form) == 2 && (c == 'Q' || c == 'q') {
		return numericTime(form)
	}
	switch form {
	case "-", "–", "—":
		return timeWord{class: isDash}
	case ",":
		return timeWord{class: isComma}
	case ".":
		return timeWord{class: isStop}
	}
	n := len(form)
	if n > 3 && form[n-1] == '.' {
		n-- // "Sept."
	}
	for i := range n {
		c := form[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		lower[i] = c
	}
	w := words[string(lower[:n])]
	if needsCapital(w.class) && (form[0] < 'A' || form[0] > 'Z') {
		return timeWord{}
	}
	return w
}

func needsCapital(c timeClass) bool {
	return c == aMonth || c == aMonthAbbr || c == aWeekday || c == aWeekdayAbbr
}

// numericTime reads "30", "30th", "2011", "1990s", "2015-10-22", "22/10/2015"
// and "Q3".
func numericTime(form string) timeWord {
	if form[0] == 'Q' || form[0] == 'q' {
		if q := form[1]; q >= '1' && q <= '4' {
			return timeWord{aQuarter, int(q - '0')}
		}
		return timeWord{}
	}
	digits, value := 0, 0
	for digits < len(form) && form[digits] >= '0' && form[digits] <= '9' && digits < 6 {
		value = value*10 + int(form[digits]-'0')
		digits++
	}
	switch rest := form[digits:]; {
	case rest == "" && digits == 4 && value >= 1500 && value <= 2199:
		return timeWord{aYear, value}
	case rest == "" && digits <= 2 && value >= 1 && value <= 31:
		return timeWord{aDayNumber, value}
	case rest == "" && digits <= 4:
		return timeWord{aNumeral, value}
	case rest == "s" && digits == 4 && value%10 == 0 && value >= 1500:
		return timeWord{aDecade, value}
	case rest == "s" && digits == 2 && value%10 == 0 && value >= 50:
		return timeWord{aDecade, 1900 + value}
	case rest == "st" || rest == "nd" || rest == "rd" || rest == "th":
		return timeWord{aCenturyOrdinal, value}
	case digits == 4 && len(form) == 10 && rest[0] == '-', digits <= 2 && len(form) >= 8 && rest[0] == '/':
		return timeWord{class: anISODate}
	}
	return timeWord{}
}
