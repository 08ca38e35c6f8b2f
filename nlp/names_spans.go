package nlp

import (
	"slices"
	"strings"

	"kg/nlp/gazetteer"
)

// gazetteerSpans returns the names of a sentence that the gazetteer knows.
func (r *reading) gazetteerSpans(s Sentence) []candidate {
	var out []candidate
	for i := s.First; i < s.Last; {
		n, matches := r.table.Longest(r.words[i:s.Last])
		if n == 0 {
			i++
			continue
		}
		c := candidate{first: i, last: i + n, matches: nameMatches(matches)}
		if len(c.matches) == 0 || !r.plausible(&c) {
			i++
			continue
		}
		out = append(out, c)
		i += n
	}
	return out
}

// smallPlaces returns the places of a sentence that are written in small
// letters, as in chats: behind a preposition of place, the gazetteer's
// countries, states and large towns.
func (r *reading) smallPlaces(s Sentence) []candidate {
	var out []candidate
	d := r.d
	for i := s.First + 1; i < s.Last; i++ {
		tok := &d.Tokens[i]
		if tok.UPOS != NOUN && tok.UPOS != PROPN && tok.UPOS != ADJ || len(tok.Form) < 4 || !locative(d.Tokens[i-1].Form) || startsUpper(tok.Form) {
			continue
		}
		for last := min(i+3, s.Last); last > i; last-- {
			c := candidate{first: i, last: last, label: Place, kind: Place}
			if end := &d.Tokens[last-1]; (end.UPOS == NOUN || end.UPOS == PROPN) && end.Deprel != "compound" && r.knownPlace(&c) {
				out = append(out, c)
				i = last - 1
				break
			}
		}
	}
	return out
}

// locative tells the prepositions that places stand behind.
func locative(form string) bool {
	switch form {
	case "in", "In", "to", "from", "near", "around", "throughout":
		return true
	}
	return false
}

// nameMatches leaves out titles, roles and given names.
func nameMatches(all []gazetteer.Match) []gazetteer.Match {
	var out []gazetteer.Match
	for _, m := range all {
		if isNameType(m.Type) {
			out = append(out, m)
		}
	}
	return out
}

// plausible tells whether a match of the gazetteer can be a name where it
// stands, by case and tags: "IS" is, "is" is not; "Turkey" is, "Reading the
// papers" is not.
func (r *reading) plausible(c *candidate) bool {
	d := r.d
	proper, upper, labelled := 0, 0, 0
	for t := c.first; t < c.last; t++ {
		if d.Tokens[t].UPOS == PROPN || d.Tokens[t].UPOS == X {
			proper++
		}
		if strings.ToLower(d.Tokens[t].Form) != d.Tokens[t].Form { // also "iPhone"
			upper++
		}
		if r.label(t) != "O" {
			labelled++
		}
	}
	if upper == 0 && proper == 0 {
		return false
	}
	tok := &d.Tokens[c.first]
	if c.last-c.first > 1 {
		return proper+labelled > 0 || upper > 1 || c.matches[0].Type == gazetteer.Nationality
	}
	if s := r.d.Sentences[r.sentence]; labelled == 0 && c.first == s.First && r.labels != nil && !c.acronym() {
		switch c.matches[0].Type { // "Visa", "Target": a capital says nothing here
		case gazetteer.Organization, gazetteer.Weapon, gazetteer.Event:
			return false
		}
	}
	if proper+labelled > 0 {
		return true
	}
	switch tok.UPOS {
	case NoPOS:
		return true
	case ADJ, NOUN:
		return c.has(gazetteer.Nationality) || c.has(gazetteer.Misc) && c.matches[0].Type == gazetteer.Misc && tok.UPOS == NOUN || c.acronym() && !r.caps[r.sentence]
	case AUX, VERB, PRON, ADP, DET, ADV, INTJ:
		return c.acronym() && !r.caps[r.sentence] && !r.shouted(c.first)
	}
	return c.acronym() && !r.caps[r.sentence]
}

