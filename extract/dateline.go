package extract

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"kg/graph"
	"kg/nlp"
)

// dateline is where and when an article says that it was written, in front of
// its first sentence: "NAIROBI, Oct. 30 (Agency) - ".
type dateline struct {
	first, last int // tokens, the dash included; none where they are equal
	place       int // the token that heads the place's name, -1 without
}

// longestDateline is the length in tokens.
const longestDateline = 18

// datelineOf finds the dateline of a document among its first sentences.
func datelineOf(d *nlp.Document) dateline {
	for k := 0; k < min(len(d.Sentences), 6); k++ {
		if s := d.Sentences[k]; !s.Headline {
			if end := datelineEnd(d.Tokens, s, d.Names); end > s.First {
				return dateline{first: s.First, last: end, place: -1}
			}
		}
	}
	return dateline{place: -1}
}

// datelineEnd returns the token behind the dash of the dateline that a
// sentence begins with, its first token where it has none: the place stands in
// capitals, an agency in brackets, or the sentence begins anew behind the dash.
func datelineEnd(tok []nlp.Token, s nlp.Sentence, names []nlp.Name) int {
	first := tok[s.First].Form
	sign := len(first) > 2 && strings.ToUpper(first) == first && strings.ToLower(first) != first
	place := placeAt(names, s.First)
	for k := s.First + 1; k < min(s.Last-2, s.First+longestDateline); k++ {
		switch form := tok[k].Form; form {
		case "-", "–", "—", "--":
			if tok[k-1].End == tok[k].Begin { // al-Bab
				continue
			}
			if r, _ := utf8.DecodeRuneInString(tok[k+1].Form); sign || place && unicode.IsUpper(r) && tok[k].End < tok[k+1].Begin {
				return k + 1
			}
			return s.First
		case "(":
			sign = true
		case ",", ")", ".", "/", "and", "of", "the", "'S", "’S", "'s", "’s":
		default:
			if r, _ := utf8.DecodeRuneInString(form); !unicode.IsUpper(r) && !unicode.IsDigit(r) {
				return s.First
			}
		}
	}
	return s.First
}

// placeAt tells whether a name of a place begins at token t.
func placeAt(names []nlp.Name, t int) bool {
	i := sort.Search(len(names), func(i int) bool { return names[i].First >= t })
	return i < len(names) && names[i].First == t && (names[i].Type == nlp.Place || names[i].Type == nlp.Country)
}

// readDateline finds the dateline, its place, and its date where nobody knows
// when the article was published.
func (r *reader) readDateline() {
	r.dated = datelineOf(r.d)
	if r.dated.first == r.dated.last {
		return
	}
	for i, n := range r.d.Names {
		if n.First >= r.dated.first && n.Last <= r.dated.last && r.cast.named[i] != nil && isPlace(r.cast.named[i].Type) {
			r.dated.place = r.cast.nameHead(n)
			break
		}
	}
	if r.a.Published != "" {
		return
	}
	s := r.d.Sentences[r.d.SentenceAt(r.dated.first)]
	for _, x := range r.cal.times(r.d, s) {
		if x.First >= r.dated.first && x.Last <= r.dated.last && len(x.Value) == len("2006-01-02") {
			r.cal = newCalendar(x.Value)
			return
		}
	}
}

// datelinePlace is where something happened that the dateline's own sentence
// tells without naming a place, unless the sentence speaks of other countries
// only.
func (r *reader) datelinePlace(f *frame, st *graph.Statement) *graph.Argument {
	p := r.dated.place
	if p < 0 || f.standing || f.pred < r.dated.last || r.d.SentenceAt(p) != r.d.SentenceAt(f.pred) {
		return nil
	}
	switch r.relation(strings.TrimPrefix(string(st.Relation), graph.Scheme)).Kind {
	case graph.KindStanding, "":
		return nil
	}
	if st.Modality != graph.Actual {
		return nil
	}
	a := r.cast.argument(p)
	if a == nil || st.Object != nil && a.ID == st.Object.ID || st.Subject != nil && a.ID == st.Subject.ID {
		return nil
	}
	home := ""
	if e := r.cast.known[a.ID]; e != nil {
		home = e.Name
		if e.Type != graph.Country && e.entry != nil {
			home = e.entry.Country
		}
	}
	s := r.d.Sentences[r.d.SentenceAt(p)]
	abroad := false
	for i, n := range r.d.Names {
		if n.First < r.dated.last || n.First >= s.Last {
			continue
		}
		if e := r.cast.named[i]; e != nil && e.Type == graph.Place {
			return nil // another place is named
		}
		if e := r.cast.countryEntity(r.cast.nameHead(n)); e != nil {
			if e.Name == home {
				return a
			}
			abroad = true
		}
	}
	if abroad {
		return nil
	}
	return a
}
