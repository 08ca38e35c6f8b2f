package nlp

import "strings"

// agree makes the names of a document agree: the same words are of one type,
// a last or first name alone is the person who is named in full elsewhere,
// and what is a name in one sentence is one in another.
func (r *reading) agree() {
	r.personParts()
	r.majority()
	r.spread()
}

// key returns a name's words for comparison.
func (r *reading) key(c *candidate) string {
	var b strings.Builder
	for t := c.first; t < c.last; t++ {
		if f := r.d.Tokens[t].Form; f != "-" && f != "." {
			b.WriteString(strings.TrimSuffix(f, "."))
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// personParts types names of one word as persons where they are the last or
// first word of a person's full name.
func (r *reading) personParts() {
	parts := map[string]bool{}
	for i := range r.found {
		c := &r.found[i]
		if c.kind != Person || c.last-c.first < 2 {
			continue
		}
		parts[r.d.Tokens[c.last-1].Form] = true
		if r.givenName(c.first) {
			parts[r.d.Tokens[c.first].Form] = true
		}
	}
	for i := range r.found {
		c := &r.found[i]
		if c.last-c.first == 1 && !c.sure && c.kind != Nationality && parts[r.d.Tokens[c.first].Form] {
			c.kind = Person
		}
	}
}

// majority gives names of the same words the type that most of them have; one
// that is sure counts as three.
func (r *reading) majority() {
	votes := map[string]map[NameType]int{}
	for i := range r.found {
		c := &r.found[i]
		if c.kind == "" || c.kind == Nationality {
			continue
		}
		key := c.key
		if votes[key] == nil {
			votes[key] = map[NameType]int{}
		}
		weight := 2
		switch {
		case c.sure:
			weight = 6
		case c.kind == Misc:
			weight = 1
		}
		votes[key][c.kind] += weight
	}
	for i := range r.found {
		c := &r.found[i]
		if c.sure || c.kind == Nationality || c.kind == "" {
			continue
		}
		tally := votes[c.key]
		best := c.kind
		for _, kind := range [...]NameType{Person, Organization, Government, ArmedGroup, Country, Place, Facility, Event, Weapon, Misc} {
			if tally[kind] > tally[best] {
				best = kind
			}
		}
		c.kind = best
	}
}

// spread marks further places where a name of the document stands that
// neither network nor tags saw.
func (r *reading) spread() {
	known := map[string]NameType{}
	taken := make([]bool, len(r.d.Tokens))
	for i := range r.found {
		c := &r.found[i]
		for t := c.first; t < c.last; t++ {
			taken[t] = true
		}
		if c.last-c.first == 1 && len(r.d.Tokens[c.first].Form) > 3 && c.kind != Misc && c.kind != Nationality && r.label(c.first) != "O" {
			known[r.d.Tokens[c.first].Form] = c.kind
		}
	}
	if len(known) == 0 {
		return
	}
	var out []candidate
	next := 0
	for i, s := range r.d.Sentences {
		for t := s.First; t < s.Last; t++ {
			for next < len(r.found) && r.found[next].first <= t {
				out = append(out, r.found[next])
				next++
			}
			tok := &r.d.Tokens[t]
			kind := known[tok.Form]
			if taken[t] || kind == "" || r.caps[i] || !startsUpper(tok.Form) || t == s.First && tok.UPOS != NOUN && tok.UPOS != PROPN {
				continue
			}
			out = append(out, candidate{first: t, last: t + 1, kind: kind})
		}
	}
	r.found = append(out, r.found[next:]...)
}