func (c *candidate) has(kind gazetteer.Type) bool { return c.match(kind) != nil }

// match returns the first match of a type.
func (c *candidate) match(kind gazetteer.Type) *gazetteer.Match {
	for i := range c.matches {
		if c.matches[i].Type == kind {
			return &c.matches[i]
		}
	}
	return nil
}

func (c *candidate) acronym() bool {
	for _, m := range c.matches {
		if m.Acronym {
			return true
		}
	}
	return false
}

// shouted tells whether a neighbour of token t stands in capitals too, so
// that they may be emphasis: "THIS IS great".
func (r *reading) shouted(t int) bool {
	s := r.d.Sentences[r.sentence]
	for _, k := range []int{t - 1, t + 1} {
		if k >= s.First && k < s.Last && inCapitals(r.d.Tokens[k].Form) && r.d.Tokens[k].UPOS != PROPN {
			return true
		}
	}
	return false
}

// label returns the network's label of token t, "O" where there is none.
func (r *reading) label(t int) string {
	if r.labels == nil {
		return "O"
	}
	return r.labels[t]
}

// labelSpans returns the names of a sentence as the network labels them.
func (r *reading) labelSpans(s Sentence) []candidate {
	if r.labels == nil {
		return nil
	}
	var out []candidate
	for i := s.First; i < s.Last; {
		kind, ok := strings.CutPrefix(r.labels[i], "B-")
		if !ok {
			if kind, ok = strings.CutPrefix(r.labels[i], "I-"); !ok {
				i++
				continue
			}
		}
		j := i + 1
		for j < s.Last && r.labels[j] == "I-"+kind {
			j++
		}
		c := candidate{first: i, last: j, label: NameType(kind)}
		r.skipPortfolio(&c)
		r.extend(&c, s.Last)
		i = max(j, c.last)
		if r.trim(&c) {
			out = append(out, r.cut(c)...)
		}
	}
	return out
}

// skipPortfolio takes off a person's name what the person is minister of:
// "Minister of Defense Jane Doe".
func (r *reading) skipPortfolio(c *candidate) {
	if c.label != Person || !r.portfolio(c) {
		return
	}
	for c.last-c.first > 1 && (r.d.Tokens[c.first].Deprel == "nmod:desc" || r.table.HeadType(strings.ToLower(r.d.Tokens[c.first].Form)) != "") {
		c.first++
	}
}

// cut splits "Mosul Iraq" and "San Francisco California", which are two places,
// and takes the adjective off "Kurdish YPG".
func (r *reading) cut(c candidate) []candidate {
	if rest := (candidate{first: c.first + 1, last: c.last, label: c.label}); rest.first < rest.last && !r.wholeName(&c) && r.nationality(c.first) && r.wholeName(&rest) {
		return []candidate{rest} // "Kurdish YPG"
	}
	if c.label != Place && c.label != Misc || c.last-c.first < 2 || r.wholeName(&c) {
		return []candidate{c}
	}
	n, matches := r.table.Longest(r.words[c.first:c.last])
	a, b := c, c
	a.last, b.first = c.first+n, c.first+n
	a.matches = nameMatches(matches)
	if n == 0 || n == c.last-c.first || !a.has(gazetteer.Place) || !r.wholeName(&b) {
		return []candidate{c}
	}
	a.label, b.label = Place, Place
	return []candidate{a, b}
}

// nationality tells whether token t is an adjective of a people or a country.
func (r *reading) nationality(t int) bool {
	n, matches := r.table.Longest(r.words[t : t+1])
	return n == 1 && len(matches) > 0 && matches[0].Type == gazetteer.Nationality
}

