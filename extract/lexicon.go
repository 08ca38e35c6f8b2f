package extract

import (
	"bufio"
	"embed"
	"fmt"
	"io"
	"strings"
)

//go:embed data/lexicon*.tsv data/operators.tsv data/words.tsv data/roles.tsv
var lexiconFiles embed.FS

// The parts of speech of the lexicon.
const (
	posVerb       = 'v' // verbs
	posEvent      = 'n' // nouns that name an event or a state: "attack", "support"
	posRelational = 'r' // nouns that name who stands in a relation: "supporter", "ally"
	posAdjective  = 'a' // adjectives: "loyal", "hostile"
	posPrefix     = 'p' // "pro-", "anti-", "ex-"
)

// sense is one line of the lexicon for one word: which roles of the predicate
// are subject and object of which relation, and under what conditions.
type sense struct {
	word            string
	pos             byte
	subject, object []string // roles, best first; empty where there is none
	subjectOptional bool
	relation        string // "supports"
	negative        bool   // the word denies the relation
	also            bool   // emitted beside the sense that matches next
	planned         bool   // the word itself puts it off: "pledged $4m to X"
	conditions      []condition
	where           string // "lexicon.tsv:12"
}

// condition restricts a sense to some fillers of a role.
type condition struct {
	role    byte            // 's' subject, 'o' object, 'd' direct object, 'c' complement clause, 'm' a modifier, 'x' the frame itself
	negated bool            // none of values
	byLemma bool            // values are lemmas of the head noun, not types
	values  map[string]bool // types ("Person", "actor", "place") or lemmas
}

// effect is what a word does to what stands in its complement.
type effect struct {
	word       string
	complement string
	flips      bool     // the complement is denied
	modality   modality // the least modality of the complement
	source     byte     // 's' the subject says so, 'u' an unnamed source, '-' nobody
	where      string
}

// lexicon is what the words mean.
type lexicon struct {
	senses  map[byte]map[string][]*sense
	effects map[byte]map[string][]*effect // part of speech, then word
	words   map[string]map[string]bool    // word classes: "light", "partitive" …
	roles   map[string][2][]string        // classes of a relation's subject and object; nil for any
}

func newLexicon() *lexicon {
	return &lexicon{
		senses: map[byte]map[string][]*sense{}, effects: map[byte]map[string][]*effect{},
		words: map[string]map[string]bool{}, roles: map[string][2][]string{},
	}
}

// loadLexicon reads the lexicon that is built in.
func loadLexicon() (*lexicon, error) {
	l := newLexicon()
	entries, err := lexiconFiles.ReadDir("data")
	if err != nil {
		return nil, fmt.Errorf("lexicon: %w", err)
	}
	for _, e := range entries { // sorted by name
		read := l.readSenses
		switch e.Name() {
		case "operators.tsv":
			read = l.readEffects
		case "words.tsv":
			read = l.readWords
		case "roles.tsv":
			read = l.readRoles
		}
		f, err := lexiconFiles.Open("data/" + e.Name())
		if err != nil {
			return nil, fmt.Errorf("lexicon: %w", err)
		}
		err = read(f, e.Name())
		f.Close()
		if err != nil {
			return nil, err
		}
	}
	return l, nil
}

