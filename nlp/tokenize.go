package nlp

import (
	"strings"
	"unicode/utf8"
)

// Tokenizer splits English text into sentences and syntactic words as the
// Universal Dependencies treebanks EWT and GUM have them. It takes time linear in the
// length of the text, whatever the text. It is safe for concurrent use.
type Tokenizer struct{ lex *lexicon }

// NewTokenizer returns a Tokenizer; an error means that a data file is broken.
func NewTokenizer() (*Tokenizer, error) {
	lex, err := newLexicon()
	if err != nil {
		return nil, err
	}
	return &Tokenizer{lex: lex}, nil
}

// Document returns the text with its tokens and sentences. The tokens have
// forms and spans, nothing else yet, and no head (-1).
func (t *Tokenizer) Document(text string) *Document {
	d := &Document{Text: text, Tokens: make([]Token, 0, len(text)/5+1)}
	var spans []Span
	for i, p := range paragraphs(text) {
		spans = t.words(text, p, spans[:0])
		first := len(d.Tokens)
		for _, s := range spans {
			d.Tokens = append(d.Tokens, Token{Span: s, Form: text[s.Begin:s.End], Head: -1})
		}
		d.Sentences = t.sentences(d, first, i, d.Sentences)
	}
	markHeadlines(d)
	return d
}

// words appends the tokens of a paragraph.
func (t *Tokenizer) words(text string, p Span, out []Span) []Span {
	for i := p.Begin; i < p.End; {
		r, size := runeAt(text, i)
		if isSpace(r) {
			i += size
			continue
		}
		end := i + chunkLength(text[i:p.End])
		out = t.chunk(text[:p.End], i, end, out)
		i = end
	}
	return out
}

// chunkLength returns the bytes up to the next white space.
func chunkLength(s string) int {
	for i, r := range s {
		if isSpace(r) {
			return i
		}
	}
	return len(s)
}

// chunk appends the tokens of a stretch without white space.
func (t *Tokenizer) chunk(text string, begin, end int, out []Span) []Span {
	c := chunk{lex: t.lex, text: text, begin: begin, end: end,
		address: strings.ContainsAny(text[begin:end], "@:/") || strings.Contains(text[begin:end], "www.")}
	for i := begin; i < end; {
		j := c.token(i)
		if c.word {
			out = c.split(i, j, out)
		} else {
			out = append(out, Span{i, j})
		}
		i = j
	}
	return out
}

// chunk is a stretch of text without white space that is being split.
type chunk struct {
	lex        *lexicon
	text       string // up to the end of the paragraph
	begin, end int
	address    bool // may hold a web or mail address
	word       bool // the last token was a word, which may be several
}

// token returns the end of the token that begins at i.
func (c *chunk) token(i int) int {
	c.word = false
	if c.address {
		if j := c.url(i); j > i {
			return j
		}
		if j := c.mail(i); j > i {
			return j
		}
	}
	r, size := runeAt(c.text, i)
	if isWord(r) {
		c.word = true
		return c.wordEnd(i)
	}
	next, _ := runeAt(c.text[:c.end], i+size)
	if isWord(next) && c.joins(i, r, next) {
		c.word = true
		return c.wordEnd(i + size)
	}
	return c.mark(i, r, size)
}

// joins tells whether a mark belongs to the word behind it: ".5", "#1",
// "@POTUS", "'90s", "'em", "+44".
func (c *chunk) joins(i int, r, next rune) bool {
	before := runeBefore(c.text[c.begin:], i-c.begin)
	switch {
	case r == '.':
		return isDigit(next) && !isWord(before) && !isFinal(before) && before != ')'
	case r == '#' || r == '@':
		return i == c.begin || before == '('
	case r == '+':
		return i == c.begin && isDigit(next)
	case isApostrophe(r):
		return c.elided(i)
	}
	return false
}

// elided tells an apostrophe that stands for letters left out from a quotation mark.
func (c *chunk) elided(i int) bool {
	_, size := runeAt(c.text, i)
	rest := c.text[i+size : c.end]
	if len(rest) > 8 {
		rest = rest[:8]
	}
	word := rest
	for k, r := range rest {
		if !isWord(r) {
			word = rest[:k]
			break
		}
	}
	switch strings.ToLower(word) {
	case "em", "til", "cause", "bout", "n", "s", "re", "ll", "ve", "d", "m", "tis", "twas":
		return true
	}
	return len(word) == 3 && word[1] == '0' && word[2] == 's'
}

// wordEnd returns the end of the word that begins at i, with its abbreviation point.
func (c *chunk) wordEnd(i int) int {
	begin := i // of the segment behind the last hyphen
	start := i
	for i < c.end {
		r, size := runeAt(c.text, i)
		if isWord(r) {
			i += size
			continue
		}
		if i == start || !c.inner(start, begin, i, r, size) {
			break
		}
		i += size
		if isHyphen(r) {
			begin = i
		}
	}
	switch r, size := runeAt(c.text[:c.end], i); {
	case r == '.' && c.abbreviated(start, i):
		return i + size
	case r == '$' && currencyLetters(c.text[start:i]):
		return i + size
	}
	return i
}

