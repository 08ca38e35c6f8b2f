package gazetteer

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Word is a token as the tables see it.
type Word struct {
	hash uint64 // of the normal form; 0 where nothing is left of it ("-", ".")
	kind uint8
}

// The cases of a word.
const (
	noCase uint8 = iota // digits, other scripts
	lower
	title
	upper // at least two letters, or one alone
	joiner
)

const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

// NewWord returns the token that is written so.
func NewWord(form string) Word {
	h, n := uint64(fnvOffset), 0
	var uppers, lowers int
	first := rune(0)
	for _, r := range form {
		if r < utf8.RuneSelf {
			c := asciiClass[r]
			switch {
			case c == joiner:
				continue
			case c == upper:
				uppers++
				if first == 0 {
					first = r
				}
				r += 'a' - 'A'
			case c == lower:
				lowers++
				if first == 0 {
					first = r
				}
			}
			h = (h ^ uint64(r)) * fnvPrime
			n++
			continue
		}
		if isJoiner(r) {
			continue
		}
		if first == 0 && unicode.IsLetter(r) {
			first = r
		}
		switch {
		case unicode.IsUpper(r):
			uppers++
		case unicode.IsLower(r):
			lowers++
		}
		for _, f := range fold(r) {
			h = (h ^ uint64(f)) * fnvPrime
			n++
		}
	}
	if n == 0 {
		return Word{}
	}
	if h == 0 {
		h = 1
	}
	return Word{h, caseOf(first, uppers, lowers)}
}

func caseOf(first rune, uppers, lowers int) uint8 {
	switch {
	case uppers == 0 && lowers == 0:
		return noCase
	case lowers == 0:
		return upper
	case unicode.IsUpper(first) || uppers > 0:
		return title
	}
	return lower
}

// isJoiner tells whether r, which is not ASCII, is written in a name or left
// out at will.
func isJoiner(r rune) bool {
	switch r {
	case '’', '‘', 'ʼ', 'ʿ', 'ʾ', '\u00ad', '–', '‐', '‑':
		return true
	}
	return unicode.Is(unicode.Cf, r)
}

// fold returns r, which is not ASCII, in lower case without its diacritics.
func fold(r rune) string {
	if s, ok := folded[unicode.ToLower(r)]; ok {
		return s
	}
	return string(unicode.ToLower(r))
}

// asciiClass tells an ASCII character's case, or that it is a joiner.
var asciiClass = func() (class [utf8.RuneSelf]uint8) {
	for c := 'a'; c <= 'z'; c++ {
		class[c], class[c-'a'+'A'] = lower, upper
	}
	class['.'], class['-'], class['\''], class['`'] = joiner, joiner, joiner, joiner
	return class
}()

var folded = foldTable(
	"àáâãäåāăąǎạảấầẩẫậắằẳẵặ:a", "æ:ae", "çćĉċč:c", "ďđḍḏ:d", "ð:d", "èéêëēĕėęěẹẻẽếềểễệ:e", "ĝğġģ:g", "ĥħḥḩḫ:h", "ìíîïĩīĭįıịỉ:i",
	"ĵ:j", "ķḳḵ:k", "ĺļľŀłḷ:l", "ñńņňṇ:n", "òóôõöøōŏőơọỏốồổỗộớờởỡợ:o", "œ:oe", "ŕŗřṛ:r", "śŝşšșṣ:s", "ß:ss", "ţťŧțṭ:t", "þ:th",
	"ùúûüũūŭůűųưụủứừửữự:u", "ŵ:w", "ýÿŷỳỵỷỹ:y", "źżžẓ:z")

func foldTable(rows ...string) map[rune]string {
	out := map[rune]string{}
	for _, row := range rows {
		runes := []rune(row)
		for i, r := range runes {
			if r == ':' {
				for _, from := range runes[:i] {
					out[from] = string(runes[i+1:])
				}
				break
			}
		}
	}
	return out
}

// words splits a name of the tables as tokens are split: at spaces and
// hyphens, before 's, and around other marks.
func words(name string) []Word {
	out := make([]Word, 0, 1+strings.Count(name, " ")+strings.Count(name, "-"))
	begin := 0
	cut := func(end int) {
		if w := NewWord(name[begin:end]); w.hash != 0 {
			out = append(out, w)
		}
		begin = end
	}
	for i, r := range name {
		switch {
		case r == ' ' || r == '-' || r == '–' || r == '/':
			cut(i)
			begin = i + utf8.RuneLen(r)
		case r == ',' || r == '&' || r == '(' || r == ')' || r == '!':
			cut(i)
			cut(i + 1)
		case (r == '\'' || r == '’') && possessive(name[i+utf8.RuneLen(r):]):
			cut(i)
		}
	}
	cut(len(name))
	return out
}

// possessive tells whether a name goes on after an apostrophe with the s of a
// genitive: "Lord's Resistance Army", not "Sana'a".
func possessive(rest string) bool {
	return rest == "s" || len(rest) > 1 && rest[0] == 's' && (rest[1] == ' ' || rest[1] == '-')
}
