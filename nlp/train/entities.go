package main

import (
	"strings"

	"kg/nlp/conllu"
)

// gumTypes are the types of names that GUM's types of entities stand for.
var gumTypes = map[string]string{
	"person": "Person", "organization": "Organization", "place": "Place",
	"event": "Misc", "object": "Misc", "abstract": "Misc", "animal": "Person", "substance": "Misc", "plant": "Misc",
}

// span is an annotated entity: the words [from, to), from 0.
type span struct {
	id, kind string
	from, to int
}

// entityNames reads names off GUM's Entity annotation. Entities there are whole
// noun phrases, named or not; a name is what is proper in one around its head.
// Time and quantities are no names.
func entityNames(c *conllu.Sentence) []string {
	tokens := c.Tokens
	names := make([]string, len(tokens))
	for i := range names {
		names[i] = "O"
	}
	for _, s := range entitySpans(c) {
		kind := gumTypes[s.kind]
		if kind == "" {
			continue
		}
		from, to := properPart(tokens, s)
		if from < to && free(names[from:to]) {
			if kind == "Person" && tokens[to-1].XPOS == "NNPS" {
				kind = "Misc" // "Americans"
			}
			names[from] = "B-" + kind
			for i := from + 1; i < to; i++ {
				names[i] = "I-" + kind
			}
		}
	}
	for i, t := range tokens {
		if i > 0 && names[i] == "O" && t.UPOS == "ADJ" && startsUpper(t.Form) {
			names[i] = "" // "Syrian" is a name in one corpus and none in the other
		}
	}
	return names
}

func free(names []string) bool {
	for _, n := range names {
		if n != "O" {
			return false
		}
	}
	return true
}

// entitySpans returns the entities that begin and end in the sentence, those
// with the earlier end first, so outer ones come after inner ones; longer names win by order of length.
func entitySpans(c *conllu.Sentence) []span {
	var open, done []span
	for i, t := range c.Tokens {
		v := conllu.MiscValue(t.Misc, "Entity")
		for v != "" {
			if v[0] == '(' {
				end := strings.IndexAny(v[1:], "()")
				text := v[1:]
				if end >= 0 {
					text = v[1 : 1+end]
				}
				fields := strings.SplitN(text, "-", 3)
				s := span{id: fields[0], from: i}
				if len(fields) > 1 {
					s.kind = fields[1]
				}
				v = v[1+len(text):]
				if strings.HasPrefix(v, ")") {
					s.to = i + 1
					done = append(done, s)
					v = v[1:]
					continue
				}
				open = append(open, s)
				continue
			}
			id, rest, ok := strings.Cut(v, ")")
			if !ok {
				break
			}
			v = rest
			for k := len(open) - 1; k >= 0; k-- {
				if open[k].id == id {
					open[k].to = i + 1
					done = append(done, open[k])
					open = append(open[:k], open[k+1:]...)
					break
				}
			}
		}
	}
	return longestFirst(done)
}

func longestFirst(s []span) []span {
	for i := 1; i < len(s); i++ {
		for j := i; j > 0 && s[j].to-s[j].from > s[j-1].to-s[j-1].from; j-- {
			s[j], s[j-1] = s[j-1], s[j]
		}
	}
	return s
}

// properPart returns the name in an entity: the run of proper nouns around its
// head, with "of" and what belongs to a name within it. Where the head is common
// ("the activist Maria Silva"), it is the name hung on the head.
func properPart(tokens []conllu.Token, s span) (from, to int) {
	head := nameHead(tokens, s)
	if head < 0 {
		return 0, 0
	}
	from, to = head, head+1
	for from > s.from && inName(tokens, from-1) {
		from--
	}
	for to < s.to && inName(tokens, to) {
		to++
	}
	for to+1 < s.to && (tokens[to].Form == "of" || tokens[to].Form == "the" && tokens[to-1].Form == "of") && (proper(tokens[to+1]) || tokens[to+1].Form == "the") {
		to++
		for to < s.to && inName(tokens, to) {
			to++
		}
	}
	for from < to && !proper(tokens[from]) {
		from++
	}
	for from < to && !proper(tokens[to-1]) {
		to--
	}
	if gumTypes[s.kind] == "Person" {
		from = afterTitle(tokens, from, to)
	}
	return from, to
}

