package nlp

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"testing"

	"kg/nlp/conllu"
)

// corefScore sums what the three measures of the CoNLL average need.
type corefScore struct {
	muc, b3, ceaf measure
}

type measure struct{ rn, rd, pn, pd float64 } // recall and precision: numerators and denominators

func (m measure) f1() float64 {
	r, p := m.rn/math.Max(m.rd, 1e-9), m.pn/math.Max(m.pd, 1e-9)
	if r+p == 0 {
		return 0
	}
	return 2 * r * p / (r + p)
}

func (m measure) String() string {
	return fmt.Sprintf("%.2f (R %.1f P %.1f)", 100*m.f1(), 100*m.rn/math.Max(m.rd, 1e-9), 100*m.pn/math.Max(m.pd, 1e-9))
}

func (s *corefScore) average() float64 {
	return (s.muc.f1() + s.b3.f1() + s.ceaf.f1()) / 3
}

type spanCluster []Span

// spanClusters returns the clusters of two mentions or more as spans of tokens:
// single mentions are left out, as in the OntoNotes evaluations.
func spanClusters(d *Document) []spanCluster {
	var out []spanCluster
	for _, c := range d.Clusters {
		if len(c) < 2 {
			continue
		}
		var sc spanCluster
		for _, i := range c {
			sc = append(sc, Span{d.Mentions[i].First, d.Mentions[i].Last})
		}
		out = append(out, sc)
	}
	return out
}

func (s *corefScore) add(key, response []spanCluster) {
	s.muc.rn, s.muc.rd = addMUC(s.muc.rn, s.muc.rd, key, response)
	s.muc.pn, s.muc.pd = addMUC(s.muc.pn, s.muc.pd, response, key)
	s.b3.rn, s.b3.rd = addB3(s.b3.rn, s.b3.rd, key, response)
	s.b3.pn, s.b3.pd = addB3(s.b3.pn, s.b3.pd, response, key)
	similarity := alignClusters(key, response)
	s.ceaf.rn += similarity
	s.ceaf.pn += similarity
	s.ceaf.rd += float64(len(key))
	s.ceaf.pd += float64(len(response))
}

func clusterIndex(cs []spanCluster) map[Span]int {
	m := map[Span]int{}
	for i, c := range cs {
		for _, s := range c {
			m[s] = i
		}
	}
	return m
}

func addMUC(n, d float64, key, response []spanCluster) (float64, float64) {
	index := clusterIndex(response)
	for _, c := range key {
		parts := map[int]bool{}
		alone := 0
		for _, s := range c {
			if i, ok := index[s]; ok {
				parts[i] = true
			} else {
				alone++
			}
		}
		n += float64(len(c) - len(parts) - alone)
		d += float64(len(c) - 1)
	}
	return n, d
}

func addB3(n, d float64, key, response []spanCluster) (float64, float64) {
	index := clusterIndex(response)
	for _, c := range key {
		counts := map[int]int{}
		for _, s := range c {
			if i, ok := index[s]; ok {
				counts[i]++
			}
		}
		for _, k := range counts {
			n += float64(k*k) / float64(len(c))
		}
		d += float64(len(c))
	}
	return n, d
}

// alignClusters returns the similarity (phi 4) of the best one-to-one alignment.
func alignClusters(key, response []spanCluster) float64 {
	n := max(len(key), len(response))
	if n == 0 {
		return 0
	}
	cost := make([][]float64, n)
	for i := range cost {
		cost[i] = make([]float64, n)
	}
	index := clusterIndex(response)
	for i, c := range key {
		for _, s := range c {
			if j, ok := index[s]; ok {
				cost[i][j] -= 2 / float64(len(c)+len(response[j]))
			}
		}
	}
	total := 0.0
	for i, j := range hungarian(cost) {
		total -= cost[i][j]
	}
	return total
}

