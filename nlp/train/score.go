package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"kg/nlp/neural"
)

// scores of a parse against gold, in percent; labels count without subtype.
type scores struct {
	words                int
	upos, xpos, uas, las float64
	perSecond            float64
}

func scoreTrees(m *neural.Model, gold []*sentence, change func(*sentence) *sentence) scores {
	var sentences [][]string
	for _, s := range gold {
		if change != nil {
			s = change(s)
		}
		sentences = append(sentences, s.forms)
	}
	began := time.Now()
	parsed := m.Parse(sentences)
	seconds := time.Since(began).Seconds()
	var r scores
	for k, s := range gold {
		a := parsed[k]
		for i := range s.forms {
			r.words++
			r.upos += hit(a.UPOS[i] == s.upos[i])
			r.xpos += hit(a.XPOS[i] == s.xpos[i])
			if int(a.Head[i]) == s.heads[i] {
				r.uas++
				r.las += hit(plain(a.Deprel[i]) == plain(s.deprel[i]))
			}
		}
	}
	for _, x := range []*float64{&r.upos, &r.xpos, &r.uas, &r.las} {
		*x *= 100 / float64(r.words)
	}
	r.perSecond = float64(r.words) / seconds
	return r
}

func hit(ok bool) float64 {
	if ok {
		return 1
	}
	return 0
}

func plain(label string) string {
	label, _, _ = strings.Cut(label, ":")
	return label
}

// scoreNames returns precision, recall and F1 of typed spans; types that gold does not have are left out.
func scoreNames(m *neural.Model, gold []*sentence) (p, r, f float64) {
	types := map[string]bool{}
	var sentences [][]string
	for _, s := range gold {
		sentences = append(sentences, s.forms)
		for _, n := range s.names {
			if _, kind, ok := strings.Cut(n, "-"); ok {
				types[kind] = true
			}
		}
	}
	var right, found, wanted float64
	for k, a := range m.Parse(sentences) {
		want := map[string]bool{}
		for _, s := range spans(gold[k].names) {
			want[s] = true
			wanted++
		}
		for _, s := range spans(a.Name) {
			if _, kind, _ := strings.Cut(s, " "); !types[kind] {
				continue
			}
			found++
			right += hit(want[s])
		}
	}
	p, r = right/max(found, 1), right/max(wanted, 1)
	return p, r, 2 * p * r / max(p+r, 1e-9)
}

// spans lists the names of a sentence as "from-to type".
func spans(labels []string) []string {
	var out []string
	for i := 0; i < len(labels); {
		kind, ok := strings.CutPrefix(labels[i], "B-")
		if !ok {
			i++
			continue
		}
		j := i + 1
		for j < len(labels) && labels[j] == "I-"+kind {
			j++
		}
		out = append(out, fmt.Sprintf("%d-%d %s", i, j, kind))
		i = j
	}
	return out
}

// report prints the scores on every development set.
func report(w io.Writer, m *neural.Model, dev []devSet, full bool) {
	for _, d := range dev {
		if d.sentences[0].heads == nil {
			p, r, f := scoreNames(m, d.sentences)
			fmt.Fprintf(w, "%-12s names P %.3f R %.3f F1 %.3f\n", d.name, p, r, f)
			continue
		}
		line := func(what string, change func(*sentence) *sentence) {
			s := scoreTrees(m, d.sentences, change)
			fmt.Fprintf(w, "%-12s %-10s UPOS %.2f  XPOS %.2f  UAS %.2f  LAS %.2f  (%.0f words/s)\n", d.name, what, s.upos, s.xpos, s.uas, s.las, s.perSecond)
		}
		line("as written", nil)
		if full {
			line("Title Case", titleCase)
			line("ALLCAPS", func(s *sentence) *sentence { return mapForms(s, strings.ToUpper) })
		}
	}
}
