package nlp

import (
	"fmt"
	"maps"
	"strings"
)

// lemmatizer finds the dictionary form of words by their tags: a table of
// exceptions (data/lemmas.tsv) first, then the rules of English inflection,
// with lists of verbs (data/verbs.txt, verbs_own.txt, verbs_wordnet.txt) to choose between "hop" and "hope".
type lemmatizer struct {
	exceptions map[lemmaKey]string
	verbs      map[string]bool     // the usual ones
	rare       map[string]bool     // the others that WordNet has
	irregular  map[lemmaKey]string // by VBD, VBN and NNS
}

type lemmaKey struct{ xpos, form string }

func newLemmatizer() (*lemmatizer, error) {
	l := &lemmatizer{exceptions: map[lemmaKey]string{}}
	err := l.readIrregular()
	if err != nil {
		return nil, err
	}
	err = readLines("lemmas.tsv", func(line string) error {
		f := strings.Split(line, "\t")
		if len(f) != 3 {
			return fmt.Errorf("want tag, form and lemma, got %q", line)
		}
		l.exceptions[lemmaKey{f[0], f[1]}] = f[2]
		return nil
	})
	if err != nil {
		return nil, err
	}
	if l.verbs, err = readWords("verbs.txt"); err != nil {
		return nil, err
	}
	if l.rare, err = readWords("verbs_wordnet.txt"); err != nil {
		return nil, err
	}
	return l, l.readOwnVerbs()
}

// readOwnVerbs adds the verbs that the treebanks don't have, and the irregular ones.
func (l *lemmatizer) readOwnVerbs() error {
	own, err := readWords("verbs_own.txt")
	maps.Copy(l.verbs, own)
	for form, base := range l.irregular {
		if form.xpos == "VBD" {
			l.verbs[base] = true
		}
	}
	return err
}

