package extract

import (
	"strings"

	"kg/graph"
	"kg/nlp"
)

// place reads where a place lies, as the phrase around its name says it:
// "Mosul, Iraq", "Mosul in northern Iraq", "the Syrian city of Aleppo",
// "Iraq's Anbar province".
func (s *standingReader) place(i int) {
	if s.named[i].Type == graph.Country {
		return
	}
	n := s.d.Names[i]
	h := s.nameHead(n)
	s.placeAfterComma(i)
	s.placeIn(i, h)
	s.placeBeside(i)
	if r := s.resolve(h); r.ent == s.named[i] {
		s.owned(i, h)
	}
	if tok := &s.d.Tokens[h]; tok.Head >= 0 && s.nameAt[tok.Head] < 0 && s.w.is("place_kind", s.t.lemma(tok.Head)) {
		kind := tok.Head // "city" of "the Syrian city of Aleppo"
		if tok.Deprel == "nmod" && s.t.caseOf(h) == "of" || tok.Deprel == "appos" || tok.Deprel == "flat" || tok.Deprel == "compound" {
			s.owned(i, kind)
			s.placeIn(i, kind)
		}
	}
}

func (s *standingReader) within(i int, e *entity, r ref, rule string) {
	if e == nil || e == s.named[i] || !isPlace(e.Type) && e.Type != graph.Place {
		return
	}
	n := s.d.Names[i]
	first, last := min(n.First, r.first), max(n.Last, r.last)
	s.fact("locatedIn", s.nameArgument(i), s.entityArgument(e, r.first, r.last), first, last, rule)
}

// placeAfterComma reads "Mosul, Iraq": the gazetteer has the one in the other,
// or the tree hangs it on it as a place.
func (s *standingReader) placeAfterComma(i int) {
	n := s.d.Names[i]
	toks := s.d.Tokens
	if n.Last+1 >= len(toks) || toks[n.Last].Form != "," {
		return
	}
	k := s.nameAt[n.Last+1]
	if k < 0 || s.named[k] == nil || !isPlace(s.named[k].Type) {
		return
	}
	a, b := s.named[i].entry, s.named[k]
	known := a != nil && (a.Country == b.Name || b.entry != nil && b.Type == graph.Place && b.entry.Country == a.Country && b.entry.Population == 0 && a.Population > 0)
	h := s.nameHead(s.d.Names[k])
	hung := toks[h].Head >= n.First && toks[h].Head < n.Last && toks[h].Deprel != "conj"
	if known && (hung || toks[h].Deprel != "conj" || !s.listContinues(k)) || a == nil && hung && b.Type == graph.Country {
		s.within(i, b, ref{first: s.d.Names[k].First, last: s.d.Names[k].Last}, "place.comma")
	}
}

// listContinues tells whether name k stands in a list of names: "Kyiv,
// Ukraine and Moscow" may be one, "Kyiv, Ukraine," is none.
func (s *standingReader) listContinues(k int) bool {
	last := s.d.Names[k].Last
	if last >= len(s.d.Tokens) {
		return false
	}
	f := s.d.Tokens[last].Form
	return f == "and" || f == "or"
}

// placeIn reads "in northern Iraq" that hangs on token h.
func (s *standingReader) placeIn(i, h int) {
	for _, k32 := range s.t.children(h) {
		k := int(k32)
		if k < h || s.d.Tokens[k].Deprel != "nmod" {
			continue
		}
		switch s.t.caseOf(k) {
		case "in":
		default:
			continue
		}
		if r := s.resolve(k); r.ent != nil && r.ent.named() && isPlace(r.ent.Type) {
			s.within(i, r.ent, r, "place.in")
			return
		}
	}
}

// placeBeside reads "Sochi in southern Russia" whatever the tree hangs it on,
// where the gazetteer has the one in the other.
func (s *standingReader) placeBeside(i int) {
	n, e := s.d.Names[i], s.named[i]
	toks := s.d.Tokens
	if e.entry == nil || n.Last >= len(toks) || toks[n.Last].Form != "in" {
		return
	}
	for t := n.Last + 1; t < len(toks) && t < n.Last+4; t++ {
		if k := s.nameAt[t]; k >= 0 {
			if s.named[k] != nil && s.named[k].Name == e.entry.Country {
				s.within(i, s.named[k], ref{first: s.d.Names[k].First, last: s.d.Names[k].Last}, "place.in")
			}
			return
		}
		if toks[t].UPOS != nlp.ADJ && toks[t].UPOS != nlp.DET {
			return
		}
	}
}

// owned reads the country of "Iraq's Anbar province" and of "the Syrian city".
func (s *standingReader) owned(i, h int) {
	for _, k32 := range s.t.children(h) {
		k := int(k32)
		rel := s.d.Tokens[k].Deprel
		if k >= h || rel != "amod" && rel != "compound" && !strings.HasPrefix(rel, "nmod:") {
			continue
		}
		j := s.nameAt[k]
		if j < 0 || j == i {
			continue
		}
		name := s.d.Names[j]
		switch {
		case s.isNationality(j) && (rel == "amod" || rel == "compound"):
			if e := s.countryEntity(k); e != nil {
				s.within(i, e, ref{first: name.First, last: name.Last}, "place.adjective")
				return
			}
		case rel == "nmod:poss" && s.named[j] != nil && s.named[j].Type == graph.Country:
			s.within(i, s.named[j], ref{first: name.First, last: name.Last}, "place.owner")
			return
		}
	}
}

// otherName reads "Daesh (also known as ISIL)".
func (s *standingReader) otherName(i int) {
	if i+1 >= len(s.d.Names) || s.named[i+1] == nil {
		return
	}
	a, b := s.d.Names[i], s.d.Names[i+1]
	if b.First-a.Last > 5 || b.First <= a.Last {
		return
	}
	between := strings.ToLower(s.text(a.Last, b.First))
	between = strings.TrimLeft(between, "(, –-")
	switch between = strings.TrimSuffix(between, " the"); between {
	case "also known as", "known as", "also called", "aka", "a.k.a.", "otherwise known as", "formerly known as", "formerly", "better known as", "also referred to as", "previously known as", "or":
		if between == "or" && s.d.Tokens[a.Last].Form != "(" {
			return
		}
	default:
		return
	}
	object := s.nameArgument(i + 1)
	if s.named[i] == s.named[i+1] {
		object = &graph.Argument{Name: s.text(b.First, b.Last), Span: s.span(b.First, b.Last)}
	}
	first := a.Last
	for first < b.First-1 && s.d.Tokens[first].UPOS == nlp.PUNCT {
		first++
	}
	s.add("sameAs", s.nameArgument(i), object, first, b.First, "name")
}