// extend takes in what the tree says belongs to a name: the further words of a
// person's name, "Inc." after a comma.
func (r *reading) extend(c *candidate, end int) {
	d := r.d
	for c.last < end {
		tok := &d.Tokens[c.last]
		switch {
		case strings.HasPrefix(tok.Deprel, "flat") && tok.Head >= c.first && tok.Head < c.last && r.label(c.last) == "O" && tok.UPOS == PROPN:
			c.last++
		case c.last+1 < end && tok.Form == "," && companyWord(d.Tokens[c.last+1].Form):
			c.last += 2
		case companyWord(tok.Form), r.surname(c):
			c.last++
		case tok.Form == "and" && r.ofMany(c, end):
			for c.last++; c.last < end && startsUpper(d.Tokens[c.last].Form); c.last++ {
			}
		default:
			return
		}
	}
}

// ofMany tells whether a name goes on behind "and": "Department of Housing and
// Urban Development".
func (r *reading) ofMany(c *candidate, end int) bool {
	d := r.d
	if c.last+1 >= end || !startsUpper(d.Tokens[c.last+1].Form) || c.label != Organization || r.label(c.last+1) == "B-Person" {
		return false
	}
	for t := c.first; t < c.last-1; t++ {
		if d.Tokens[t].Form == "of" && t > c.first {
			switch d.Tokens[t-1].Form {
			case "Department", "Ministry", "Office", "School", "Institute", "Committee", "Bureau", "Faculty":
				return true
			}
		}
	}
	return false
}

// surname tells whether the word after a given name is a surname that the tags
// missed: it has a capital where nothing else calls for one.
func (r *reading) surname(c *candidate) bool {
	tok := &r.d.Tokens[c.last]
	if c.last-c.first != 1 || c.label == Place || c.label == Organization || r.caps[r.sentence] || tok.UPOS == PRON || tok.UPOS == DET || tok.UPOS == INTJ {
		return false
	}
	return startsUpper(tok.Form) && isLetters(tok.Form) && !inCapitals(tok.Form) && !calendarWord(tok.Form) && r.label(c.last) == "O" &&
		len(tok.Form) > 3 && r.givenName(c.first) && !r.titleCase(r.d.Sentences[r.sentence])
}

// titleCase tells whether most words of a sentence begin with a capital.
func (r *reading) titleCase(s Sentence) bool {
	upper, words := 0, 0
	for _, t := range r.d.Tokens[s.First:s.Last] {
		if len(t.Form) > 3 && isLetters(t.Form) {
			words++
			if startsUpper(t.Form) {
				upper++
			}
		}
	}
	return words > 3 && upper*3 > words*2
}

// companyWord tells whether a word ends a company's name.
func companyWord(form string) bool {
	switch strings.ToLower(strings.TrimSuffix(form, ".")) {
	case "inc", "corp", "ltd", "llc", "plc", "gmbh":
		return startsUpper(form) || form == "plc"
	}
	return false
}

// properSpans returns the runs of proper nouns of a sentence.
func (r *reading) properSpans(s Sentence) []candidate {
	var out []candidate
	for i := s.First; i < s.Last; {
		if !r.properName(i) {
			i++
			continue
		}
		j := i + 1
		for j < s.Last && (r.properName(j) || r.joins(j, s.Last)) {
			j++
		}
		c := candidate{first: i, last: j, proper: true}
		if r.trim(&c) {
			out = append(out, c)
		}
		i = j
	}
	return out
}

// joins tells whether token j is written within a name: a hyphen, an initial's
// stop, "bin".
func (r *reading) joins(j, end int) bool {
	t := &r.d.Tokens[j]
	if j+1 >= end || !r.properName(j+1) {
		return false
	}
	return t.Form == "-" || t.Form == "–" || t.Form == "." || r.d.Tokens[j].Deprel == "flat" && t.UPOS != PUNCT
}

// properName tells whether token t is a proper noun that can be of a name:
// days and months are not.
func (r *reading) properName(t int) bool {
	tok := &r.d.Tokens[t]
	if tok.UPOS != PROPN {
		return false
	}
	return !calendarWord(tok.Form) && !address(tok.Form)
}

