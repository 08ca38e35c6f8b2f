package queries

import "strings"

// edtfKey gives a string that sorts dates in EDTF by their beginning, or ""
// where there is none: "2011/.." begins in 2011, "../2015" before 2015,
// "2015-21" is spring, "201X" a decade, "~" and "?" say it is not sure.
func edtfKey(value string) string {
	begin, end, interval := strings.Cut(value, "/")
	before := ""
	if interval && (begin == "" || begin == "..") {
		begin, before = end, " " // sorts before the day itself
	}
	begin = strings.Map(func(r rune) rune {
		switch r {
		case 'X', 'x', 'u':
			return '0'
		case '~', '?', '%', '[', ']', '{', '}':
			return -1
		}
		return r
	}, begin)
	begin, _, _ = strings.Cut(begin, "..")
	if len(begin) < 4 || begin[0] < '0' || begin[0] > '9' {
		return ""
	}
	if len(begin) >= 7 {
		if month, ok := seasons[begin[5:7]]; ok {
			begin = begin[:5] + month
		}
	}
	return begin + before
}

// seasons and quarters of EDTF, by the month they begin in.
var seasons = map[string]string{
	"21": "03", "22": "06", "23": "09", "24": "12",
	"33": "01", "34": "04", "35": "07", "36": "10",
}
