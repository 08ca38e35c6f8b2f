package graph

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The beginnings of the IRIs that this package makes.
const (
	Scheme          = "kg:"
	articlePrefix   = Scheme + "article/"
	statementPrefix = Scheme + "statement/"
	eventPrefix     = Scheme + "event/"
	openPrefix      = Scheme + "rel/"
	classPrefix     = Scheme + "class/"
)

const (
	idBytes    = 12  // 96 bits of a SHA-256, 24 hex digits
	maxNameLen = 240 // bytes of a name that an IRI spells out; the rest becomes a hash
)

// EntityID returns the readable IRI of a named entity in DBpedia's manner:
// "Bashar al-Assad" is "kg:Bashar_al-Assad", "al-Shabaab" is "kg:Al-Shabaab".
// It begins with a capital or a digit (or with a letter of a script without
// capitals), so no name meets a word of the vocabulary, and it is a legal
// absolute IRI whatever the name holds. Curly apostrophes, non-breaking
// hyphens, runs of spaces and composed letters make no difference.
func EntityID(name string) IRI {
	words := tidy(name)
	start := strings.IndexFunc(words, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
	if start < 0 {
		return IRI(Scheme + "X" + hex.EncodeToString([]byte(words)[:min(len(words), 60)]))
	}
	first, size := utf8.DecodeRuneInString(words[start:])
	words = string(unicode.ToUpper(first)) + words[start+size:]
	return IRI(Scheme + slug(norm.NFC.String(words), false))
}

// ArticleID returns the IRI of an article, a hash of its source as given and
// its text.
func ArticleID(source, text string) IRI {
	h := sha256.New()
	hashField(h, source)
	hashField(h, text)
	return IRI(articlePrefix + hexID(h))
}

// UnnamedID returns the IRI of a group or thing without a name of its own,
// which belongs to its article: "kg:article/9c1e…#rebel_groups".
func UnnamedID(article IRI, words string) IRI {
	s := slug(strings.ToLower(tidy(words)), true)
	if s == "" {
		s = "X" + hex.EncodeToString([]byte(words)[:min(len(words), 60)])
	}
	return article + "#" + IRI(s)
}

// EvidenceID returns the IRI of a passage of an article by RFC 5147:
// "kg:article/9c1e…#char=120,310". The offsets are bytes of its text.
func EvidenceID(article IRI, s Span) IRI {
	return article + IRI("#char="+itoa(s.Begin)+","+itoa(s.End))
}

// EventID returns the IRI shared by all statements read off one predicate,
// which the span of its words names.
func EventID(article IRI, trigger Span) IRI {
	h := sha256.New()
	hashField(h, string(article))
	hashSpan(h, trigger)
	return IRI(eventPrefix + hexID(h))
}

// OpenRelation returns the relation "kg:rel/take_aim_at" for words that no
// relation of the vocabulary covers.
func OpenRelation(lemmas string) IRI {
	return IRI(openPrefix + slug(strings.ToLower(tidy(lemmas)), true))
}

// ClassIRI returns the IRI of an entity type, "kg:class/ArmedGroup".
func ClassIRI(t EntityType) IRI { return IRI(classPrefix + string(t)) }

// StatementID returns the IRI of a statement of an article: a hash of the
// article, the spans of sentence and trigger, subject, relation, object,
// addressee, polarity, modality and source. The same statement has the same
// IRI on every run and every machine.
func StatementID(article IRI, s *Statement) IRI {
	h := sha256.New()
	hashField(h, string(article))
	hashSpan(h, s.Sentence)
	hashSpan(h, s.Trigger.Span)
	hashArgument(h, s.Subject)
	hashField(h, string(s.Relation))
	hashArgument(h, s.Object)
	hashArgument(h, s.Addressee)
	hashField(h, string(s.Polarity))
	hashField(h, string(s.Modality))
	for by := s.AttributedTo; by != nil; by = by.Via {
		hashArgument(h, &by.Argument)
	}
	return IRI(statementPrefix + hexID(h))
}

// hashField adds a string behind its length, so that no two lists of fields
// hash alike.
func hashField(h hash.Hash, s string) {
	var n [8]byte
	binary.BigEndian.PutUint64(n[:], uint64(len(s)))
	h.Write(n[:])
	h.Write([]byte(s))
}

func hashSpan(h hash.Hash, s Span) {
	hashField(h, itoa(s.Begin)+","+itoa(s.End))
}

// hashArgument adds an entity by its IRI and anything else by words and span.
func hashArgument(h hash.Hash, a *Argument) {
	switch {
	case a == nil:
		hashField(h, "")
	case a.ID != "":
		hashField(h, "<"+string(a.ID))
	default:
		hashField(h, `"`+a.Name)
		hashSpan(h, a.Span)
	}
}

func hexID(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)[:idBytes]) }

// tidy brings the ways to write one name together: NFC, plain apostrophes and
// hyphens, one space between words, no invisible characters, no U+FFFD.
func tidy(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '’' || r == 'ʼ':
			return '\''
		case r == '\u2010' || r == '\u2011':
			return '-'
		case unicode.IsSpace(r):
			return ' '
		case r == '\u200c' || r == '\u200d': // they shape words of Persian and Hindi
			return r
		case r == utf8.RuneError || unicode.In(r, unicode.Cc, unicode.Cf):
			return -1
		}
		return r
	}, s)
	return norm.NFC.String(strings.Join(strings.Fields(s), " "))
}

// slug spells words in the characters that an IRI may hold: spaces become
// underscores, the rest is percent-encoded. A fragment holds no "=" of its
// own, so that it never looks like a passage.
func slug(words string, fragment bool) string {
	var b strings.Builder
	for i, r := range words {
		if b.Len() >= maxNameLen {
			sum := sha256.Sum256([]byte(words[i:]))
			b.WriteString("~" + hex.EncodeToString(sum[:8]))
			break
		}
		switch {
		case r == ' ':
			b.WriteByte('_')
		case r == '=' && fragment:
			b.WriteString("%3D")
		case legalInIRI(r):
			b.WriteRune(r)
		default:
			percentEncode(&b, r)
		}
	}
	return b.String()
}

func percentEncode(b *strings.Builder, r rune) {
	const digits = "0123456789ABCDEF"
	var buf [utf8.UTFMax]byte
	for _, c := range buf[:utf8.EncodeRune(buf[:], r)] {
		b.WriteByte('%')
		b.WriteByte(digits[c>>4])
		b.WriteByte(digits[c&15])
	}
}

// legalInIRI holds the unreserved characters and sub-delimiters of RFC 3987
// with ":", "@" and "/"; "%" is left out, for a name's own has to be encoded.
func legalInIRI(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' ||
			strings.ContainsRune("-._~!$&'()*+,;=:@/", r)
	}
	if r >= 0x10000 {
		return r&0xFFFF <= 0xFFFD && r < 0xF0000
	}
	return r >= 0xA0 && r <= 0xD7FF || r >= 0xF900 && r <= 0xFDCF || r >= 0xFDF0 && r <= 0xFFEF
}

// Name is what people read where an entity has no label: the last part of its
// IRI, with spaces.
func (iri IRI) Name() string { return nameFromIRI(iri) }

func itoa(n int) string { return strconv.Itoa(n) }

// decodePercent undoes percentEncode; what is no escape stays.
func decodePercent(s string) string {
	if d, err := url.PathUnescape(s); err == nil {
		return d
	}
	return s
}
