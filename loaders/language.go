package loaders

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/abadojack/whatlanggo"
)

// functionWords are English's commonest, data/function_words.txt.
//
//go:embed data/function_words.txt
var functionWords string

// language judges whether a text is English: by its function words, and where
// they are few by its letters.
type language struct{ words map[string]bool }

func newLanguage() *language {
	l := &language{words: map[string]bool{}}
	for _, word := range strings.Fields(functionWords) {
		l.words[word] = true
	}
	return l
}

// Shares of function words among the words of a text. Of 800 pages measured,
// English had 0.23 or more and other languages at most 0.11.
const (
	surely  = 0.15 // and above is English
	hardly  = 0.12 // below is not, in a text of some length
	short   = 12   // words, under which nothing can be told
	middle  = 30   // words, under which the letters have a say
	sampled = 20000
	guessed = 3000 // bytes that the guess of the other language looks at
)

// check gives ok for English and for what is too short to tell, or else the
// language that the text seems to be in, "" where that cannot be told.
func (l *language) check(text string) (ok bool, seems string) {
	words := strings.FieldsFunc(strings.ToLower(head(text, sampled)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '\'' && r != '’'
	})
	common := 0
	for _, word := range words {
		if l.words[word] {
			common++
		}
	}
	ratio := float64(common) / float64(max(len(words), 1))
	latin := latinScript(head(text, sampled))
	if latin && (ratio >= surely || len(words) < short) {
		return true, ""
	}
	guess := whatlanggo.Detect(head(text, guessed))
	if guess.Lang == whatlanggo.Eng && (ratio >= hardly || len(words) < middle) {
		return true, ""
	}
	if guess.Lang >= 0 && guess.Lang != whatlanggo.Eng && guess.IsReliable() {
		return false, guess.Lang.String()
	}
	return latin && ratio >= hardly, ""
}

// head gives the beginning of a text, whole characters.
func head(s string, bytes int) string {
	if len(s) <= bytes {
		return s
	}
	for bytes > 0 && !utf8.RuneStart(s[bytes]) {
		bytes--
	}
	return s[:bytes]
}

// latinScript tells whether most letters are Latin.
func latinScript(s string) bool {
	latin, all := 0, 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			all++
			if unicode.Is(unicode.Latin, r) {
				latin++
			}
		}
	}
	return latin*2 >= all
}