// eachLine calls f with the tab-separated fields of each line that is neither
// empty nor a comment; errors name file and line.
func eachLine(r io.Reader, name string, f func(fields []string, where string) error) error {
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<20)
	for n := 1; sc.Scan(); n++ {
		line := strings.TrimRight(sc.Text(), " \t\r")
		if line == "" || line[0] == '#' {
			continue
		}
		fields := strings.Split(line, "\t")
		for i := range fields {
			fields[i] = strings.TrimSpace(fields[i])
		}
		where := fmt.Sprintf("%s:%d", name, n)
		if err := f(fields, where); err != nil {
			return fmt.Errorf("%s: %w", where, err)
		}
	}
	if err := sc.Err(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

func (l *lexicon) readSenses(r io.Reader, name string) error {
	return eachLine(r, name, func(f []string, where string) error {
		if len(f) < 5 {
			return fmt.Errorf("want words, part of speech, subject, object and relation between tabs, got %d fields", len(f))
		}
		s, err := parseSense(f)
		if err != nil {
			return err
		}
		s.where = where
		for _, w := range strings.Split(f[0], ",") {
			w = strings.ReplaceAll(strings.TrimSpace(w), " ", "_")
			if w == "" {
				return fmt.Errorf("empty word")
			}
			one := *s
			one.word = w
			if l.senses[s.pos] == nil {
				l.senses[s.pos] = map[string][]*sense{}
			}
			l.senses[s.pos][w] = append(l.senses[s.pos][w], &one)
		}
		return nil
	})
}

func parseSense(f []string) (*sense, error) {
	if len(f[1]) != 1 || !strings.Contains("vnrap", f[1]) {
		return nil, fmt.Errorf("unknown part of speech %q, want v, n, r, a or p", f[1])
	}
	s := &sense{pos: f[1][0], relation: f[4]}
	var err error
	if s.subject, s.subjectOptional, err = parseRoles(f[2]); err != nil {
		return nil, err
	}
	if s.object, _, err = parseRoles(f[3]); err != nil {
		return nil, err
	}
	for len(s.relation) > 0 && strings.IndexByte("!+~", s.relation[0]) >= 0 {
		switch s.relation[0] {
		case '!':
			s.negative = true
		case '+':
			s.also = true
		case '~':
			s.planned = true
		}
		s.relation = s.relation[1:]
	}
	if s.relation == "" {
		return nil, fmt.Errorf("no relation")
	}
	if len(f) > 5 {
		if s.conditions, err = parseConditions(f[5]); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func parseRoles(text string) (roles []string, optional bool, err error) {
	if text == "-" {
		return nil, true, nil
	}
	if text == "" {
		return nil, false, fmt.Errorf("empty role, write - where there is none")
	}
	if strings.HasSuffix(text, "?") {
		text, optional = text[:len(text)-1], true
	}
	for _, r := range strings.Split(text, "|") {
		for _, c := range r {
			if (c < 'a' || c > 'z') && c != '_' {
				return nil, false, fmt.Errorf("bad role %q", r)
			}
		}
		roles = append(roles, r)
	}
	return roles, optional, nil
}

// parseConditions reads "o=actor o!~deal,blow": types after = and !=, lemmas
// of the head noun after ~ and !~.
func parseConditions(text string) ([]condition, error) {
	var out []condition
	for _, word := range strings.Fields(text) {
		i := strings.IndexAny(word, "=~!")
		if i != 1 || !strings.Contains("soxcdm", word[:1]) {
			return nil, fmt.Errorf("bad condition %q, want s, o, d, c, m or x, then =, !=, ~ or !~, then values", word)
		}
		c := condition{role: word[0], values: map[string]bool{}}
		rest := word[1:]
		if rest[0] == '!' {
			c.negated, rest = true, rest[1:]
		}
		if rest == "" || rest[0] != '=' && rest[0] != '~' {
			return nil, fmt.Errorf("bad condition %q", word)
		}
		c.byLemma = rest[0] == '~'
		if c.role == 'm' && !c.byLemma {
			return nil, fmt.Errorf("bad condition %q, a modifier is told by its lemma", word)
		}
		for _, v := range strings.Split(rest[1:], ",") {
			if v == "" {
				return nil, fmt.Errorf("empty value in condition %q", word)
			}
			if !c.byLemma && !knownType[v] {
				return nil, fmt.Errorf("unknown type %q in condition %q", v, word)
			}
			c.values[v] = true
		}
		out = append(out, c)
	}
	return out, nil
}

func (l *lexicon) readEffects(r io.Reader, name string) error {
	return eachLine(r, name, func(f []string, where string) error {
		if len(f) < 6 {
			return fmt.Errorf("want words, part of speech, complements, polarity, modality and source between tabs, got %d fields", len(f))
		}
		e := effect{where: where}
		switch f[3] {
		case "+":
		case "-":
			e.flips = true
		default:
			return fmt.Errorf("unknown polarity %q, want + or -", f[3])
		}
		var ok bool
		if e.modality, ok = parseModality(f[4]); !ok {
			return fmt.Errorf("unknown modality %q", f[4])
		}
		if len(f[5]) != 1 || !strings.Contains("su-", f[5]) {
			return fmt.Errorf("unknown source %q, want s, u or -", f[5])
		}
		e.source = f[5][0]
		if len(f[1]) != 1 || !strings.Contains("vna", f[1]) {
			return fmt.Errorf("unknown part of speech %q, want v, n or a", f[1])
		}
		pos := f[1][0]
		if l.effects[pos] == nil {
			l.effects[pos] = map[string][]*effect{}
		}
		for _, w := range strings.Split(f[0], ",") {
			for _, c := range strings.Split(f[2], ",") {
				one := e
				one.word, one.complement = strings.ReplaceAll(strings.TrimSpace(w), " ", "_"), strings.TrimSpace(c)
				l.effects[pos][one.word] = append(l.effects[pos][one.word], &one)
			}
		}
		return nil
	})
}

func (l *lexicon) readWords(r io.Reader, name string) error {
	return eachLine(r, name, func(f []string, where string) error {
		if len(f) < 2 {
			return fmt.Errorf("want a class and its words between tabs")
		}
		if l.words[f[0]] == nil {
			l.words[f[0]] = map[string]bool{}
		}
		for _, w := range strings.Split(f[1], ",") {
			l.words[f[0]][strings.ReplaceAll(strings.TrimSpace(w), " ", "_")] = true
		}
		return nil
	})
}

func (l *lexicon) readRoles(r io.Reader, name string) error {
	return eachLine(r, name, func(f []string, where string) error {
		if len(f) < 3 {
			return fmt.Errorf("want a relation, subject and object classes between tabs, got %d fields", len(f))
		}
		var both [2][]string
		for i := range both {
			if f[i+1] == "*" {
				continue
			}
			both[i] = strings.Split(f[i+1], ",")
			for _, c := range both[i] {
				if !knownType[c] {
					return fmt.Errorf("unknown class %q", c)
				}
			}
		}
		l.roles[f[0]] = both
		return nil
	})
}

// is tells whether a word is of a class of data/words.tsv.
func (l *lexicon) is(class, word string) bool { return l.words[class][word] }

// effect returns what a word does to a complement of that kind, nil where
// nothing is known.
func (l *lexicon) effect(pos byte, word, complement string) *effect {
	for _, e := range l.effects[pos][word] {
		if e.complement == complement {
			return e
		}
	}
	return nil
}
