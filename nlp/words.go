package nlp

import (
	"strings"
	"unicode/utf8"
)

// split appends a word as its syntactic words: "don't" is "do" and "n't",
// "Russia's" is "Russia" and "'s", "5pm" is "5" and "pm".
func (c *chunk) split(i, j int, out []Span) []Span {
	w := c.text[i:j]
	if j-i > 40 {
		return append(out, Span{i, j})
	}
	if k := c.numberLength(w); k > 0 {
		return append(out, Span{i, i + k}, Span{i + k, j})
	}
	var lower string
	if parts := c.contraction(w, &lower); parts != nil {
		for _, runes := range parts {
			k := runeOffset(c.text[i:j], runes)
			out = append(out, Span{i, i + k})
			i += k
		}
		return out
	}
	if k := clitic(w); k > 0 {
		out = c.split(i, i+k, out)
		return append(out, Span{i + k, j})
	}
	return append(out, Span{i, j})
}

// numberLength returns the bytes of the number at the beginning of a word that
// ends with a unit, 0 if it is no such word.
func (c *chunk) numberLength(w string) int {
	if w[0] < '0' || w[0] > '9' {
		return 0
	}
	k := 0
	for k < len(w) && ('0' <= w[k] && w[k] <= '9' || w[k] == '.' || w[k] == ',' || w[k] == ':') {
		k++
	}
	if k < len(w) && c.lex.units[w[k:]] {
		return k
	}
	return 0
}

// contraction returns the lengths in runes of the parts of a word in data/contractions.tsv.
func (c *chunk) contraction(w string, lower *string) []int {
	if len(w) > 10 {
		return nil
	}
	*lower = strings.ToLower(strings.ReplaceAll(w, "’", "'"))
	parts := c.lex.contractions[*lower]
	if parts != nil && utf8.RuneCountInString(w) != utf8.RuneCountInString(*lower) {
		return nil
	}
	return parts
}

func runeOffset(s string, runes int) int {
	k := 0
	for range runes {
		_, size := utf8.DecodeRuneInString(s[k:])
		k += size
	}
	return k
}

// clitic returns where the last clitic of a word begins, 0 if there is none.
func clitic(w string) int {
	k := strings.LastIndexAny(w, "'’`ʼ‘")
	if k <= 0 {
		return 0
	}
	_, size := utf8.DecodeRuneInString(w[k:])
	switch strings.ToLower(w[k+size:]) {
	case "t":
		if k >= 2 && (w[k-1] == 'n' || w[k-1] == 'N') {
			return k - 1
		}
	case "s":
		if isDecade(w[:k]) {
			return 0
		}
		return k
	case "re", "ve", "ll", "d", "m":
		return k
	}
	return 0
}

// isDecade tells the "1930" of "1930's".
func isDecade(s string) bool {
	if len(s) != 2 && len(s) != 4 || s[len(s)-1] != '0' {
		return false
	}
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