// hungarian returns the assignment of rows to columns with the least cost.
func hungarian(cost [][]float64) []int {
	n := len(cost)
	u, v := make([]float64, n+1), make([]float64, n+1)
	match, way := make([]int, n+1), make([]int, n+1)
	for i := 1; i <= n; i++ {
		match[0] = i
		j0 := 0
		least := make([]float64, n+1)
		used := make([]bool, n+1)
		for j := range least {
			least[j] = math.Inf(1)
		}
		for {
			used[j0] = true
			i0, delta, j1 := match[j0], math.Inf(1), 0
			for j := 1; j <= n; j++ {
				if used[j] {
					continue
				}
				if c := cost[i0-1][j-1] - u[i0] - v[j]; c < least[j] {
					least[j], way[j] = c, j0
				}
				if least[j] < delta {
					delta, j1 = least[j], j
				}
			}
			for j := 0; j <= n; j++ {
				if used[j] {
					u[match[j]] += delta
					v[j] -= delta
				} else {
					least[j] -= delta
				}
			}
			j0 = j1
			if match[j0] == 0 {
				break
			}
		}
		for j0 != 0 {
			j1 := way[j0]
			match[j0] = match[j1]
			j0 = j1
		}
	}
	out := make([]int, n)
	for j := 1; j <= n; j++ {
		out[match[j]-1] = j - 1
	}
	return out
}

func TestCorefScore(t *testing.T) {
	s := func(n int) Span { return Span{n, n + 1} }
	key := []spanCluster{{s(1), s(2), s(3)}, {s(4), s(5), s(6), s(7)}}
	response := []spanCluster{{s(1), s(2)}, {s(3), s(4), s(5)}, {s(6), s(7), s(8), s(9)}}
	var c corefScore
	c.add(key, response)
	for _, x := range []struct {
		name      string
		got, want float64
	}{
		{"MUC recall", c.muc.rn / c.muc.rd, 3.0 / 5}, {"MUC precision", c.muc.pn / c.muc.pd, 3.0 / 6},
		{"B3 recall", c.b3.rn / c.b3.rd, ((4.0+1)/3 + (4.0+4)/4) / 7}, {"B3 precision", c.b3.pn / c.b3.pd, (4.0/2 + (1.0+4)/3 + 4.0/4) / 9},
		{"CEAF", c.ceaf.rn, 0.8 + 4.0/7},
	} {
		if math.Abs(x.got-x.want) > 1e-9 {
			t.Errorf("%s %.4f, want %.4f", x.name, x.got, x.want)
		}
	}
}

// linkScore counts the links of a kind of mention: found, right (to a mention of
// the same entity), and the mentions that have something to take up.
type linkScore struct{ found, right, wanted int }

func (l linkScore) String() string {
	return fmt.Sprintf("precision %.1f, recall %.1f of %d", 100*float64(l.right)/max(float64(l.found), 1), 100*float64(l.right)/max(float64(l.wanted), 1), l.wanted)
}

// corefReport is the score of one way of reading, with its slices.
type corefReport struct {
	name  string
	all   corefScore
	heads corefScore // with mentions that count by their heads
	found linkScore  // of the mentions to find, those with their exact bounds are right
	genre map[string]*corefScore
	links map[string]*linkScore
}

func newCorefReport(name string) *corefReport {
	return &corefReport{name: name, genre: map[string]*corefScore{}, links: map[string]*linkScore{}}
}

func (r *corefReport) add(gold, d *Document, genre string) {
	key, response := spanClusters(gold), spanClusters(d)
	r.all.add(key, response)
	r.heads.add(key, spanClusters(withBounds(gold, d)))
	r.addMentions(gold, d)
	if r.genre[genre] == nil {
		r.genre[genre] = &corefScore{}
	}
	r.genre[genre].add(key, response)
	r.addLinks(gold, d)
}

// addMentions counts the mentions to find and those found.
func (r *corefReport) addMentions(gold, d *Document) {
	found := map[Span]bool{}
	for _, m := range d.Mentions {
		found[Span{m.First, m.Last}] = true
	}
	for _, m := range gold.Mentions {
		if len(gold.Clusters[m.Cluster]) < 2 {
			continue
		}
		r.found.wanted++
		if found[Span{m.First, m.Last}] {
			r.found.right++
		}
	}
}