// nameHead returns the proper noun that heads an entity, or that hangs on its head; -1 for none.
func nameHead(tokens []conllu.Token, s span) int {
	for i := s.from; i < s.to; i++ {
		if h := tokens[i].Head - 1; h >= s.from && h < s.to {
			continue
		}
		if properTag(tokens[i]) {
			return i
		}
		for k := i + 1; k < s.to; k++ {
			t := tokens[k]
			if t.Head-1 == i && properTag(t) && (t.Deprel == "flat" || t.Deprel == "nmod:desc") {
				return k
			}
		}
		return -1
	}
	return -1
}

func properTag(t conllu.Token) bool { return t.XPOS == "NNP" || t.XPOS == "NNPS" }

// afterTitle returns where a person's name begins behind a title; a title alone is no name.
func afterTitle(tokens []conllu.Token, from, to int) int {
	for i := to - 1; i >= from; i-- {
		lower := strings.ToLower(tokens[i].Form)
		if titles[lower] && (lower != "king" || i == from) {
			if i+1 < to && properTag(tokens[i+1]) {
				return i + 1
			}
			return to
		}
	}
	return from
}

func proper(t conllu.Token) bool {
	return properTag(t) || startsUpper(t.Form) && t.UPOS != "DET" && t.UPOS != "PRON" || t.UPOS == "NUM"
}

func startsUpper(s string) bool { return s != "" && s[0] >= 'A' && s[0] <= 'Z' }

// inName says that token i goes on with a name beside it.
func inName(tokens []conllu.Token, i int) bool {
	t := tokens[i]
	if properTag(t) {
		return true
	}
	if t.XPOS == "HYPH" && i+1 < len(tokens) && i > 0 {
		return properTag(tokens[i+1]) && properTag(tokens[i-1])
	}
	if startsUpper(t.Form) && (t.UPOS == "ADJ" || t.UPOS == "NOUN" || t.UPOS == "NUM") {
		return true
	}
	return t.UPOS == "PUNCT" && t.Form == "." && i > 0 && len(tokens[i-1].Form) <= 2
}

// titles that stand before a person's name and aren't part of it.
var titles = map[string]bool{
	"mr.": true, "mrs.": true, "ms.": true, "dr.": true, "mr": true, "mrs": true, "dr": true, "prof.": true,
	"president": true, "senator": true, "sen.": true, "general": true, "gen.": true, "king": true, "queen": true,
	"professor": true, "judge": true, "prime": true, "minister": true, "secretary": true, "chancellor": true, "sir": true,
	"captain": true, "col.": true, "colonel": true, "lt.": true, "rep.": true, "gov.": true, "governor": true,
}

// calendar words and feasts are proper nouns and no names.
var calendar = map[string]bool{
	"monday": true, "tuesday": true, "wednesday": true, "thursday": true, "friday": true, "saturday": true, "sunday": true,
	"january": true, "february": true, "march": true, "april": true, "may": true, "june": true, "july": true, "august": true,
	"september": true, "october": true, "november": true, "december": true, "jan.": true, "feb.": true, "aug.": true,
	"sept.": true, "oct.": true, "nov.": true, "dec.": true, "mon": true, "tue": true, "wed": true, "thu": true, "fri": true,
	"christmas": true, "easter": true, "thanksgiving": true, "mr.": true, "mrs.": true, "ms.": true, "dr.": true, "mr": true,
	"mrs": true, "am": true, "pm": true, "a.m.": true, "p.m.": true, "god": true, "internet": true, "president": true,
}

// properNames tells what the tags alone say about names: a word that is no
// proper noun is none, and a proper noun is some name, or part of one.
func properNames(s *sentence) []string {
	names := make([]string, len(s.forms))
	for i, tag := range s.xpos {
		lower := strings.ToLower(s.forms[i])
		switch {
		case (tag == "NNP" || tag == "NNPS") && !calendar[lower] && !titles[lower]:
			names[i] = someName
		case tag == "NNP" || tag == "NNPS" || startsUpper(s.forms[i]) || lower == "of" || lower == "the" || tag == "HYPH" || tag == "CC" || tag == "CD" || tag == "ADD" || tag == "GW" || tag == "FW":
		default:
			names[i] = "O"
		}
	}
	return names
}

// someName stands for every label but O.
const someName = "*"
