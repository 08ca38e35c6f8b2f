package loaders

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// months maps the first three letters of a month's name to its number.
var months = map[string]time.Month{
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6,
	"jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}

const monthName = `(January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.?`

var (
	isoDate  = regexp.MustCompile(`\b(\d{4})-(\d{2})-(\d{2})\b`)
	dayFirst = regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?` + monthName + `,?\s+(\d{4})\b`)
	dayLast  = regexp.MustCompile(`(?i)\b` + monthName + `\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b`)
)

// findDate finds the first full date (day, month and year, the month in words
// or the whole in ISO 8601) in a line; begin and end are its place.
func findDate(line string) (date string, begin, end int) {
	begin = -1
	try := func(m []int, year, month, day string) {
		if m == nil || (begin >= 0 && begin <= m[0]) {
			return
		}
		if d := makeDate(year, month, day); d != "" {
			date, begin, end = d, m[0], m[1]
		}
	}
	if m := isoDate.FindStringSubmatchIndex(line); m != nil {
		try(m, line[m[2]:m[3]], line[m[4]:m[5]], line[m[6]:m[7]])
	}
	if m := dayFirst.FindStringSubmatchIndex(line); m != nil {
		try(m, line[m[6]:m[7]], line[m[4]:m[5]], line[m[2]:m[3]])
	}
	if m := dayLast.FindStringSubmatchIndex(line); m != nil {
		try(m, line[m[6]:m[7]], line[m[2]:m[3]], line[m[4]:m[5]])
	}
	return date, begin, end
}

// makeDate gives "2015-10-30", or "" where there is no such day.
func makeDate(year, month, day string) string {
	var y, m, d int
	fmt.Sscanf(year, "%d", &y)
	fmt.Sscanf(day, "%d", &d)
	if n, ok := months[strings.ToLower(month[:min(3, len(month))])]; ok {
		m = int(n)
	} else {
		fmt.Sscanf(month, "%d", &m)
	}
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if y < 1600 || y > 2200 || t.Year() != y || int(t.Month()) != m || t.Day() != d {
		return ""
	}
	return t.Format(time.DateOnly)
}

var (
	edtfDate = regexp.MustCompile(`^\d{4}(-\d{2}(-\d{2})?)?$`)
	dayCue   = regexp.MustCompile(`(?i)^(published|posted|updated|last updated|first published|date|filed|issued|created|by\s|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun)\b`)
	dateline = regexp.MustCompile(`^\p{Lu}[\p{Lu} .,'’-]*\p{Lu}\b.{0,40}$`)
)

// ParseDate reads a date as a person gives one: an EDTF date of a day, a month
// or a year, an RFC 3339 time, or a day with the month in words.
func ParseDate(s string) (string, error) {
	s = strings.TrimSpace(s)
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t.Format(time.RFC3339), nil
	}
	if edtfDate.MatchString(s) {
		layout := "2006-01-02"[:len(s)]
		if _, err := time.Parse(layout, s); err == nil {
			return s, nil
		}
	} else if date, begin, end := findDate(s); begin == 0 && end == len(s) {
		return date, nil
	}
	return "", fmt.Errorf("%q is no date: write 2015-10-30, 2015-10, 2015 or \"30 October 2015\"", s)
}

// dateOfLine gives the date that a line near the top states about its own
// article: a line that is little but a date ("Published: 30 October 2015"), or
// a dateline ("VIENNA, Oct 30, 2015 (Reuters) -"); "" for all others.
func dateOfLine(line string) string {
	line = strings.TrimSpace(line)
	date, begin, end := findDate(line)
	if date == "" {
		return ""
	}
	before, after := strings.TrimSpace(line[:begin]), line[end:]
	if len(line) <= 80 && (before == "" || dayCue.MatchString(before)) && !strings.HasSuffix(line, ".") {
		return date
	}
	rest := strings.TrimLeft(after, " .)")
	if before != "" && dateline.MatchString(strings.TrimRight(before, " ,(")) &&
		(strings.HasPrefix(rest, "(") || strings.HasPrefix(rest, "-") || strings.HasPrefix(rest, "–") || strings.HasPrefix(rest, "—")) {
		return date
	}
	return ""
}