// withBounds gives mentions whose bounds are no gold mention's those of the
// longest one with the same head.
func withBounds(gold, d *Document) *Document {
	exact, byHead := map[Span]bool{}, map[int]Span{}
	for _, m := range gold.Mentions {
		s := Span{m.First, m.Last}
		exact[s] = true
		if o, ok := byHead[m.Head]; !ok || o.End-o.Begin < s.End-s.Begin {
			byHead[m.Head] = s
		}
	}
	out := *d
	out.Mentions = slices.Clone(d.Mentions)
	for i := range out.Mentions {
		m := &out.Mentions[i]
		if s, ok := byHead[m.Head]; ok && !exact[Span{m.First, m.Last}] {
			m.First, m.Last = s.Begin, s.End
		}
	}
	return &out
}

// addLinks counts a mention as linked rightly if the nearest mention before it
// in its cluster is of the same gold entity.
func (r *corefReport) addLinks(gold, d *Document) {
	entity, seen := map[Span]int{}, map[int]bool{}
	for _, m := range gold.Mentions {
		if len(gold.Clusters[m.Cluster]) < 2 {
			continue
		}
		s := Span{m.First, m.Last}
		entity[s] = m.Cluster + 1
		if seen[m.Cluster] {
			r.slice(sliceOf(gold, m)).wanted++
		}
		seen[m.Cluster] = true
	}
	for _, c := range d.Clusters {
		for k := 1; k < len(c); k++ {
			m, a := d.Mentions[c[k]], d.Mentions[c[k-1]]
			l := r.slice(sliceOf(d, m))
			l.found++
			if e := entity[Span{m.First, m.Last}]; e != 0 && e == entity[Span{a.First, a.Last}] {
				l.right++
			}
		}
	}
}

func (r *corefReport) slice(name string) *linkScore {
	if r.links[name] == nil {
		r.links[name] = &linkScore{}
	}
	return r.links[name]
}

// sliceOf names the slice of a mention, the same for gold and found ones: by its head.
func sliceOf(d *Document, m Mention) string {
	t := &d.Tokens[m.Head]
	p := pronounOf(t)
	switch {
	case p == noPronoun && t.UPOS == PROPN:
		return "names"
	case p == noPronoun:
		return "nominals"
	case p == hePronoun || p == shePronoun:
		return "he, she"
	case p == itPronoun || p == theyPronoun:
		return "it, they"
	case p <= wePronoun:
		return "I, you, we"
	}
	return "this, each other"
}

func (r *corefReport) log(t *testing.T) {
	t.Logf("%s: MUC %s, B3 %s, CEAF-e %s, average %.2f", r.name, r.all.muc, r.all.b3, r.all.ceaf, 100*r.all.average())
	t.Logf("    by heads %.2f; %d of %d mentions found", 100*r.heads.average(), r.found.right, r.found.wanted)
	for _, g := range slices.Sorted(maps.Keys(r.genre)) {
		t.Logf("    %-13s %.1f", g, 100*r.genre[g].average())
	}
	for _, l := range slices.Sorted(maps.Keys(r.links)) {
		t.Logf("    %-17s %s", l, r.links[l])
	}
}

// The CoNLL averages to hold on gumfree-dev.
const (
	corefBarGold = 0.605
	corefBarOwn  = 0.575
)

func TestCoreferenceOfTreebank(t *testing.T) {
	names := newNamer(t)
	p, r := pipeline(t), testResolver(t)
	gold, own := newCorefReport("gold trees"), newCorefReport("own trees")
	for _, g := range treebankByGenre(t, "gumfree-dev.conllu") {
		d := names.withNames(g.doc)
		r.run(d)
		gold.add(g.doc, d, g.genre)
		d = names.bare(g.doc)
		p.Annotate(d)
		own.add(g.doc, d, g.genre)
	}
	gold.log(t)
	own.log(t)
	if gold.all.average() < corefBarGold || own.all.average() < corefBarOwn {
		t.Errorf("want %.1f and %.1f", 100*corefBarGold, 100*corefBarOwn)
	}
}

type genreDocument struct {
	doc   *Document
	genre string
}

// treebankByGenre reads GUM with the genre of each document, from "# meta::genre".
func treebankByGenre(t testing.TB, name string) []genreDocument {
	all, err := conllu.ReadAll(openTreebank(t, name))
	if err != nil {
		t.Fatal(err)
	}
	var out []genreDocument
	docs := treebank(t, name)
	for _, s := range all {
		if hasComment(s, "newdoc") {
			out = append(out, genreDocument{docs[len(out)], s.Comment("meta::genre")})
		}
	}
	return out
}
