package main

import (
	"math/rand/v2"
	"strings"
	"unicode"
	"unicode/utf8"
)

// augmenter changes sentences as other writers would have set them.
type augmenter struct {
	nouns map[string][]string // words that stand in lists, by Penn tag
	share float64             // of the usual rates of change
}

func newAugmenter(train []*sentence, share float64) *augmenter {
	a := &augmenter{share: share, nouns: map[string][]string{}}
	for _, s := range train {
		for i, label := range s.deprel {
			if tag := s.xpos[i]; label == "conj" && (tag == "NNP" || tag == "NNS" || tag == "NN") {
				a.nouns[tag] = append(a.nouns[tag], s.forms[i])
			}
		}
	}
	return a
}

// augment returns a sentence with one more name in a list, in another case,
// with curly quotes, without its last stop, as a headline. Most come back as
// they are.
func (a *augmenter) augment(s *sentence, r *rand.Rand) *sentence {
	x := r.Float64() / a.share
	y, z := r.Float64()/a.share, r.Float64()/a.share
	if s.deprel != nil && r.Float64() < 0.2*a.share {
		s = a.longerList(s, r)
	}
	if s.deprel != nil && y < 0.08 {
		s = headline(s)
	}
	if z < 0.12 {
		s = withoutStop(s)
	}
	switch {
	case x < 0.09:
		s = mapForms(s, strings.ToUpper)
	case x < 0.16:
		s = mapForms(s, strings.ToLower)
	case x < 0.30:
		s = titleCase(s)
	}
	if r.Float64() < 0.4*a.share {
		s = curlyQuotes(s)
	}
	return s
}

func mapForms(s *sentence, f func(string) string) *sentence {
	c := *s
	c.forms = make([]string, len(s.forms))
	for i, form := range s.forms {
		c.forms[i] = f(form)
	}
	return &c
}

// small words that Title Case leaves in lower case.
var small = map[string]bool{
	"a": true, "an": true, "the": true, "of": true, "in": true, "on": true, "at": true, "to": true, "for": true, "by": true,
	"and": true, "or": true, "but": true, "as": true, "from": true, "with": true, "'s": true, "n't": true, "vs": true, "via": true,
}

func titleCase(s *sentence) *sentence {
	first := true
	return mapForms(s, func(form string) string {
		if !first && small[strings.ToLower(form)] {
			return form
		}
		first = false
		return upperFirst(form)
	})
}

func upperFirst(s string) string {
	c, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(c)) + s[n:]
}

func curlyQuotes(s *sentence) *sentence {
	open := false
	return mapForms(s, func(form string) string {
		switch {
		case form == `"` && open:
			open = false
			return "”"
		case form == `"`:
			open = true
			return "“"
		}
		return strings.ReplaceAll(form, "'", "’")
	})
}

// withoutStop drops a last full stop that heads nothing.
func withoutStop(s *sentence) *sentence {
	n := len(s.forms) - 1
	if n < 1 || s.forms[n] != "." {
		return s
	}
	return without(s, map[int]bool{n: true})
}

// headline drops what headlines leave out: articles, "is" and "are" beside
// another verb or a predicate, and the last stop.
func headline(s *sentence) *sentence {
	drop := map[int]bool{}
	for i, form := range s.forms {
		switch lower := strings.ToLower(form); {
		case s.deprel[i] == "det" && (lower == "the" || lower == "a" || lower == "an"):
			drop[i] = true
		case strings.HasPrefix(s.deprel[i], "aux") || s.deprel[i] == "cop":
			switch lower {
			case "is", "are", "was", "were", "'s", "'re":
				drop[i] = true
			}
		case form == "." && i == len(s.forms)-1:
			drop[i] = true
		}
	}
	if c := without(s, drop); len(c.forms) > 1 {
		return c
	}
	return s
}

// without returns a sentence without some words, s itself if one of them heads another word or is the root.
func without(s *sentence, drop map[int]bool) *sentence {
	at := make([]int, len(s.forms))
	next := 0
	for i := range s.forms {
		at[i] = next
		if !drop[i] {
			next++
		}
	}
	c := &sentence{news: s.news}
	keep := func(values []string, i int, to []string) []string {
		if values == nil {
			return nil
		}
		return append(to, values[i])
	}
	for i := range s.forms {
		if s.heads != nil && (s.heads[i] >= 0 && drop[s.heads[i]] || s.heads[i] < 0 && drop[i]) {
			return s
		}
		if drop[i] {
			continue
		}
		c.forms = append(c.forms, s.forms[i])
		c.upos, c.xpos = keep(s.upos, i, c.upos), keep(s.xpos, i, c.xpos)
		c.deprel, c.names = keep(s.deprel, i, c.deprel), keep(s.names, i, c.names)
		if s.heads != nil {
			h := s.heads[i]
			if h >= 0 {
				h = at[h]
			}
			c.heads = append(c.heads, h)
		}
	}
	if len(c.forms) == 0 {
		return s
	}
	repairNames(c.names)
	return c
}

// repairNames begins names whose first word was dropped.
func repairNames(names []string) {
	for i, n := range names {
		if kind, ok := strings.CutPrefix(n, "I-"); ok && (i == 0 || strings.TrimPrefix(strings.TrimPrefix(names[i-1], "B-"), "I-") != kind) {
			names[i] = "B-" + kind
		}
	}
}

// longerList makes "A and B" into "A, C and B", where A and B are single words of the same kind.
func (a *augmenter) longerList(s *sentence, r *rand.Rand) *sentence {
	for i := 2; i < len(s.forms); i++ {
		h := s.heads[i]
		if s.deprel[i] != "conj" || h < 0 || s.xpos[h] != s.xpos[i] || s.deprel[i-1] != "cc" || s.heads[i-1] != i {
			continue
		}
		pool := a.nouns[s.xpos[i]]
		if before := i - 2; before != h && !(s.heads[before] == h && s.deprel[before] == "conj") || len(pool) == 0 || s.hasChild(i, i-1) {
			continue
		}
		return s.insert(i-1, h, pool[r.IntN(len(pool))], s.upos[i], s.xpos[i])
	}
	return s
}

// hasChild says that word i heads another word than except.
func (s *sentence) hasChild(i, except int) bool {
	for j, h := range s.heads {
		if h == i && j != except {
			return true
		}
	}
	return false
}

// insert returns s with a comma and a conjunct of h at position at.
func (s *sentence) insert(at, h int, form, upos, xpos string) *sentence {
	c := &sentence{news: s.news}
	shift := func(i int) int {
		if i >= at {
			return i + 2
		}
		return i
	}
	for i := range s.forms {
		if i == at {
			c.forms = append(c.forms, ",", form)
			c.upos, c.xpos = append(c.upos, "PUNCT", upos), append(c.xpos, ",", xpos)
			c.heads, c.deprel = append(c.heads, at+1, h), append(c.deprel, "punct", "conj")
			c.names = append(c.names, "O", "")
		}
		c.forms = append(c.forms, s.forms[i])
		c.upos, c.xpos = append(c.upos, s.upos[i]), append(c.xpos, s.xpos[i])
		c.heads, c.deprel = append(c.heads, shift(s.heads[i])), append(c.deprel, s.deprel[i])
		c.names = append(c.names, s.names[i])
	}
	return c
}