func (l *lemmatizer) readIrregular() error {
	l.irregular = map[lemmaKey]string{}
	err := readLines("irregular_verbs.tsv", func(line string) error {
		f := strings.Split(line, "\t")
		if len(f) != 3 {
			return fmt.Errorf("want base, past and participle, got %q", line)
		}
		for _, tag := range [...]string{"VBD", "VBN"} { // some speakers and taggers mix them
			for _, form := range f[1:] {
				if _, ok := l.irregular[lemmaKey{tag, form}]; !ok {
					l.irregular[lemmaKey{tag, form}] = f[0]
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return readLines("irregular_nouns.tsv", func(line string) error {
		plural, singular, ok := strings.Cut(line, "\t")
		if !ok {
			return fmt.Errorf("want plural and singular, got %q", line)
		}
		l.irregular[lemmaKey{"NNS", plural}] = singular
		return nil
	})
}

// irregularOf returns the lemma of an irregular form, also behind a prefix.
func (l *lemmatizer) irregularOf(w, xpos string) string {
	if lemma := l.irregular[lemmaKey{xpos, w}]; lemma != "" {
		return lemma
	}
	for _, p := range verbPrefixes {
		if len(w) > len(p)+2 && strings.HasPrefix(w, p) {
			if lemma := l.irregular[lemmaKey{xpos, w[len(p):]}]; lemma != "" {
				return p + lemma
			}
		}
	}
	if xpos == "NNS" && strings.HasSuffix(w, "men") && len(w) > 4 {
		return w[:len(w)-2] + "an"
	}
	return ""
}

var verbPrefixes = [...]string{"re-", "re", "over", "out", "under", "mis", "dis", "un", "co-", "pre", "de", "fore", "up", "with", "be", "in"}

// run sets the lemmas of a document.
func (l *lemmatizer) run(d *Document) {
	for i := range d.Tokens {
		t := &d.Tokens[i]
		t.Lemma = l.lemma(t.Form, t.UPOS, t.XPOS)
	}
}

// lemma returns the lemma of a form with its tags.
func (l *lemmatizer) lemma(form string, upos UPOS, xpos string) string {
	lower := straighten(strings.ToLower(form))
	if lemma, ok := l.exceptions[lemmaKey{xpos, lower}]; ok {
		if upos == PROPN {
			return likeForm(lemma, form)
		}
		return lemma
	}
	switch upos {
	case NUM:
		return strings.ReplaceAll(lower, ",", "")
	case ADJ, VERB, NOUN:
		if xpos == "NNP" || xpos == "NNPS" || isDemonym(form) {
			return straighten(form)
		}
	case PROPN, X, SYM, PUNCT:
		return straighten(l.nameLemma(form, xpos))
	}
	return l.inflected(lower, xpos)
}

// isDemonym tells adjectives and nouns that keep their capital: "Russian", "Kurdish".
func isDemonym(form string) bool {
	if len(form) < 4 || !isUpper(rune(form[0])) || !isLower(rune(form[1])) {
		return false
	}
	for _, s := range [...]string{"ian", "ean", "ese", "Dutch", "Greek", "Arab", "Swiss", "Thai", "Czech", "French", "American", "Korean", "African", "German",
		"aqi", "eli", "emi", "ani", "iti", "abi", "uti", "ish", "ians", "Kurds", "Arabs"} {
		if strings.HasSuffix(form, s) {
			return true
		}
	}
	return false
}

// straighten replaces curly quotes by the straight ones that lemmas have.
func straighten(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] == 0xe2 {
			return strings.NewReplacer("’", "'", "‘", "'", "“", "\"", "”", "\"", "–", "-", "—", "-", "…", "...").Replace(s)
		}
	}
	return s
}

// nameLemma returns the lemma of a name, a number or a symbol: the form
// itself, without the plural of "the Clintons".
func (l *lemmatizer) nameLemma(form, xpos string) string {
	if xpos == "NNPS" {
		if lower := strings.ToLower(form); lower != form {
			return likeForm(singular(lower), form)
		}
	}
	return form
}

// likeForm gives a lemma in lower case the capitals of its form.
func likeForm(lemma, form string) string {
	if len(lemma) > 0 && len(lemma) <= len(form) && strings.EqualFold(lemma, form[:len(lemma)]) {
		return form[:len(lemma)]
	}
	if len(lemma) > 0 && isUpper(rune(form[0])) && isLower(rune(lemma[0])) {
		return strings.ToUpper(lemma[:1]) + lemma[1:]
	}
	return lemma
}

// inflected undoes the inflection that the Penn tag names.
func (l *lemmatizer) inflected(w, xpos string) string {
	if lemma := l.irregularOf(w, xpos); lemma != "" {
		return lemma
	}
	switch xpos {
	case "NNS":
		return singular(w)
	case "VBZ":
		return l.verbOf(w, "s")
	case "VBD", "VBN":
		return l.verbOf(w, "ed")
	case "VBG":
		return l.verbOf(w, "ing")
	case "JJR", "RBR":
		return graded(w, "er")
	case "JJS", "RBS":
		return graded(w, "est")
	}
	return w
}

// singular undoes the plural of a noun.
func singular(w string) string {
	n := len(w)
	switch {
	case n < 4 || w[n-1] != 's' || strings.HasSuffix(w, "ss") || strings.HasSuffix(w, "us") || strings.HasSuffix(w, "'s"):
		return w
	case strings.HasSuffix(w, "ies") && n > 4:
		return w[:n-3] + "y"
	case strings.HasSuffix(w, "sses"), strings.HasSuffix(w, "shes"), strings.HasSuffix(w, "ches"),
		strings.HasSuffix(w, "xes"), strings.HasSuffix(w, "zzes"), strings.HasSuffix(w, "uses") && !strings.HasSuffix(w, "auses") && !strings.HasSuffix(w, "ouses"):
		return w[:n-2]
	}
	return w[:n-1]
}

// verbOf undoes the ending of a verb.
func (l *lemmatizer) verbOf(w, ending string) string {
	if !strings.HasSuffix(w, ending) || len(w) < len(ending)+2 {
		return w
	}
	stem := w[:len(w)-len(ending)]
	if !strings.ContainsAny(stem, "aeiouy") {
		return w
	}
	if ending == "s" {
		return l.thirdPerson(stem)
	}
	n := len(stem)
	if ending == "ed" && stem[n-1] == 'i' {
		if l.verbs[stem+"e"] { // "tied"
			return stem + "e"
		}
		return stem[:n-1] + "y"
	}
	undoubled := ""
	if n > 2 && stem[n-1] == stem[n-2] {
		undoubled = stem[:n-1]
	}
	switch { // known verbs first; "hoped" is of "hope", "hopped" of "hop"
	case l.verbs[stem+"e"]:
		return stem + "e"
	case l.verbs[stem]:
		return stem
	case l.known(stem + "e"):
		return stem + "e"
	case l.known(stem):
		return stem
	case undoubled != "" && l.known(undoubled):
		return undoubled
	case undoubled != "" && !strings.ContainsRune("lszf", rune(stem[n-1])):
		return undoubled
	case takesE(stem):
		return stem + "e"
	}
	return stem
}

// known tells a verb of the lists, also behind a prefix ("re-elect", "overthrow").
func (l *lemmatizer) known(verb string) bool {
	if l.verbs[verb] || l.rare[verb] {
		return true
	}
	for _, p := range verbPrefixes {
		if len(verb) > len(p)+3 && strings.HasPrefix(verb, p) && l.verbs[verb[len(p):]] {
			return true
		}
	}
	return false
}

func (l *lemmatizer) thirdPerson(stem string) string {
	n := len(stem)
	switch {
	case strings.HasSuffix(stem, "ie") && n > 3 && !l.known(stem):
		return stem[:n-2] + "y"
	case l.known(stem):
		return stem
	case strings.HasSuffix(stem, "sse"), strings.HasSuffix(stem, "she"), strings.HasSuffix(stem, "che"),
		strings.HasSuffix(stem, "xe"), strings.HasSuffix(stem, "zze"), strings.HasSuffix(stem, "oe"):
		return stem[:n-1]
	}
	return stem
}

// takesE tells the stems that lost an "e": "creat", "organiz", "handl", "forc".
func takesE(stem string) bool {
	n := len(stem)
	if n < 3 {
		return true
	}
	last, before := stem[n-1], stem[n-2]
	if last == 'e' { // "freed", "agreed"
		return true
	}
	vowel := strings.IndexByte("aeiou", before) >= 0
	switch last {
	case 'v', 'c', 'z', 'u':
		return before != 'z'
	case 'g':
		return before == 'd' || before == 'r' || before == 'a' && stem[n-3] != 'e' || before == 'u' && n > 3 || strings.HasSuffix(stem, "ieg")
	case 's':
		return before != 's'
	case 'l':
		return strings.IndexByte("btpdgkfz", before) >= 0
	case 't':
		return before == 'a' && strings.IndexByte("eo", stem[n-3]) < 0 || before == 'u' && stem[n-3] != 'o' || strings.HasSuffix(stem, "quot")
	case 'r':
		return before == 'u' || before == 'i' || before == 'a' && stem[n-3] != 'e'
	case 'd':
		return before == 'u' || before == 'i' || before == 'a' && n == 3
	case 'n', 'm', 'k', 'p':
		return vowel && strings.IndexByte("aeiou", stem[n-3]) < 0 && before != 'e' && n <= 4
	}
	return false
}

// graded undoes a comparative or superlative.
func graded(w, ending string) string {
	if !strings.HasSuffix(w, ending) || len(w) < len(ending)+3 {
		return w
	}
	stem := w[:len(w)-len(ending)]
	n := len(stem)
	switch {
	case stem[n-1] == 'i':
		return stem[:n-1] + "y"
	case stem[n-1] == stem[n-2] && !strings.ContainsRune("ls", rune(stem[n-1])):
		return stem[:n-1]
	case strings.HasSuffix(stem, "rg"), stem[n-1] == 'v', stem[n-1] == 'c', stem[n-1] == 'r' && stem[n-2] != 'e' && stem[n-2] != 'a' && stem[n-2] != 'o',
		strings.HasSuffix(stem, "at") && n == 3, strings.HasSuffix(stem, "bl"), strings.HasSuffix(stem, "pl"), strings.HasSuffix(stem, "id") && n > 3, strings.HasSuffix(stem, "ng") && stem[n-3] == 'a':
		return stem + "e"
	}
	return stem
}
