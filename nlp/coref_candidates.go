package nlp

import "slices"

const (
	maxAntecedents  = 30 // mentions that a pronoun looks back at
	maxOthers       = 14 // and others
	maxSameHead     = 10 // mentions further back with the same head
	maxSamePronoun  = 3  // mentions further back with the same pronoun
	maxPronounReach = 8  // sentences that a pronoun reaches back
)

// candidates lists the earlier mentions that mention i may take up, the nearest
// first. For a pronoun only the latest of each cluster counts, so that those
// of whom much is said aren't weighed more often than others.
type candidates struct {
	byHead    map[string][]int
	byPronoun [wePronoun + 1][]int // of the first and second person, who are meant long after
	out       []int
}

func (c *candidates) of(p *pairing, i int) []int {
	m := &p.ms[i]
	c.out = c.out[:0]
	low := max(0, i-maxOthers)
	if m.kind == PronounMention {
		low = max(0, i-maxAntecedents)
	}
	for j := i - 1; j >= low; j-- {
		if possible(m, &p.ms[j]) && (m.kind != PronounMention || p.groups.group(j).last == j) {
			c.out = append(c.out, j)
		}
	}
	if m.kind == PronounMention && m.pronoun <= wePronoun {
		c.further(p, m.pronoun, low)
	}
	if m.kind == PronounMention || m.coordination {
		return c.out
	}
	for _, key := range [...]string{m.headWord, m.nameHead} {
		same := c.byHead[key]
		for n, k := 0, len(same)-1; k >= 0 && n < maxSameHead; k-- {
			if same[k] < low && possible(m, &p.ms[same[k]]) && !slices.Contains(c.out, same[k]) {
				c.out = append(c.out, same[k])
				n++
			}
		}
	}
	return c.out
}

// further adds the latest mentions of those whom the same pronoun before low meant.
func (c *candidates) further(p *pairing, of pronoun, low int) {
	same := c.byPronoun[of]
	for n, k := 0, len(same)-1; k >= 0 && n < maxSamePronoun && k >= len(same)-maxAntecedents; k-- {
		if j := same[k]; j < low && p.groups.group(j).last == j {
			c.out = append(c.out, j)
			n++
		}
	}
}

func (c *candidates) seen(p *pairing, i int) {
	m := &p.ms[i]
	if c.byHead == nil {
		c.byHead = map[string][]int{}
	}
	if m.kind == PronounMention && m.pronoun <= wePronoun {
		c.byPronoun[m.pronoun] = append(c.byPronoun[m.pronoun], i)
	}
	if m.kind == PronounMention || m.coordination {
		return
	}
	c.byHead[m.headWord] = append(c.byHead[m.headWord], i)
	if m.nameHead != m.headWord {
		c.byHead[m.nameHead] = append(c.byHead[m.nameHead], i)
	}
}

// possible refuses what no model need look at.
func possible(m, a *mention) bool {
	if m.kind == PronounMention {
		if m.sentence-a.sentence > maxPronounReach && m.pronoun > wePronoun {
			return false
		}
		if m.gender == male && a.gender == female || m.gender == female && a.gender == male {
			return false
		}
		return true
	}
	if a.kind == PronounMention {
		return m.first == a.first || m.sentence-a.sentence <= 2
	}
	return true
}