func currencyLetters(s string) bool {
	switch s {
	case "US", "U", "C", "A", "S", "R", "HK", "NZ", "AU", "CA", "NT", "Z":
		return true
	}
	return false
}

// inner tells whether a mark at i, which has the word from start before it,
// belongs inside that word. begin is where the segment behind the last hyphen starts.
func (c *chunk) inner(start, begin, i int, r rune, size int) bool {
	next, _ := runeAt(c.text[:c.end], i+size)
	if !isWord(next) {
		return false
	}
	before := runeBefore(c.text, i)
	digits := isDigit(before) && isDigit(next)
	switch {
	case isApostrophe(r):
		return true
	case r == '.':
		return digits || c.dotted(start, i)
	case r == ',', r == ':':
		return digits
	case r == '/':
		return digits && allDigits(c.text[start:i]) || i-start == 1 && slashed(c.text[start:c.end])
	case r == '&':
		return i-start <= 3 && isLetter(before) && isLetter(next) && segmentLength(c.text[i+size:c.end]) <= 3
	case r == '*':
		return isLetter(before) && isLetter(next)
	case isHyphen(r):
		return c.keepsHyphen(start, begin, i)
	}
	return false
}

// slashed tells the words that keep their slash.
func slashed(s string) bool { return strings.HasPrefix(s, "s/he") || strings.HasPrefix(s, "b/c") }

// segmentLength returns the bytes of letters and digits at the beginning of s, at most 8.
func segmentLength(s string) int {
	for i, r := range s {
		if i >= 8 || !isWord(r) {
			return i
		}
	}
	return len(s)
}

func allDigits(s string) bool {
	if s == "" || len(s) > 10 {
		return false
	}
	for i := 0; i < len(s); i++ {
		if (s[i] < '0' || s[i] > '9') && s[i] != '/' {
			return false
		}
	}
	return true
}

// dotted tells whether a point between letters is part of the word: acronyms
// and names of sites and files.
func (c *chunk) dotted(start, i int) bool {
	if c.acronym(start, i) {
		return true
	}
	rest := c.text[i+1 : c.end]
	n := segmentLength(rest)
	return n >= 2 && n <= 5 && siteEndings[strings.ToLower(rest[:n])]
}

// siteEndings end the names of sites and files.
var siteEndings = map[string]bool{
	"com": true, "org": true, "net": true, "edu": true, "gov": true, "mil": true, "int": true, "info": true, "uk": true, "us": true,
	"co": true, "ca": true, "de": true, "fr": true, "ru": true, "au": true, "nz": true, "eu": true, "io": true, "tv": true, "nl": true,
	"doc": true, "xls": true, "pdf": true, "txt": true, "jpg": true, "png": true, "gif": true, "html": true, "htm": true, "php": true,
	"exe": true, "zip": true, "ppt": true, "docx": true, "url": true, "asp": true, "js": true,
}

// acronym tells whether the text from start to i is single letters with points
// between them ("U.S", "a.m"), or one letter. "Ph.D" counts.
func (c *chunk) acronym(start, i int) bool {
	s := c.text[start:i]
	if len(s) > 24 {
		return false
	}
	if s == "Ph" || s == "Ph.D" {
		return true
	}
	letter := false
	for k, r := range s {
		switch {
		case isLetter(r) && !letter:
			letter = true
		case r == '.' && letter && k > 0:
			letter = false
		default:
			return false
		}
	}
	return letter
}

// keepsHyphen tells whether a hyphen at i stays inside the word: behind a
// prefix ("non-IS"), in telephone numbers and dates of digits.
func (c *chunk) keepsHyphen(start, begin, i int) bool {
	segment := c.text[begin:i]
	if len(segment) <= 8 && c.lex.prefixes[strings.ToLower(segment)] && begin == start {
		return true
	}
	return isTelephone(c.text[start:min(c.end, start+16)]) && i-start <= 12
}

// isTelephone tells "555-1234", "713-853-3989" and "11-20-2000" from a range of numbers.
func isTelephone(s string) bool {
	var groups [5]int
	n := 0
	for i := 0; i < len(s); i++ {
		switch {
		case '0' <= s[i] && s[i] <= '9':
			groups[n]++
		case s[i] == '-' && groups[n] > 0 && n < 4 && i+1 < len(s) && '0' <= s[i+1] && s[i+1] <= '9':
			n++
		default:
			i = len(s)
		}
	}
	return n >= 2 || n == 1 && groups[0] == 3 && groups[1] == 4
}

