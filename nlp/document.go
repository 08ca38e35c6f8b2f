package nlp

// Span is a half-open range of bytes [Begin, End) of Document.Text.
type Span struct{ Begin, End int }

// Token is a syntactic word as Universal Dependencies has it ("don't" is two).
type Token struct {
	Span
	Form   string // as it stands in the text
	Lemma  string
	UPOS   UPOS
	XPOS   string // Penn Treebank tag: "VBD", "NNS"
	Head   int    // index into Document.Tokens, -1 for the root of a sentence
	Deprel string // Universal Dependencies relation with its subtype: "nsubj:pass"
}

// Sentence is the tokens [First, Last) of a document.
type Sentence struct {
	First, Last int
	Paragraph   int  // counted from 0
	Headline    bool // stands alone, in Title Case or without a final stop, before the body
}

// NameType is the class of a name.
type NameType string

// The types of names. The network gives the first four; gazetteers and the
// document refine them.
const (
	Person       NameType = "Person"
	Organization NameType = "Organization"
	Place        NameType = "Place"
	Misc         NameType = "Misc"
	Government   NameType = "Government"
	Country      NameType = "Country"
	Nationality  NameType = "Nationality" // "Russian", "Kurdish"
	ArmedGroup   NameType = "ArmedGroup"
	Facility     NameType = "Facility"
	Event        NameType = "Event"
	Weapon       NameType = "Weapon"
)

// Name is a proper name: the tokens [First, Last).
type Name struct {
	First, Last int
	Type        NameType
}

// MentionKind tells how a mention speaks of its entity.
type MentionKind uint8

// The kinds of mentions.
const (
	NameMention MentionKind = iota
	NominalMention
	PronounMention
)

// Mention is the tokens [First, Last) that speak of an entity, with their
// syntactic head.
type Mention struct {
	First, Last, Head int
	Kind              MentionKind
	Cluster           int // index into Document.Clusters
}

// Cluster is the mentions of one entity, as indexes into Document.Mentions, in
// text order.
type Cluster []int

// Document is an analysed text. Text is immutable; all else are spans into it
// or indexes into the slices beside it.
type Document struct {
	Text      string
	Tokens    []Token
	Sentences []Sentence
	Names     []Name    // in text order, none overlaps another
	Mentions  []Mention // in text order; longer before shorter where they begin together
	Clusters  []Cluster
}

// SentenceAt returns the index of the sentence that holds token t.
func (d *Document) SentenceAt(t int) int {
	lo, hi := 0, len(d.Sentences)
	for lo < hi {
		mid := (lo + hi) / 2
		if d.Sentences[mid].Last <= t {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}
