package nlp

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"kg/nlp/conllu"
)

// ReadCoNLLU reads the documents of a treebank, parted by "# newdoc".
func ReadCoNLLU(r io.Reader) ([]*Document, error) {
	all, err := conllu.ReadAll(r)
	if err != nil {
		return nil, err
	}
	var docs []*Document
	for begin := 0; begin < len(all); {
		end := begin + 1
		for end < len(all) && !hasComment(all[end], "newdoc") {
			end++
		}
		d, err := FromCoNLLU(all[begin:end])
		if err != nil {
			return nil, err
		}
		docs = append(docs, d)
		begin = end
	}
	return docs, nil
}

// FromCoNLLU returns the sentences as one document. Its text is that of the
// "# text" comments, or else of the words by SpaceAfter=No, with a blank line
// before "# newpar". Names, mentions and clusters come from MISC: Name as
// WriteCoNLLU writes it, Entity as WriteCoNLLU or the treebank GUM does.
func FromCoNLLU(sentences []*conllu.Sentence) (*Document, error) {
	b := documentBuilder{d: &Document{}}
	for i, s := range sentences {
		if err := b.add(s); err != nil {
			return nil, fmt.Errorf("sentence %d: %w", i+1, err)
		}
	}
	b.d.Text = b.text.String()
	b.d.Mentions, b.d.Clusters = b.entities.clusters()
	setMentionHeads(b.d)
	return b.d, nil
}

// documentBuilder joins sentences into a document.
type documentBuilder struct {
	d         *Document
	text      strings.Builder
	paragraph int
	entities  entityReader
}

func (b *documentBuilder) add(s *conllu.Sentence) error {
	if b.text.Len() > 0 {
		if hasComment(s, "newpar") || hasComment(s, "newdoc") {
			b.text.WriteString("\n\n")
			b.paragraph++
		} else {
			b.text.WriteByte(' ')
		}
	}
	offset, first := b.text.Len(), len(b.d.Tokens)
	text := sentenceText(s)
	b.text.WriteString(text)
	spans := align(text, s)
	for i := range s.Tokens {
		t := &s.Tokens[i]
		head := -1
		if t.Head > 0 {
			head = first + t.Head - 1
		}
		upos, ok := ParseUPOS(t.UPOS)
		if !ok && t.UPOS != "" {
			return fmt.Errorf("word %d: no tag %q in UPOS", i+1, t.UPOS)
		}
		b.d.Tokens = append(b.d.Tokens, Token{
			Span: Span{offset + spans[i].Begin, offset + spans[i].End},
			Form: t.Form, Lemma: t.Lemma, UPOS: upos, XPOS: t.XPOS, Head: head, Deprel: t.Deprel,
		})
		if err := b.addMisc(t.Misc, first+i); err != nil {
			return fmt.Errorf("word %d: %w", i+1, err)
		}
	}
	if i := circle(b.d.Tokens[first:], first); i >= 0 {
		return fmt.Errorf("word %d: its heads run in a circle", i+1)
	}
	b.d.Sentences = append(b.d.Sentences, Sentence{
		First: first, Last: len(b.d.Tokens), Paragraph: b.paragraph, Headline: s.Comment("headline") == "yes",
	})
	return nil
}

// circle returns a word whose heads never reach a root, -1 if there is none.
// The first of the tokens is number offset of its document.
func circle(tokens []Token, offset int) int {
	state := make([]uint8, len(tokens)) // 1: on the way up now; 2: known to reach a root
	var path []int
	for i := range tokens {
		path = path[:0]
		for k := i; k >= 0 && state[k] != 2; {
			if state[k] == 1 {
				return k
			}
			state[k] = 1
			path = append(path, k)
			if k = tokens[k].Head; k >= 0 {
				k -= offset
			}
		}
		for _, k := range path {
			state[k] = 2
		}
	}
	return -1
}

// addMisc reads "Name=B-Person" and "Entity=…" of token i.
func (b *documentBuilder) addMisc(misc string, i int) error {
	if name := conllu.MiscValue(misc, "Name"); len(name) > 2 {
		n := len(b.d.Names)
		if name[0] == 'I' && n > 0 && b.d.Names[n-1].Last == i {
			b.d.Names[n-1].Last = i + 1
		} else {
			b.d.Names = append(b.d.Names, Name{First: i, Last: i + 1, Type: NameType(name[2:])})
		}
	}
	if v := conllu.MiscValue(misc, "Entity"); v != "" {
		return b.entities.add(v, i)
	}
	return nil
}

func hasComment(s *conllu.Sentence, key string) bool {
	for _, c := range s.Comments {
		if strings.HasPrefix(c, key) && (len(c) == len(key) || c[len(key)] == ' ' || c[len(key)] == '=') {
			return true
		}
	}
	return false
}

