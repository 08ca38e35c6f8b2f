package neural

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// word is what the network reads of one form; the same form always gives the same.
type word struct {
	vector int32   // row of the pretrained vectors, -1 for none
	row    int32   // row of the trained words, 0 for an unknown one
	shape  int32   // class of letters
	grams  []int32 // rows of the n-gram table; the first one stands for the form with its case
}

// The classes of letters of a form.
const (
	shapeLower = iota
	shapeTitle
	shapeUpper
	shapeInitial
	shapeMixed
	shapeDigits
	shapeNumber
	shapeCode
	shapePunct
	shapeSymbol
	shapeDotted
	shapeAddress
	shapes
)

// maxGrams bounds the n-grams of a form, so that a megabyte without a blank costs no more than a word.
const maxGrams = 28

var quotes = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`, "‘", "'", "’", "'", "´", "'", "–", "--", "—", "--", "―", "--", "…", "...")

// normal writes quotes and dashes as the treebanks mostly do.
func normal(form string) string {
	for i := 0; i < len(form); i++ {
		if form[i] >= utf8.RuneSelf {
			return quotes.Replace(form)
		}
	}
	return form
}

// hash64 is FNV-1a with a final mix.
func hash64(seed byte, s string) uint64 {
	h := uint64(14695981039346656037)
	h = (h ^ uint64(seed)) * 1099511628211
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	return h ^ h>>32
}

func hashWord(lower string) uint32 { return uint32(hash64('w', lower) >> 32) }

// clip bounds the bytes of a form that are looked at.
func clip(form string) string {
	const limit = 64
	if len(form) <= limit {
		return form
	}
	end := limit
	for end > 0 && !utf8.RuneStart(form[end]) {
		end--
	}
	return form[:end]
}

func shapeOf(form string) int32 {
	var upper, lower, digit, dot, count int
	first := false
	for _, r := range form {
		switch {
		case unicode.IsUpper(r) || unicode.IsTitle(r):
			upper++
			first = first || count == 0
		case unicode.IsLetter(r) || unicode.IsMark(r):
			lower++
		case unicode.IsDigit(r):
			digit++
		case r == '.':
			dot++
		}
		count++
	}
	letters := upper + lower
	switch {
	case letters > 0 && (strings.Contains(form, "@") || strings.Contains(form, "://") || strings.HasPrefix(form, "www.")):
		return shapeAddress
	case letters > 0 && digit > 0:
		return shapeCode
	case digit > 0 && digit == count:
		return shapeDigits
	case digit > 0:
		return shapeNumber
	case letters > 0 && dot > 0:
		return shapeDotted
	case upper == 1 && letters == 1:
		return shapeInitial
	case upper > 0 && lower == 0:
		return shapeUpper
	case upper == 1 && first:
		return shapeTitle
	case upper > 0:
		return shapeMixed
	case lower > 0:
		return shapeLower
	case unicode.In(firstRune(form), unicode.P):
		return shapePunct
	}
	return shapeSymbol
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// grams appends the rows of the character n-grams of a form.
func grams(rows []int32, form, lower string, buckets int) []int32 {
	row := func(kind byte, s string) {
		if len(rows) < maxGrams {
			rows = append(rows, int32(hash64(kind, s)%uint64(buckets)))
		}
	}
	row('C', form)
	s := plainDigits(lower)
	var ends []int // byte offsets of the runes, and the end
	for i := range s {
		ends = append(ends, i)
	}
	ends = append(ends, len(s))
	n := len(ends) - 1
	for k := 1; k <= 4 && k <= n; k++ {
		row('S', s[ends[n-k]:])
	}
	for k := 1; k <= 4 && k <= n; k++ {
		row('P', s[:ends[k]])
	}
	for k := 3; k <= 4; k++ {
		for i := 0; i+k <= n; i++ {
			row('N', s[ends[i]:ends[i+k]])
		}
	}
	return rows
}

func plainDigits(s string) string {
	if !strings.ContainsAny(s, "123456789") {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= '1' && r <= '9' {
			return '0'
		}
		return r
	}, s)
}

// Normal returns a form as words are counted: in lower case, with plain quotes and dashes.
func Normal(form string) string { return strings.ToLower(normal(clip(form))) }
