package nlp

import (
	"flag"
	"fmt"
	"os"
	"sort"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write generated data and golden files anew")

// TestLemmaTables generates data/lemmas.tsv and data/verbs.txt from the
// training parts of the treebanks with -update.
func TestLemmaTables(t *testing.T) {
	if !*update {
		t.Skip("generates the tables with -update")
	}
	counts := map[lemmaKey]map[string]int{}
	verbs := map[string]int{}
	for _, name := range []string{"ewt-train.conllu", "gumfree-train.conllu"} {
		for _, d := range treebank(t, name) {
			countLemmas(d, counts, verbs)
		}
	}
	writeVerbs(t, verbs)
	l := &lemmatizer{exceptions: map[lemmaKey]string{}, verbs: map[string]bool{}}
	if err := l.readIrregular(); err != nil {
		t.Fatal(err)
	}
	for v, n := range verbs {
		l.verbs[v] = n > 0
	}
	if err := l.readOwnVerbs(); err != nil {
		t.Fatal(err)
	}
	writeExceptions(t, l, counts)
}

// TestWordNetVerbs generates data/verbs_wordnet.txt, the verbs that the other
// lists lack, from WordNet 3.0 (Debian's package wordnet-base) with -update.
func TestWordNetVerbs(t *testing.T) {
	if !*update {
		t.Skip("generates the list with -update")
	}
	index, err := os.ReadFile("/usr/share/wordnet/index.verb")
	if err != nil {
		t.Skipf("install wordnet-base: %v", err)
	}
	l, err := newLemmatizer()
	if err != nil {
		t.Fatal(err)
	}
	lines := []string{
		"# Verbs in their base form beside verbs.txt and verbs_own.txt, from WordNet 3.0; wordnet-license.txt is its licence.",
		"# Generated: go test ./nlp -run TestWordNetVerbs -update",
	}
	for line := range strings.SplitSeq(string(index), "\n") {
		if verb, _, _ := strings.Cut(line, " "); isPlain(verb) && len(verb) > 2 && !l.verbs[verb] {
			lines = append(lines, verb)
		}
	}
	if err := os.WriteFile("data/verbs_wordnet.txt", []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}

func countLemmas(d *Document, counts map[lemmaKey]map[string]int, verbs map[string]int) {
	for _, tok := range d.Tokens {
		if tok.Lemma == "" || tok.Lemma == "_" || strings.ContainsAny(tok.Form, " \t") {
			continue
		}
		if tok.UPOS == VERB && isPlain(tok.Lemma) && strings.HasPrefix(tok.XPOS, "VB") {
			verbs[tok.Lemma]++
		}
		switch tok.UPOS {
		case X, SYM, NUM, PUNCT:
			continue
		}
		k := lemmaKey{tok.XPOS, straighten(strings.ToLower(tok.Form))}
		if counts[k] == nil {
			counts[k] = map[string]int{}
		}
		lemma := tok.Lemma
		if tok.UPOS == PROPN {
			lemma = strings.ToLower(lemma)
		}
		counts[k][lemma]++
	}
}

func isPlain(s string) bool {
	for _, r := range s {
		if r < 'a' || r > 'z' {
			return false
		}
	}
	return len(s) > 1
}

func writeVerbs(t *testing.T, verbs map[string]int) {
	var lines []string
	for v, n := range verbs {
		if n < 2 || len(v) < 3 { // typing errors
			delete(verbs, v)
			continue
		}
		lines = append(lines, v)
	}
	sort.Strings(lines)
	head := "# Verbs in their base form, from the training parts of UD English EWT (CC BY-SA 4.0) and GUM (CC BY 4.0).\n# Generated: go test ./nlp -run TestLemmaTables -update\n"
	if err := os.WriteFile("data/verbs.txt", []byte(head+strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}

func writeExceptions(t *testing.T, l *lemmatizer, counts map[lemmaKey]map[string]int) {
	var lines []string
	for k, lemmas := range counts {
		best, total := "", 0
		for lemma, n := range lemmas {
			total += n
			if n > lemmas[best] || n == lemmas[best] && lemma < best {
				best = lemma
			}
		}
		upos := NOUN
		if strings.HasPrefix(k.xpos, "NNP") {
			upos = PROPN
		}
		if l.irregularOf(k.form, k.xpos) != "" && (total < 3 || k.xpos != "NNS") {
			continue // rather the grammar than a typing error
		}
		if rule := l.lemma(k.form, upos, k.xpos); rule == best || lemmas[rule] == lemmas[best] || strings.HasPrefix(k.xpos, "NNP") && total < 2 {
			continue
		}
		lines = append(lines, fmt.Sprintf("%s\t%s\t%s", k.xpos, k.form, best))
	}
	sort.Strings(lines)
	head := "# Lemmas that the rules of lemma.go don't find: Penn tag, form in lower case, lemma.\n# From the training parts of UD English EWT (CC BY-SA 4.0) and GUM (CC BY 4.0).\n# Generated: go test ./nlp -run TestLemmaTables -update\n"
	if err := os.WriteFile("data/lemmas.tsv", []byte(head+strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestLemmasOfTreebanks(t *testing.T) {
	l, err := newLemmatizer()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		want float64
	}{{"ewt-dev.conllu", 98.5}, {"gumfree-dev.conllu", 98.5}} {
		t.Run(c.name, func(t *testing.T) {
			right, all := 0, 0
			for _, d := range treebank(t, c.name) {
				for _, tok := range d.Tokens {
					lemma := l.lemma(tok.Form, tok.UPOS, tok.XPOS)
					all++
					if lemma == tok.Lemma {
						right++
					} else if os.Getenv("KG_ERRORS") != "" {
						t.Logf("LEMMA %s %s %s: %s, want %s", tok.Form, tok.UPOS, tok.XPOS, lemma, tok.Lemma)
					}
				}
			}
			got := 100 * float64(right) / float64(all)
			t.Logf("lemmas %.2f", got)
			if got < c.want {
				t.Errorf("want %.2f", c.want)
			}
		})
	}
}

func TestLemma(t *testing.T) {
	l, err := newLemmatizer()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		form string
		upos UPOS
		xpos string
		want string
	}{
		{"bombing", VERB, "VBG", "bomb"}, {"hopes", VERB, "VBZ", "hope"}, {"hopped", VERB, "VBD", "hop"}, {"hoped", VERB, "VBD", "hope"},
		{"overthrew", VERB, "VBD", "overthrow"}, {"carried", VERB, "VBD", "carry"}, {"backed", VERB, "VBD", "back"},
		{"sanctioned", VERB, "VBN", "sanction"}, {"annexed", VERB, "VBD", "annex"}, {"refusing", VERB, "VBG", "refuse"},
		{"withdrew", VERB, "VBD", "withdraw"}, {"struck", VERB, "VBN", "strike"}, {"accuses", VERB, "VBZ", "accuse"},
		{"denies", VERB, "VBZ", "deny"}, {"clashes", NOUN, "NNS", "clash"}, {"countries", NOUN, "NNS", "country"},
		{"gunmen", NOUN, "NNS", "gunman"}, {"crises", NOUN, "NNS", "crisis"}, {"airstrikes", NOUN, "NNS", "airstrike"},
		{"n’t", PART, "RB", "not"}, {"’s", AUX, "VBZ", "be"}, {"wo", AUX, "MD", "will"}, {"them", PRON, "PRP", "they"},
		{"worse", ADJ, "JJR", "bad"}, {"heaviest", ADJ, "JJS", "heavy"}, {"Russian", ADJ, "JJ", "Russian"}, {"Putin", PROPN, "NNP", "Putin"},
		{"evacuated", VERB, "VBN", "evacuate"}, {"shelled", VERB, "VBD", "shell"}, {"besieging", VERB, "VBG", "besiege"},
		{"seized", VERB, "VBD", "seize"}, {"vetoed", VERB, "VBD", "veto"}, {"vetoes", VERB, "VBZ", "veto"}, {"freed", VERB, "VBD", "free"},
		{"fled", VERB, "VBD", "flee"}, {"toppled", VERB, "VBD", "topple"}, {"deported", VERB, "VBD", "deport"}, {"Attacked", VERB, "VBN", "attack"},
		{"bribed", VERB, "VBD", "bribe"}, {"probing", VERB, "VBG", "probe"}, {"enforced", VERB, "VBN", "enforce"}, {"guaranteed", VERB, "VBD", "guarantee"},
		{"oversaw", VERB, "VBD", "oversee"}, {"overseeing", VERB, "VBG", "oversee"}, {"fleeing", VERB, "VBG", "flee"}, {"decreed", VERB, "VBD", "decree"},
		{"preached", VERB, "VBD", "preach"}, {"bathed", VERB, "VBD", "bathe"}, {"barred", VERB, "VBN", "bar"}, {"bared", VERB, "VBD", "bare"},
		{"singing", VERB, "VBG", "sing"}, {"plotted", VERB, "VBD", "plot"}, {"cancelled", VERB, "VBD", "cancel"}, {"quelled", VERB, "VBD", "quell"},
		{"defied", VERB, "VBD", "defy"}, {"vied", VERB, "VBD", "vie"}, {"tied", VERB, "VBD", "tie"}, {"dying", VERB, "VBG", "die"},
		{"chaired", VERB, "VBN", "chair"}, {"booed", VERB, "VBD", "boo"}, {"emceed", VERB, "VBD", "emcee"}, {"unblocking", VERB, "VBG", "unblock"},
	} {
		if got := l.lemma(c.form, c.upos, c.xpos); got != c.want {
			t.Errorf("%s %s: %s, want %s", c.form, c.xpos, got, c.want)
		}
	}
}