// sentenceText returns the text of a sentence.
func sentenceText(s *conllu.Sentence) string {
	if text := s.Comment("text"); text != "" {
		return text
	}
	var b strings.Builder
	ranges := s.Ranges
	for i := 0; i < len(s.Tokens); i++ {
		form, misc := s.Tokens[i].Form, s.Tokens[i].Misc
		if len(ranges) > 0 && ranges[0].First == i+1 {
			form, misc = ranges[0].Form, ranges[0].Misc
			i = ranges[0].Last - 1
			ranges = ranges[1:]
		}
		b.WriteString(form)
		if i+1 < len(s.Tokens) && conllu.MiscValue(misc, "SpaceAfter") != "No" {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// align finds the words of a sentence in its text. Words that aren't found
// ("wants" for "wanna") share the span of what stands in their place.
func align(text string, s *conllu.Sentence) []Span {
	spans := make([]Span, len(s.Tokens))
	cursor := 0
	for i := range s.Tokens {
		form := s.Tokens[i].Form
		for cursor < len(text) {
			r, size := runeAt(text, cursor)
			if !isSpace(r) {
				break
			}
			cursor += size
		}
		if strings.HasPrefix(text[cursor:], form) {
			spans[i] = Span{cursor, cursor + len(form)}
			cursor += len(form)
			continue
		}
		end := cursor + chunkLength(text[cursor:])
		if i+1 < len(s.Tokens) { // up to where the next word stands
			if k := strings.Index(text[cursor:end], s.Tokens[i+1].Form); k > 0 {
				end = cursor + k
			}
		}
		spans[i] = Span{cursor, end}
		cursor = end
	}
	return spans
}

// WriteCoNLLU writes the document as CoNLL-U. MISC tells the bytes of the word in
// the text (TokenRange=begin:end), SpaceAfter=No, the names (Name=B-Person,
// I-Person …) and the mentions in brackets that may nest: Entity=(3-name opens
// a name of cluster 3, 3) closes it; the kinds are name, nominal and pronoun, and a
// number behind them is the place of the head where that isn't the first word that hangs outside.
func (d *Document) WriteCoNLLU(w io.Writer) error {
	out := conllu.NewWriter(w)
	names, entities := d.nameLabels(), d.entityLabels()
	for i := range d.Sentences {
		if err := out.Write(d.conlluSentence(i, names, entities)); err != nil {
			return err
		}
	}
	return out.Flush()
}

func (d *Document) conlluSentence(i int, names, entities []string) *conllu.Sentence {
	s := d.Sentences[i]
	out := &conllu.Sentence{}
	if i == 0 {
		out.Comments = append(out.Comments, "newdoc")
	}
	if i == 0 || d.Sentences[i-1].Paragraph != s.Paragraph {
		out.Comments = append(out.Comments, "newpar")
	}
	out.Comments = append(out.Comments, "sent_id = "+strconv.Itoa(i+1))
	if s.Headline {
		out.Comments = append(out.Comments, "headline = yes")
	}
	text, glued := d.spacedText(s)
	out.Comments = append(out.Comments, "text = "+text)
	for k := s.First; k < s.Last; k++ {
		t := &d.Tokens[k]
		head := 0
		if t.Head >= 0 {
			head = t.Head - s.First + 1
		} else if t.Deprel == "" {
			head = -1
		}
		misc := d.misc(k, names[k], entities[k], glued[k-s.First])
		out.Tokens = append(out.Tokens, conllu.Token{
			Form: clean(t.Form), Lemma: clean(t.Lemma), UPOS: t.UPOS.String(), XPOS: t.XPOS, Head: head, Deprel: t.Deprel, Misc: misc,
		})
	}
	return out
}

func (d *Document) misc(k int, name, entity string, glued bool) string {
	t := &d.Tokens[k]
	var b strings.Builder
	if entity != "" {
		b.WriteString("Entity=" + entity + "|")
	}
	if name != "" {
		b.WriteString("Name=" + name + "|")
	}
	if glued {
		b.WriteString("SpaceAfter=No|")
	}
	fmt.Fprintf(&b, "TokenRange=%d:%d", t.Begin, t.End)
	return b.String()
}

// spacedText returns the words of a sentence with one space where the text has
// white space, and for each word whether the next follows at once.
func (d *Document) spacedText(s Sentence) (string, []bool) {
	var b strings.Builder
	glued := make([]bool, s.Last-s.First)
	for k := s.First; k < s.Last; k++ {
		b.WriteString(clean(d.Tokens[k].Form))
		if k+1 == s.Last {
			glued[k-s.First] = k+1 < len(d.Tokens) && d.Tokens[k].End == d.Tokens[k+1].Begin
			break
		}
		if d.Tokens[k].End == d.Tokens[k+1].Begin {
			glued[k-s.First] = true
		} else {
			b.WriteByte(' ')
		}
	}
	return b.String(), glued
}

// clean makes a form fit CoNLL-U: valid UTF-8 without control characters.
func clean(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] >= 0x7f {
			return strings.Map(func(r rune) rune {
				if r < ' ' || r == 0x7f {
					return '\ufffd'
				}
				return r
			}, strings.ToValidUTF8(s, "\ufffd"))
		}
	}
	return s
}

func (d *Document) nameLabels() []string {
	labels := make([]string, len(d.Tokens))
	for _, n := range d.Names {
		for i := n.First; i < n.Last; i++ {
			labels[i] = "I-" + string(n.Type)
		}
		labels[n.First] = "B-" + string(n.Type)
	}
	return labels
}