// address tells whether a word is an address of the net.
func address(form string) bool {
	return strings.ContainsAny(form, "@/_") && len(form) > 3 || strings.HasPrefix(form, "www.") || strings.HasSuffix(form, ".com")
}

// trim takes off a candidate what is no part of its name: articles, titles,
// the possessive 's, marks; it tells whether something is left.
func (r *reading) trim(c *candidate) bool {
	d := r.d
	if c.label == Person {
		r.cutPerson(c)
	}
	for c.last > c.first && (r.nounBehind(c) || trailing(&d.Tokens[c.last-1]) || c.last > c.first+1 && address(d.Tokens[c.last-1].Form)) && !r.wholeName(c) {
		c.last--
	}
	for c.first < c.last {
		tok := &d.Tokens[c.first]
		if tok.UPOS == PUNCT || tok.UPOS == ADP && tok.Form != "al" || tok.UPOS == DET && !r.wholeName(c) {
			c.first++
			continue
		}
		n := r.titleAt(c.first, c.last)
		if n == 0 || r.wholeName(c) {
			break
		}
		if c.first+n >= c.last || r.d.Tokens[c.first+n].UPOS == ADP && len(r.d.Tokens[c.first+n].Form) < 4 {
			return false // a role, not a name: "the Minister", "Minister of Defence"
		}
		if r.table.TypeByHead(r.forms(c.first+n, c.last)) != "" || c.label == Place {
			break
		}
		c.first += n
		c.label = Person
	}
	return c.first < c.last && !r.onlyMarks(c) && !address(r.d.Tokens[c.first].Form) && !r.common(c) && !r.portfolio(c)
}

// cutPerson ends a person's name where something else begins: "Ed Wong of the
// Times", "Ann Lee - Associate".
func (r *reading) cutPerson(c *candidate) {
	for t := c.first + 1; t < c.last; t++ {
		tok := &r.d.Tokens[t]
		apart := tok.Begin > r.d.Tokens[t-1].End && (t+1 >= len(r.d.Tokens) || r.d.Tokens[t+1].Begin > tok.End)
		if tok.UPOS == ADP && len(tok.Form) > 1 && tok.Form != "al" && (tok.Form == "of" || tok.Form == "at" || tok.Form == "from" || tok.Form == "for") ||
			tok.UPOS == PUNCT && apart && (tok.Form == "-" || tok.Form == "–" || tok.Form == ":") {
			c.last = t
			return
		}
	}
}

// common tells whether a candidate is in small letters where its writer uses
// capitals, and so no name.
func (r *reading) common(c *candidate) bool {
	proper := false
	for t := c.first; t < c.last; t++ {
		if tok := &r.d.Tokens[t]; startsUpper(tok.Form) || tok.UPOS == NUM {
			return false
		} else if tok.UPOS == PROPN {
			proper = true
		}
	}
	if r.knownPlace(c) {
		before := c.first - 1
		return before >= 0 && r.d.Tokens[before].UPOS == DET && c.last-c.first == 1 // "a chihuahua"
	}
	if c.label == Organization && len(c.matches) == 0 && !r.wholeName(c) {
		return true
	}
	s := r.d.Sentences[r.sentence]
	return !proper || startsUpper(r.d.Tokens[s.First].Form) || r.table.HeadType(r.d.Tokens[c.last-1].Form) != ""
}

// knownPlace tells whether the gazetteer has the candidate's words, in any
// case, as a country, a state or a large town.
func (r *reading) knownPlace(c *candidate) bool {
	for _, e := range r.table.Lookup(r.d.Text[r.d.Tokens[c.first].Begin:r.d.Tokens[c.last-1].End]) {
		if e.Type == gazetteer.Country || e.Type == gazetteer.Place && (e.Population == 0 || e.Population > 200000) {
			return true
		}
	}
	return false
}

