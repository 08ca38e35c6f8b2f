package nlp

import (
	"strings"
	"unicode/utf8"
)

// maxSentence bounds a sentence, so that a parser that compares all its words
// with each other takes time linear in the length of the text.
const maxSentence = 250

// sentences appends the sentences of the paragraph that is the tokens of d from
// first on.
func (t *Tokenizer) sentences(d *Document, first, paragraph int, out []Sentence) []Sentence {
	p := newBoundaries(t.lex, d.Tokens[first:])
	begin := 0
	add := func(end int) {
		for end-begin > maxSentence {
			cut := cutAt(p.tokens, begin)
			out = append(out, Sentence{First: first + begin, Last: first + cut, Paragraph: paragraph})
			begin = cut
		}
		if end > begin {
			out = append(out, Sentence{First: first + begin, Last: first + end, Paragraph: paragraph})
		}
		begin = end
	}
	for k := range p.tokens {
		if end, ok := p.after(k); ok && end > begin {
			add(end)
		}
	}
	add(len(p.tokens))
	return out
}

// cutAt returns where to cut a sentence that is too long: behind a comma or
// the like, if there is one in its last fifth.
func cutAt(tokens []Token, begin int) int {
	end := begin + maxSentence
	for k := end - 1; k > end-maxSentence/5; k-- {
		switch tokens[k].Form {
		case ";", ",", ":", "—", "–", "--":
			return k + 1
		}
	}
	return end
}

// boundaries finds the ends of sentences in the tokens of a paragraph.
type boundaries struct {
	lex    *lexicon
	tokens []Token
	inside []bool // in brackets that close again in this paragraph
	closes []bool // a quotation mark that closes
	opens  []bool // one that opens
}

func newBoundaries(lex *lexicon, tokens []Token) *boundaries {
	b := &boundaries{lex: lex, tokens: tokens,
		inside: make([]bool, len(tokens))}
	b.brackets()
	b.opens, b.closes = quoteMarks(tokens)
	return b
}

// maxBracket bounds what counts as one remark in brackets, in tokens.
const maxBracket = 60

// brackets marks the tokens between round or square brackets that stand
// inside a sentence.
func (b *boundaries) brackets() {
	var open []int
	for k := range b.tokens {
		switch b.tokens[k].Form {
		case "(", "[":
			open = append(open, k)
		case ")", "]":
			if len(open) == 0 {
				continue
			}
			begin := open[len(open)-1]
			open = open[:len(open)-1]
			if len(open) == 0 && k-begin <= maxBracket && begin > 0 && !isTerminal(b.tokens[begin-1].Form) {
				for i := begin; i < k; i++ {
					b.inside[i] = true
				}
			}
		}
	}
}

// quoteMarks tells the quotation marks of a paragraph that open from those
// that close: by their shape, by the spaces around them, and else by turns.
func quoteMarks(tokens []Token) (opens, closes []bool) {
	opens, closes = make([]bool, len(tokens)), make([]bool, len(tokens))
	open := false // a double quotation
	for k := range tokens {
		left, right := spaced(tokens, k-1), spaced(tokens, k)
		switch tokens[k].Form {
		case "“", "«", "„", "``":
			open, opens[k] = true, true
		case "”", "»", "''":
			open, closes[k] = false, true
		case "\"":
			if left != right {
				open = left
			} else {
				open = !open
			}
			opens[k], closes[k] = open, !open
		case "‘":
			opens[k] = true
		case "’":
			closes[k] = true
		case "'", "`":
			opens[k] = left && !right
			closes[k] = !opens[k]
		}
	}
	return opens, closes
}

// spaced tells whether white space, or nothing, follows token k.
func spaced(tokens []Token, k int) bool {
	return k < 0 || k+1 >= len(tokens) || tokens[k].End < tokens[k+1].Begin
}

func (b *boundaries) spaced(k int) bool { return spaced(b.tokens, k) }

func isTerminal(form string) bool {
	r, _ := utf8.DecodeRuneInString(form)
	return isFinal(r) && !isWord(rune(form[len(form)-1]))
}

// after tells whether a sentence ends with token k and the closing marks behind
// it, and where.
func (b *boundaries) after(k int) (end int, ok bool) {
	form := b.tokens[k].Form
	terminal := isTerminal(form)
	if !terminal && form[len(form)-1] != '.' {
		return 0, false
	}
	end = k + 1
	quoted := false
	for end < len(b.tokens) && b.closer(end) {
		quoted = quoted || b.closes[end]
		end++
	}
	for b.footnote(end) {
		end += 3
	}
	if end == len(b.tokens) {
		return end, true
	}
	if b.inside[k] || end < len(b.tokens) && isTerminal(b.tokens[end].Form) && !b.spaced(end-1) {
		return 0, false
	}
	if !terminal {
		return end, b.afterAbbreviation(k, end)
	}
	return end, b.afterMark(k, end, quoted)
}

