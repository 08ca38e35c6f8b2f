package nlp

// UPOS is a universal part-of-speech tag (https://universaldependencies.org/u/pos/).
type UPOS uint8

// The universal part-of-speech tags. The zero value stands for a word that has none yet.
const (
	NoPOS UPOS = iota
	ADJ
	ADP
	ADV
	AUX
	CCONJ
	DET
	INTJ
	NOUN
	NUM
	PART
	PRON
	PROPN
	PUNCT
	SCONJ
	SYM
	VERB
	X
)

var uposNames = [...]string{"_", "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"}

// String returns the tag as CoNLL-U writes it.
func (u UPOS) String() string { return uposNames[u] }

// ParseUPOS returns the tag that CoNLL-U writes so, and whether there is one.
func ParseUPOS(s string) (UPOS, bool) {
	for i, name := range uposNames {
		if name == s {
			return UPOS(i), true
		}
	}
	return NoPOS, false
}