// portfolio tells whether a candidate is what a minister is for: "Foreign
// Affairs" of "Minister of Foreign Affairs".
func (r *reading) portfolio(c *candidate) bool {
	if c.first < 2 || !strings.EqualFold(r.d.Tokens[c.first-1].Form, "of") || r.wholeName(c) {
		return false
	}
	switch strings.ToLower(r.d.Tokens[c.first-2].Form) {
	case "minister", "secretary", "ministers":
		return true
	}
	return false
}

func (r *reading) onlyMarks(c *candidate) bool {
	for t := c.first; t < c.last; t++ {
		if tok := &r.d.Tokens[t]; tok.UPOS != PUNCT && tok.UPOS != SYM {
			return calendarWord(tok.Form) && c.last-c.first == 1
		}
	}
	return true
}

// nounBehind tells whether the last word of a name is a common noun that only
// goes with it: "Detroit automaker".
func (r *reading) nounBehind(c *candidate) bool {
	tok := &r.d.Tokens[c.last-1]
	return c.last-c.first > 1 && c.label != Misc && (tok.UPOS == NOUN || tok.UPOS == PROPN) && !startsUpper(tok.Form) && startsUpper(r.d.Tokens[c.first].Form) &&
		r.table.HeadType(tok.Form) == "" && isLetters(tok.Form)
}

func trailing(t *Token) bool {
	switch t.Form {
	case "of", "and", "the", "in", "for", "to", "at", "on":
		return true
	}
	return t.UPOS == PUNCT && t.Form != "." && t.Form != "!" || t.UPOS == PART || t.UPOS == DET || t.UPOS == ADP
}

// wholeName tells whether the gazetteer has the candidate's words as they are.
func (r *reading) wholeName(c *candidate) bool {
	n, matches := r.table.Longest(r.words[c.first:c.last])
	return n == c.last-c.first && len(nameMatches(matches)) > 0
}

// titleAt returns how many tokens from first on are a title, 0 for none.
func (r *reading) titleAt(first, last int) int {
	n, matches := r.table.Longest(r.words[first:last])
	for _, m := range matches {
		if m.Type == gazetteer.Title {
			return n
		}
	}
	return 0
}

// settle resolves overlaps among the spans of a sentence and returns them in
// order: of two, the longer stays, but a run of proper nouns gives way to
// names within it that cover its head.
func (r *reading) settle(all []candidate, s Sentence) []candidate {
	all = r.preferred(all)
	taken := make([]bool, s.Last-s.First)
	var out []candidate
	for _, c := range all {
		if c.proper {
			for _, rest := range r.free(c, taken, s.First) {
				mark(taken, rest, s.First)
				out = append(out, rest)
			}
			continue
		}
		if overlaps(taken, c, s.First) {
			continue
		}
		mark(taken, c, s.First)
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b candidate) int { return a.first - b.first })
	for i := range out {
		r.leaveOffice(&out[i])
		r.takeIn(&out[i], out, i, s.Last)
	}
	return slices.DeleteFunc(out, func(c candidate) bool { return c.first == c.last || r.onlyAdjective(&c, s) })
}

// leaveOffice cuts an office off the name of the body that it is in: "Zambrano
// Chief Executive Officer Lucia Herrera" names Zambrano and her.
func (r *reading) leaveOffice(c *candidate) {
	for k := c.first + 1; k < c.last; k++ {
		if r.d.Tokens[k].Form == "Chief" {
			c.last, c.matches = k, nil
			return
		}
	}
}

// onlyAdjective tells whether a candidate is an adjective that has its capital
// from the beginning of the sentence alone: "Environmental groups …".
func (r *reading) onlyAdjective(c *candidate, s Sentence) bool {
	t := &r.d.Tokens[c.first]
	return c.first == s.First && c.last == c.first+1 && t.UPOS == ADJ && t.XPOS == "JJ" && len(c.matches) == 0
}

