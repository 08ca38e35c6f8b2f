package extract

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"kg/nlp"
)

//go:embed data/timeverbs.tsv
var timeVerbTable string

// tense tells on which side of the article's date an expression lies.
type tense int8

const (
	pastTense  tense = -1
	noTense    tense = 0
	aheadTense tense = 1
	maxDeep          = 24 // how far up a tree a verb is looked for
)

type verbClass uint8

const (
	aheadVerb verbClass = iota + 1
	reportVerb
)

// timeVerbs is the table of verbs, which is never changed once it is read.
var timeVerbs = sync.OnceValue(func() map[string]verbClass {
	verbs, err := readTimeVerbs(timeVerbTable)
	if err != nil {
		panic("extract/data/timeverbs.tsv: " + err.Error()) // embedded: a test keeps it readable
	}
	return verbs
})

// readTimeVerbs reads lines of word and class, separated by a tab.
func readTimeVerbs(table string) (map[string]verbClass, error) {
	verbs := map[string]verbClass{}
	number := 0
	for line := range strings.Lines(table) {
		number++
		line = strings.TrimRight(line, "\r\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		word, class, ok := strings.Cut(line, "\t")
		if _, twice := verbs[word]; !ok || twice {
			return nil, fmt.Errorf("line %d: want a new word and its class, got %q", number, line)
		}
		switch class {
		case "ahead":
			verbs[word] = aheadVerb
		case "report":
			verbs[word] = reportVerb
		default:
			return nil, fmt.Errorf("line %d: no class %q", number, class)
		}
	}
	return verbs, nil
}

// tenseAt returns the tense of the predicate that token t depends on.
func tenseAt(d *nlp.Document, s nlp.Sentence, t int) tense {
	verbs := timeVerbs()
	infinitive := false
	for range maxDeep {
		if t < s.First || t >= s.Last {
			break
		}
		if behind(d, s, t) {
			return pastTense
		}
		found, inf, done := predicateTense(d, s, verbs, t, infinitive)
		if done {
			return found
		}
		infinitive = inf
		t = d.Tokens[t].Head
	}
	if infinitive {
		return aheadTense // a headline's "to hold talks on Friday"
	}
	return noTense
}

// behind tells whether token t names what a clause looks back on: "reeling from
// the floods in October".
func behind(d *nlp.Document, s nlp.Sentence, t int) bool {
	if d.Tokens[t].UPOS != nlp.NOUN {
		return false
	}
	for i := max(s.First, t-6); i < t; i++ {
		if tok := &d.Tokens[i]; tok.Head == t && tok.Deprel == "case" {
			switch lowerForm(tok.Form) {
			case "from", "since", "following":
				return d.Tokens[t].Deprel == "obl" || d.Tokens[t].Deprel == "nmod"
			}
		}
	}
	return false
}

// predicateTense reads the tense off token t and its auxiliaries. done is false
// where the word above t has to tell; infinitive tells that an infinitive
// depends on t.
func predicateTense(d *nlp.Document, s nlp.Sentence, verbs map[string]verbClass, t int, infinitive bool) (found tense, inf, done bool) {
	tok := &d.Tokens[t]
	verbal := tok.UPOS == nlp.VERB || tok.UPOS == nlp.AUX || strings.HasPrefix(tok.XPOS, "VB") || tok.XPOS == "MD"
	class := verbs[tenseLemma(tok)]
	if class == aheadVerb && (infinitive || tok.XPOS == "VBN" || tok.UPOS == nlp.ADJ) {
		switch {
		case !isPerfect(d, s, t):
			return aheadTense, false, true
		case infinitive:
			return noTense, false, true // "had planned to fly in January" may have flown or not
		}
	}
	aux, told := auxiliaryTense(d, s, t)
	if told {
		return aux, false, true
	}
	switch {
	case tok.XPOS == "MD":
		return aheadTense, false, true
	case tok.XPOS == "VBD":
		return pastTense, false, true
	case tok.XPOS == "VBZ" || tok.XPOS == "VBP":
		if class == reportVerb {
			return pastTense, false, true
		}
		return aheadTense, false, true
	case tok.XPOS == "VBN" && strings.HasPrefix(tok.Deprel, "acl"), tok.XPOS == "VBN" && tok.Deprel == "amod":
		return pastTense, false, true
	case tok.XPOS == "VB" && verbal:
		return noTense, true, false
	}
	return noTense, infinitive, false
}

// isPerfect tells that "have" goes with t.
func isPerfect(d *nlp.Document, s nlp.Sentence, t int) bool {
	for i := max(s.First, t-6); i < t; i++ {
		if tok := &d.Tokens[i]; tok.Head == t && tok.Deprel == "aux" {
			switch tenseLemma(tok) {
			case "have", "has", "had", "'ve", "'d":
				return true
			}
		}
	}
	return false
}

// auxiliaryTense reads the tense off the auxiliaries and the copula of t. An
// infinitive ("to have met") has none of its own.
func auxiliaryTense(d *nlp.Document, s nlp.Sentence, t int) (tense, bool) {
	var modal, have, was, is bool
	for i := max(s.First, t-12); i < min(s.Last, t+6); i++ {
		tok := &d.Tokens[i]
		if tok.Head != t || !strings.HasPrefix(tok.Deprel, "aux") && tok.Deprel != "cop" {
			continue
		}
		switch lemma := tenseLemma(tok); {
		case tok.XPOS == "MD" || lemma == "will" || lemma == "shall" || lemma == "'ll" || lemma == "wo":
			modal = true
		case lemma == "have" || lemma == "has" || lemma == "had" || lemma == "'ve":
			have = true
		case tok.XPOS == "VBD" || lemma == "was" || lemma == "were" || lemma == "did":
			was = true
		case tok.XPOS == "VBZ" || tok.XPOS == "VBP":
			is = true
		}
	}
	switch {
	case have || was:
		return pastTense, true
	case modal:
		return aheadTense, true
	case is && d.Tokens[t].XPOS == "VBG", is && d.Tokens[t].XPOS == "VBN":
		return aheadTense, d.Tokens[t].XPOS == "VBG"
	case is:
		return aheadTense, true
	}
	return noTense, false
}

func tenseLemma(tok *nlp.Token) string {
	if tok.Lemma != "" && tok.Lemma != "_" {
		return tok.Lemma
	}
	return lowerForm(tok.Form)
}

// lowerForm returns s in lower case, s itself where it is so already.
func lowerForm(s string) string { return strings.ToLower(s) }
