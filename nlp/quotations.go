package nlp

// quotation is a stretch of somebody's own words, which may run over several
// sentences and paragraphs: the tokens [first, last), without the marks.
type quotation struct {
	first, last int
	speaker     int // head of the phrase that names who speaks, -1 if nobody does
}

// maxQuotation bounds a quotation whose end is not marked, in tokens.
const maxQuotation = 600

// quotations finds the quotations of a document and who speaks them. Words in
// quotation marks that hold no verb ("so-called", "terrorist") are none.
func (p *people) quotations(d *Document, c children) []quotation {
	var out []quotation
	for begin := 0; begin < len(d.Sentences); {
		end := begin + 1
		for end < len(d.Sentences) && d.Sentences[end].Paragraph == d.Sentences[begin].Paragraph {
			end++
		}
		out = quotationsOf(d, d.Sentences[begin].First, d.Sentences[end-1].Last, out)
		begin = end
	}
	for i := range out {
		out[i].speaker = p.speaker(d, c, out[i])
	}
	shareSpeakers(d, out)
	return out
}

// quotationsOf appends the quotations of a paragraph, the tokens [first, last).
func quotationsOf(d *Document, first, last int, out []quotation) []quotation {
	opens, closes := quoteMarks(d.Tokens[first:last])
	begin := -1
	add := func(end int) {
		if begin >= 0 && end-begin >= 3 && end-begin <= maxQuotation && hasVerb(d, begin, end) {
			out = append(out, quotation{first: begin, last: end, speaker: -1})
		}
		begin = -1
	}
	for k := range opens {
		switch {
		case opens[k] && !isSingleQuote(d.Tokens[first+k].Form):
			add(first + k)
			begin = first + k + 1
		case closes[k] && !isSingleQuote(d.Tokens[first+k].Form):
			add(first + k)
		}
	}
	add(last) // goes on in the next paragraph
	return out
}

func isSingleQuote(form string) bool {
	switch form {
	case "'", "’", "‘", "`":
		return true
	}
	return false
}

func hasVerb(d *Document, first, last int) bool {
	for k := first; k < last; k++ {
		if d.Tokens[k].UPOS == VERB || d.Tokens[k].UPOS == AUX {
			return true
		}
	}
	return false
}

// speaker returns the head of the subject of the verb that reports a
// quotation, in the sentences where it begins and ends; -1 if there is none.
func (p *people) speaker(d *Document, c children, q quotation) int {
	best, distance := -1, 1<<30
	begin, end := d.SentenceAt(q.first), d.SentenceAt(q.last-1)
	for _, i := range [...]int{end, begin} {
		s := d.Sentences[i]
		for k := s.First; k < s.Last; k++ {
			if k >= q.first && k < q.last {
				continue
			}
			who := p.reporter(d, c, k)
			if who < 0 || who >= q.first && who < q.last {
				continue
			}
			gap := min(abs(k-q.first), abs(k-q.last))
			if gap < distance {
				best, distance = who, gap
			}
		}
		if begin == end {
			break
		}
	}
	return best
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// reporter returns who speaks if token k is a verb that reports speech, or the
// source if it is the "according" of "according to".
func (p *people) reporter(d *Document, c children, k int) int {
	t := &d.Tokens[k]
	if t.UPOS == VERB && p.speech[t.Lemma] {
		for x := c.first[k]; x >= 0; x = c.next[x] {
			if d.Tokens[x].Deprel == "nsubj" {
				return int(x)
			}
		}
	}
	if t.Lemma == "accord" || t.Form == "according" || t.Form == "According" {
		if t.Head >= 0 && (mainRelation(t.Deprel) == "case" || mainRelation(t.Deprel) == "mark") {
			return t.Head
		}
	}
	return -1
}

// shareSpeakers gives a quotation without a reporting verb the speaker of the
// one before it, where it stands in the same paragraph or fills the next.
func shareSpeakers(d *Document, qs []quotation) {
	for i := range qs {
		if qs[i].speaker >= 0 || i == 0 {
			continue
		}
		a, b := d.SentenceAt(qs[i-1].last-1), d.SentenceAt(qs[i].first)
		gap := d.Sentences[b].Paragraph - d.Sentences[a].Paragraph
		if gap == 0 || gap == 1 && fillsSentence(d, qs[i]) {
			qs[i].speaker = qs[i-1].speaker
		}
	}
	for i := len(qs) - 2; i >= 0; i-- { // "A," … "B," he said: one paragraph
		a, b := d.SentenceAt(qs[i].last-1), d.SentenceAt(qs[i+1].first)
		if qs[i].speaker < 0 && d.Sentences[b].Paragraph == d.Sentences[a].Paragraph {
			qs[i].speaker = qs[i+1].speaker
		}
	}
}

// fillsSentence tells whether a quotation is all that its first sentence has.
func fillsSentence(d *Document, q quotation) bool {
	s := d.Sentences[d.SentenceAt(q.first)]
	for k := s.First; k < s.Last; k++ {
		if (k < q.first || k >= q.last) && d.Tokens[k].UPOS != PUNCT {
			return false
		}
	}
	return true
}