// takeIn joins to a name what stands behind it and belongs to it: the body that
// is called after a place ("El Paso Energy"), the place that a body is of ("Housing Authority of Springfield"), the 's of a shop
// ("eat at Miller's"), the surname behind a given name.
func (r *reading) takeIn(c *candidate, all []candidate, i, end int) {
	d := r.d
	if c.first == c.last {
		return
	}
	if last := max(r.forPurpose(c, end), r.bodyBehind(c, end)); last > c.last {
		for k := i + 1; k < len(all) && all[k].first < last; k++ {
			all[k].last = all[k].first
		}
		c.label, c.matches, c.last = Organization, nil, last
		return
	}
	if i+1 < len(all) {
		next := &all[i+1]
		switch {
		case next.first == c.last && c.last-c.first == 1 && next.last-next.first == 1 && (next.label == Person || c.label == Person) && r.givenName(c.first) && r.fullNameForm(c) &&
			r.fullNameForm(next) && (len(next.matches) == 0 || next.label == Person) && len(d.Tokens[next.first].Form) > 2:
			c.label, c.matches = Person, nil
			c.last, next.last = next.last, next.first
			return
		case r.ofPlace(c, next):
			c.label, c.matches = Organization, nil
			c.last, next.last = next.last, next.first
		}
	}
	if c.last < end && possessive(&d.Tokens[c.last]) && c.label != Person && len(c.matches) == 0 && startsUpper(d.Tokens[c.first].Form) {
		head := spanHead(d, c.first, c.last)
		if d.Tokens[head].Deprel == "nmod:poss" || d.Tokens[c.last].Head != head || c.last+1 < end && continuesPhrase(d.Tokens[c.last+1].UPOS) {
			return
		}
		c.last++
		if c.label == "" {
			c.label = Organization
		}
	}
}

// forPurpose returns the end of a body's name that goes on with what it is for,
// "Congress for Democratic Change"; 0 where it does not.
func (r *reading) forPurpose(c *candidate, end int) int {
	d := r.d
	if c.last+1 >= end || d.Tokens[c.last].Form != "for" || r.titleCase(d.Sentences[r.sentence]) {
		return 0
	}
	body := d.Tokens[c.last-1].Form
	switch r.table.HeadType(strings.ToLower(body)) {
	case gazetteer.Organization, gazetteer.Government:
	default:
		return 0
	}
	last := c.last + 1
	for last < end && startsUpper(d.Tokens[last].Form) && (d.Tokens[last].UPOS == NOUN || d.Tokens[last].UPOS == PROPN || d.Tokens[last].UPOS == ADJ) {
		last++
	}
	if last == c.last+1 || !startsUpper(body) {
		return 0
	}
	if h := d.Tokens[spanHead(d, c.last+1, last)].Head; h < c.first || h >= c.last {
		return 0
	}
	return last
}

// bodyBehind returns the end of the name of a body that begins with that of a
// place or of whoever it is called after, "El Paso Energy", "Ford Foundation";
// 0 where none does.
func (r *reading) bodyBehind(c *candidate, end int) int {
	d, k := r.d, c.last
	if k >= end || !startsUpper(d.Tokens[k].Form) || d.Tokens[k].UPOS != PROPN && (d.Tokens[k].UPOS != NOUN || r.titleCase(d.Sentences[r.sentence])) {
		return 0
	}
	if kind := r.table.HeadType(strings.ToLower(d.Tokens[k].Form)); kind != gazetteer.Organization {
		return 0
	}
	head := spanHead(d, c.first, c.last)
	if h := d.Tokens[k].Head; d.Tokens[k].Deprel == "flat" && h == head || d.Tokens[head].Head == k && d.Tokens[head].Deprel == "compound" {
		return k + 1
	}
	return 0
}

