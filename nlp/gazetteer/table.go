package gazetteer

import "strings"

// Table finds entries by name. It is immutable once loaded and safe for
// concurrent use.
type Table struct {
	entries  []*Entry
	names    map[uint64]int32 // hash of a name -> its last alias, see alias.next
	aliases  []alias
	longest  map[uint64]uint8 // hash of a first word -> words of the longest name that begins so
	byName   map[string][]*Entry
	last     map[string]Type   // type by a name's last word
	demonyms map[string]string // the adjective of a country
	first    map[string]Type   // type by a name's first words
}

// alias is one name of an entry.
type alias struct {
	entry *Entry
	next  int32 // the alias before it with the same normal form, -1 at the end
	words uint8
	kind  uint8 // case of its first cased word
	caps  bool  // an acronym: all in capitals
	first bool  // the canonical name
}

// Match is an entry whose name stands in a text.
type Match struct {
	*Entry
	Acronym   bool // by a name all in capitals, "IS"
	Canonical bool // by its canonical name
}

const maxWords = 12

// Longest returns how many tokens from words[0] on the longest known name
// takes, and the entries that bear it; 0 where no name begins there. A token
// that holds no letter or digit ("-", ".") may stand within a name.
func (t *Table) Longest(words []Word) (int, []Match) {
	if len(words) == 0 || words[0].hash == 0 {
		return 0, nil
	}
	limit := int(t.longest[words[0].hash])
	var key uint64 = fnvOffset
	best, n := 0, 0
	var found []Match
	for i, w := range words {
		if w.hash == 0 {
			if i > 0 && words[i-1].hash == 0 {
				break
			}
			continue
		}
		if n++; n > limit {
			break
		}
		key = mix(key, w.hash)
		if at, ok := t.names[key]; ok {
			if m := t.matches(at, words[:i+1], n); len(m) > 0 {
				best, found = i+1, m
			}
		}
	}
	return best, found
}

// Lookup returns the entries that bear the name, of any case.
func (t *Table) Lookup(name string) []*Entry {
	var key uint64 = fnvOffset
	n := 0
	for _, w := range words(name) {
		key = mix(key, w.hash)
		n++
	}
	at, ok := t.names[key]
	if !ok {
		return nil
	}
	var out []*Entry
	for ; at >= 0; at = t.aliases[at].next {
		if a := t.aliases[at]; int(a.words) == n {
			out = append(out, a.entry)
		}
	}
	return out
}

// Canonical returns the entries of that canonical name, the order of the
// tables kept.
func (t *Table) Canonical(name string) []*Entry { return t.byName[name] }

// Named returns the first entry of that canonical name and type, nil where
// there is none.
func (t *Table) Named(name string, kinds ...Type) *Entry {
	for _, e := range t.byName[name] {
		for _, k := range kinds {
			if e.Type == k {
				return e
			}
		}
	}
	return nil
}

// Len returns how many entries there are.
func (t *Table) Len() int { return len(t.entries) }

// Entries calls yield with each entry in the order of the tables.
func (t *Table) Entries(yield func(*Entry) bool) {
	for _, e := range t.entries {
		if !yield(e) {
			return
		}
	}
}

func mix(key, hash uint64) uint64 { return (key ^ hash) * fnvPrime }

// matches returns the entries of a chain of aliases whose case agrees with
// the text's.
func (t *Table) matches(at int32, text []Word, n int) []Match {
	kind, caps := noCase, true
	for _, w := range text {
		if w.kind == noCase {
			continue
		}
		if kind == noCase {
			kind = w.kind
		}
		caps = caps && w.kind == upper
	}
	last := text[len(text)-1].kind
	var out []Match
	for ; at >= 0; at = t.aliases[at].next {
		a := &t.aliases[at]
		switch {
		case int(a.words) != n:
		case a.caps && !caps:
		case a.kind != lower && kind == lower && (last == lower || last == noCase):
		case a.kind != lower && a.words == 1 && kind == lower:
		default:
			out = append(out, Match{a.entry, a.caps, a.first})
		}
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 { // the tables' order
		out[i], out[j] = out[j], out[i]
	}
	return out
}

func (t *Table) add(e *Entry) {
	t.entries = append(t.entries, e)
	t.byName[e.Name] = append(t.byName[e.Name], e)
	t.alias(e, e.Name, true)
	for _, name := range e.Aliases {
		t.alias(e, name, false)
	}
}

func (t *Table) alias(e *Entry, name string, first bool) {
	name = strings.TrimPrefix(name, "the ")
	ws := words(name)
	if len(ws) == 0 || len(ws) > maxWords {
		return
	}
	t.index(e, name, ws, first)
	if strings.Contains(name, "-") { // as tokens that keep the hyphen have it: "Lashkar-e-Taiba"
		if joined := joinedWords(name); len(joined) != len(ws) {
			t.index(e, name, joined, false)
		}
		if joined := words(joinLetters(name)); len(joined) != len(ws) {
			t.index(e, name, joined, false)
		}
	}
}

// joinLetters joins a single letter before a hyphen to what follows:
// "Lashkar-e-Taiba" is the tokens Lashkar - e-Taiba.
func joinLetters(name string) string {
	b := []byte(name)
	out := b[:0:0]
	for i, c := range b {
		if c == '-' && i >= 2 && (b[i-2] == '-' || b[i-2] == ' ') {
			continue
		}
		out = append(out, c)
	}
	return string(out)
}

// joinedWords splits a name at spaces alone.
func joinedWords(name string) []Word {
	var out []Word
	for w := range strings.FieldsSeq(name) {
		if x := NewWord(w); x.hash != 0 {
			out = append(out, x)
		}
	}
	return out
}

// index makes the entry to be found by the words of one of its names.
func (t *Table) index(e *Entry, name string, ws []Word, first bool) {
	a := alias{entry: e, next: -1, words: uint8(len(ws)), caps: isAcronym(name), first: first}
	key := uint64(fnvOffset)
	for _, w := range ws {
		key = mix(key, w.hash)
		if a.kind == noCase {
			a.kind = w.kind
		}
	}
	if at, ok := t.names[key]; ok {
		for at := at; at >= 0; at = t.aliases[at].next {
			if t.aliases[at].entry == e && t.aliases[at].caps == a.caps {
				return
			}
		}
		a.next = at
	}
	t.names[key] = int32(len(t.aliases))
	t.aliases = append(t.aliases, a)
	if head := ws[0].hash; t.longest[head] < a.words {
		t.longest[head] = a.words
	}
}

// isAcronym tells whether a name is one word all in capitals, so that it is
// no name in another case: "IS", "WHO", "U.S.".
func isAcronym(name string) bool {
	return len(name) <= 8 && !strings.ContainsRune(name, ' ') && strings.ToUpper(name) == name && strings.ToLower(name) != name
}

// Demonym returns the adjective of a country: "Russian"; the country's own
// name where the tables have none.
func (t *Table) Demonym(country string) string {
	if d, ok := t.demonyms[country]; ok {
		return d
	}
	return country
}