// abbreviated tells whether the point at i belongs to the word from start.
func (c *chunk) abbreviated(start, i int) bool {
	rest := c.text[i+1:]
	if i+1 < c.end {
		r, _ := runeAt(c.text, i+1)
		if isFinal(r) || isWord(r) {
			return false
		}
	}
	if i-start > 12 {
		return false
	}
	switch c.lex.abbreviation(c.text[start : i+1]) {
	case notAbbreviated:
		return false
	case numberAbbr:
		r, _ := runeAt(rest, len(rest)-len(strings.TrimLeft(rest, " \u00a0\n\r\t")))
		return isDigit(r) || r == '$' || r == '£' || r == '€'
	case initialAbbr:
		return c.initial(start, rest)
	}
	return true
}

// initial tells whether a capital with a point before rest is somebody's
// initial: a name follows, or another initial.
func (c *chunk) initial(start int, rest string) bool {
	rest = strings.TrimLeft(rest, " \u00a0\n\r\t")
	r, size := runeAt(rest, 0)
	if r == '-' || r == ',' || r == ')' {
		return true
	}
	if !isUpper(r) {
		return false
	}
	n := segmentLength(rest)
	if n == size { // "J. R. Smith", but "Plan B. I went"
		return n < len(rest) && rest[n] == '.' || c.text[start] != 'I' && r != 'I' && r != 'A'
	}
	return !c.lex.starters[rest[:n]]
}

// abbreviation returns the kind of a word with a point at its end.
func (l *lexicon) abbreviation(word string) abbreviation {
	if kind := l.abbreviations[word]; kind != notAbbreviated {
		return kind
	}
	stem := word[:len(word)-1]
	if len(stem) > 2 && isUpper(lastRune(stem)) { // "GEN." in capitals
		if kind := l.abbreviations[stem[:1]+strings.ToLower(stem[1:])+"."]; kind == titleAbbr {
			return kind
		}
	}
	if r, size := utf8.DecodeRuneInString(stem); size == len(stem) {
		if isUpper(r) {
			return initialAbbr
		}
		return notAbbreviated
	}
	if strings.IndexByte(stem, '.') > 0 && (&chunk{text: stem}).acronym(0, len(stem)) {
		return acronymAbbr
	}
	return notAbbreviated
}

// mark returns the end of the punctuation that begins at i.
func (c *chunk) mark(i int, r rune, size int) int {
	if j := c.emoticon(i, r); j > i {
		return j
	}
	j := i + size
	same := func(next rune) bool { return next == r }
	switch {
	case isFinal(r):
		same = isFinal
	case r == '-' || r == '*' || r == '=' || r == '_' || r == '+' || r == '#' || r == '~' || r == '<' || r == '>' || r == '`' || r == '\'':
	default:
		return j
	}
	for j < c.end {
		next, n := runeAt(c.text, j)
		if !same(next) {
			break
		}
		j += n
	}
	return j
}

// emoticon returns the end of an emoticon that stands alone or before a final mark.
func (c *chunk) emoticon(i int, r rune) int {
	if r != ':' && r != ';' && r != '=' || c.end-i > 6 {
		return i
	}
	s := strings.TrimRight(c.text[i:c.end], ".!?,")
	switch s {
	case ":)", ":(", ";)", ":D", ":P", ";P", "=)", "=(", ":-)", ":-(", ";-)", ":-D", ":-P", ":/", ":-/", ":))", ":O":
		return i + len(s)
	}
	return i
}

// url returns the end of the web address that begins at i, or i.
func (c *chunk) url(i int) int {
	if runeBefore := c.text[max(i-1, 0)]; i > c.begin && isLetter(rune(runeBefore)) {
		return i
	}
	s := c.text[i:c.end]
	if !hasPrefixFold(s, "http://") && !hasPrefixFold(s, "https://") && !hasPrefixFold(s, "ftp://") &&
		!hasPrefixFold(s, "www.") && !hasPrefixFold(s, "mailto:") {
		return i
	}
	if k := strings.IndexAny(s, "<>\"“”«»{}|^"); k >= 0 {
		s = s[:k]
	}
	trimmed := strings.TrimRight(s, ".,;:!?'’…]")
	if strings.HasSuffix(trimmed, ")") && !strings.Contains(trimmed, "(") {
		trimmed = strings.TrimRight(trimmed, ").,;:!?'’…")
	}
	return i + len(trimmed)
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) > len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

const maxMail = 128 // bytes of the local part of an address

// mail returns the end of the mail address that begins at i, or i.
func (c *chunk) mail(i int) int {
	if !isMailByte(c.text[i]) || i > c.begin && isMailByte(c.text[i-1]) {
		return i
	}
	at := i
	for at < c.end && at-i < maxMail && isMailByte(c.text[at]) {
		at++
	}
	if at == i || at >= c.end || c.text[at] != '@' {
		return i
	}
	j := at + 1
	for j < c.end && isMailByte(c.text[j]) {
		j++
	}
	j = at + 1 + len(strings.TrimRight(c.text[at+1:j], "._%+-"))
	if j == at+1 {
		return i
	}
	return j
}

func isMailByte(b byte) bool {
	return isLetter(rune(b)) || '0' <= b && b <= '9' || b == '.' || b == '_' || b == '%' || b == '+' || b == '-'
}