// ofPlace tells whether a body's name goes on with the place it is of.
func (r *reading) ofPlace(c, next *candidate) bool {
	d := r.d
	if next.first != c.last+1 && !(next.first == c.last+2 && d.Tokens[c.last+1].Form == "the") || d.Tokens[c.last].Form != "of" || !startsUpper(d.Tokens[c.first].Form) {
		return false
	}
	if next.label != Place && !next.has(gazetteer.Place) && !next.has(gazetteer.Country) {
		return false
	}
	last := d.Tokens[c.last-1].Form
	if !startsUpper(last) || c.last-c.first > 1 && r.wholeName(c) {
		return false
	}
	switch r.table.HeadType(strings.ToLower(last)) {
	case gazetteer.Organization, gazetteer.Government:
		h := d.Tokens[spanHead(d, next.first, next.last)].Head
		return h >= c.first && h < c.last
	}
	return strings.EqualFold(last, "city") && c.last-c.first == 1 && c.first > d.Sentences[r.sentence].First
}

func possessive(t *Token) bool { return t.Form == "'s" || t.Form == "’s" }

// continuesPhrase tells the tags of words that a possessor stands before.
func continuesPhrase(tag UPOS) bool {
	switch tag {
	case NOUN, PROPN, ADJ, NUM, ADV, DET, SYM, X:
		return true
	}
	return false
}

// preferred orders candidates, the ones to keep first, and joins those of the
// same span.
func (r *reading) preferred(all []candidate) []candidate {
	var joined []candidate
	for _, c := range all {
		k := slices.IndexFunc(joined, func(o candidate) bool { return o.first == c.first && o.last == c.last })
		if k < 0 {
			joined = append(joined, c)
			continue
		}
		o := &joined[k]
		if o.label == "" {
			o.label = c.label
		}
		if o.matches == nil {
			o.matches = c.matches
		}
		o.proper = o.proper && c.proper
	}
	slices.SortStableFunc(joined, func(a, b candidate) int {
		if a.proper != b.proper {
			if b.proper {
				return -1
			}
			return 1
		}
		if x, y := r.weight(a), r.weight(b); x != y {
			return y - x
		}
		return a.first - b.first
	})
	return joined
}

// weight is the length of a candidate, and a little more where the gazetteer
// has it whole.
func (r *reading) weight(c candidate) int {
	w := 2 * (c.last - c.first)
	if c.label == Organization && c.last-c.first > 2 { // "El Paso Energy" is not El Paso
		w += 2
	}
	if len(c.matches) > 0 {
		w++
		if c.last-c.first > 1 {
			w += 2
		}
	}
	return w
}

func overlaps(taken []bool, c candidate, base int) bool {
	return slices.Contains(taken[c.first-base:c.last-base], true)
}

func mark(taken []bool, c candidate, base int) {
	for t := c.first; t < c.last; t++ {
		taken[t-base] = true
	}
}

// free returns the parts of a run of proper nouns that no other name took.
func (r *reading) free(c candidate, taken []bool, base int) []candidate {
	var out []candidate
	for i := c.first; i < c.last; {
		if taken[i-base] {
			i++
			continue
		}
		j := i
		for j < c.last && !taken[j-base] {
			j++
		}
		part := candidate{first: i, last: j, proper: true, label: c.label}
		if r.trim(&part) && r.titleAt(part.first, part.last) != part.last-part.first {
			out = append(out, part)
		}
		i = j
	}
	return out
}

// forms returns the words of a span, without hyphens.
func (r *reading) forms(first, last int) []string {
	out := make([]string, 0, last-first)
	for t := first; t < last; t++ {
		if f := r.d.Tokens[t].Form; f != "-" && f != "." {
			out = append(out, f)
		}
	}
	return out
}

// calendarWord tells whether a word is the name of a day or a month.
func calendarWord(form string) bool {
	w := strings.ToLower(strings.TrimSuffix(form, "."))
	switch w {
	case "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun",
		"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
		"jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "am", "pm", "a.m", "p.m", "gmt", "est", "bst", "utc":
		return true
	}
	return false
}
