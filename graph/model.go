package graph

// IRI is an absolute IRI as it stands in the store, such as "kg:Russia" or
// "http://www.w3.org/2000/01/rdf-schema#label".
type IRI string

// Span is a half-open range of bytes [Begin, End) of an article's text.
type Span struct {
	Begin int `json:"begin"`
	End   int `json:"end"`
}

// Passage is a span with the words that stand there.
type Passage struct {
	Text string `json:"text"`
	Span
}

// Article is a text with what is known of where it comes from. Text is
// immutable: every annotation is a span into it.
type Article struct {
	ID        IRI    `json:"id"`        // "kg:article/9c1e…", a hash of Source and Text
	Title     string `json:"title"`     // the headline, empty where none is known
	Source    string `json:"source"`    // path or URL it was read from
	Published string `json:"published"` // EDTF date or RFC 3339 time, empty where unknown
	Publisher string `json:"publisher"`
	Language  string `json:"language"` // BCP 47, "en"
	Text      string `json:"text"`     // UTF-8

	// Boilerplate holds what belongs to the page and not to the article
	// (sign-ups, share buttons), in order; it yields no statements.
	Boilerplate []Span `json:"-"`
}

// EntityType is the class of an entity.
type EntityType string

// The types of entities.
const (
	Person       EntityType = "Person"
	Organization EntityType = "Organization"
	Government   EntityType = "Government"
	Country      EntityType = "Country"
	Place        EntityType = "Place"
	ArmedGroup   EntityType = "ArmedGroup"
	Facility     EntityType = "Facility"
	Event        EntityType = "Event"
	Weapon       EntityType = "Weapon"
	Group        EntityType = "Group" // unnamed: "rebel groups"
	Other        EntityType = "Other"
)

// MentionKind tells how a mention speaks of its entity.
type MentionKind string

// The kinds of mentions.
const (
	NameMention    MentionKind = "name"
	NominalMention MentionKind = "nominal"
	PronounMention MentionKind = "pronoun"
)

// Mention is a place in the text that speaks of an entity.
type Mention struct {
	Passage
	Kind MentionKind `json:"kind"`
}

// Entity is somebody or something that an article speaks of.
type Entity struct {
	ID       IRI        `json:"id"` // "kg:Bashar_al-Assad"; "kg:article/9c1e…#rebel_groups" for a group without a name
	Name     string     `json:"name"`
	Type     EntityType `json:"type"`
	Aliases  []string   `json:"aliases"`  // surface forms other than Name, sorted
	SameAs   []IRI      `json:"sameAs"`   // Wikidata, where known
	Mentions []Mention  `json:"mentions"` // in text order

	// ActsFor is the country whose head the article calls a person and the
	// gazetteer knows, empty where there is none. It is background knowledge,
	// no statement of the article.
	ActsFor IRI `json:"actsFor,omitempty"`

	// At is where a place is, nil where the gazetteer doesn't know.
	At *Coordinates `json:"at,omitempty"`
}

// Coordinates are in degrees of WGS 84, north and east positive.
type Coordinates struct {
	Lat float64 `json:"lat"`
	Lon float64 `json:"lon"`
}

// Argument fills a place of a statement. A literal, a role or a clause has a
// name and a span and no ID.
type Argument struct {
	ID   IRI    `json:"id,omitempty"`
	Name string `json:"name"`
	Span
}

// Polarity tells an assertion from a denial.
type Polarity string

// The polarities.
const (
	Positive Polarity = "positive"
	Negative Polarity = "negative"
)

// Modality tells what happened from what may, shall or is asked to happen.
type Modality string

// The modalities.
const (
	Actual      Modality = "actual"
	Planned     Modality = "planned"     // future, intended, scheduled, attempted, pledged
	Possible    Modality = "possible"    // may, might, likely, unlikely, alleged
	Requested   Modality = "requested"   // asked, urged, demanded
	Conditional Modality = "conditional" // if, unless
)

// Time is when a statement holds: the words, and their EDTF value (ISO 8601-2)
// or "" where they could not be resolved.
type Time struct {
	Passage
	Value string `json:"value"`
}

// Source is who says so. A nested source keeps the nearest speaker and who
// quotes that speaker.
type Source struct {
	Argument
	Via *Source `json:"via,omitempty"`
}

// Statement is one thing that an article says: who did what to whom, who says
// so, when and where.
type Statement struct {
	ID       IRI    `json:"id"`    // "kg:statement/7f3a…", see StatementID
	Event    IRI    `json:"event"` // shared by all statements read off one predicate
	Relation IRI    `json:"relation"`
	Plover   string `json:"plover"` // PLOVER root, "" for standing relations

	Subject   *Argument `json:"subject"` // nil where no agent is named
	Object    *Argument `json:"object"`
	Addressee *Argument `json:"addressee,omitempty"` // of kg:says: to whom
	Trigger   Passage   `json:"trigger"`             // the words that carry the relation

	// Arguments are the further arguments of an open relation, in text order.
	// Only kg extract --open gives them; the store does not keep them.
	Arguments []Argument `json:"arguments,omitempty"`

	Polarity     Polarity `json:"polarity"`
	Modality     Modality `json:"modality"`
	AttributedTo *Source  `json:"attributedTo"` // nil in the article's own voice
	Cue          *Passage `json:"cue"`          // the words that attribute

	Time       *Time     `json:"time"`
	Place      *Argument `json:"place"`
	Quantity   *Passage  `json:"quantity"`
	Instrument *Passage  `json:"instrument,omitempty"`

	Sentence   Span    `json:"sentence"`
	Rule       string  `json:"rule"`
	Confidence float64 `json:"confidence"` // 0 to 1
}

// Plain tells whether the article itself asserts the statement as a fact:
// positive, actual, in its own voice, with both arguments named.
func (s *Statement) Plain() bool {
	return s.Polarity == Positive && s.Modality == Actual && s.AttributedTo == nil && s.Cue == nil &&
		s.Subject != nil && s.Object != nil
}

// Reading is all that was read off one article: a line of kg extract --format jsonl.
type Reading struct {
	Article    Article     `json:"article"`
	Entities   []Entity    `json:"entities"`   // sorted by ID
	Statements []Statement `json:"statements"` // in text order
}