// closer tells whether a token closes what a sentence before it opened.
func (b *boundaries) closer(k int) bool {
	if b.closes[k] {
		return !b.spaced(k-1) || b.spaced(k)
	}
	switch b.tokens[k].Form {
	case ")", "]", "}":
		return true
	}
	return false
}

// footnote tells "[27]" behind the end of a sentence.
func (b *boundaries) footnote(k int) bool {
	return k+2 < len(b.tokens) && b.tokens[k].Form == "[" && b.tokens[k+2].Form == "]" && allDigits(b.tokens[k+1].Form)
}

// afterMark decides behind a final mark at k; the next sentence would begin at next.
func (b *boundaries) afterMark(k, next int, quoted bool) bool {
	form := b.tokens[k].Form
	begin := b.word(next)
	r, _ := utf8.DecodeRuneInString(b.tokens[begin].Form)
	switch {
	case form[0] == '.' && len(form) == 1:
		return b.afterStop(k, next, r)
	case isLower(r):
		return false
	case quoted && b.reports(next):
		return false
	case form == "..." || form == ".." || form == "…":
		return isUpper(r) || b.opens[next]
	}
	return isWord(r) || b.opens[next] || isOpening(b.tokens[next].Form)
}

func isOpening(form string) bool {
	switch form {
	case "(", "[", "-", "–", "—", "--", "•", "*":
		return true
	}
	return false
}

func isQuote(form string) bool {
	switch form {
	case "\"", "”", "'", "’", "''", "»":
		return true
	}
	return false
}

// afterStop decides behind a full stop at k; r is the first rune of the next word.
func (b *boundaries) afterStop(k, next int, r rune) bool {
	switch b.tokens[next].Form {
	case ",", ";", ":", ")":
		return false
	}
	if isLower(r) {
		// A full stop behind a word of some length ends its sentence, whatever follows.
		return b.spaced(next-1) && k > 0 && len(b.tokens[k-1].Form) > 3 && isLower(lastRune(b.tokens[k-1].Form)) && next == k+1
	}
	return true
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// afterAbbreviation decides behind an abbreviation at k.
func (b *boundaries) afterAbbreviation(k, next int) bool {
	form := b.tokens[k].Form
	word := b.tokens[b.word(next)].Form
	r, _ := utf8.DecodeRuneInString(word)
	if !isUpper(r) {
		return false
	}
	if end := b.tokens[next-1]; next-1 > k && isQuote(end.Form) {
		return !b.reports(next) // `in the U.S.” Obama said`
	}
	switch b.lex.abbreviation(form) {
	case plainAbbr, acronymAbbr, dateAbbr:
		return b.lex.starters[word] || b.opens[next]
	case notAbbreviated: // "Yahoo!" and the like don't come here; a number with its point does
		return false
	}
	return false
}

// word returns the first token from k on that is no opening mark.
func (b *boundaries) word(k int) int {
	for i := k; i < len(b.tokens) && i < k+4; i++ {
		if !b.opens[i] && !isOpening(b.tokens[i].Form) {
			return i
		}
	}
	return k
}

// reports tells whether what begins at k says who spoke the words before it:
// "Putin said", "asked the minister".
func (b *boundaries) reports(k int) bool {
	for i := k; i < len(b.tokens) && i < k+8; i++ {
		form := b.tokens[i].Form
		if b.lex.speech[form] {
			return true
		}
		r, _ := utf8.DecodeRuneInString(form)
		if !isUpper(r) && !isSubjectWord(form) {
			return false
		}
	}
	return false
}

// isSubjectWord tells the words in lower case that stand within a short subject.
func isSubjectWord(form string) bool {
	switch strings.ToLower(form) {
	case "the", "a", "an", "one", "of", "his", "her", "their", "al", "bin", "de", "van", "von", "-", "also", "later", "then", "has", "had",
		"president", "minister", "spokesman", "spokeswoman", "official", "prime", "foreign":
		return true
	}
	return false
}

// maxHeadline bounds a headline, in tokens.
const maxHeadline = 30

// markHeadlines marks the sentences that stand alone in their paragraph
// without a final stop before the body begins.
func markHeadlines(d *Document) {
	for i := range d.Sentences {
		s := &d.Sentences[i]
		alone := (i+1 == len(d.Sentences) || d.Sentences[i+1].Paragraph != s.Paragraph) && (i == 0 || d.Sentences[i-1].Paragraph != s.Paragraph)
		if !alone || s.Last-s.First > maxHeadline || i > 3 || i+1 == len(d.Sentences) && i > 0 {
			return
		}
		last := d.Tokens[s.Last-1].Form
		if isTerminal(last) && last != "?" && last != "!" || last == "”" || last == "\"" {
			return
		}
		s.Headline = true
	}
}
