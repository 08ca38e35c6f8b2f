package gazetteer

import (
	"fmt"
	"io/fs"
	"strings"
)

// maxFirst is how many words of a name's beginning tell its type.
const maxFirst = 3

// loadHeads reads heads.tsv.
func loadHeads(folder fs.FS, t *Table) error {
	t.last, t.first = map[string]Type{}, map[string]Type{}
	return readTable(folder, "heads.tsv", func(r *row) error {
		kind := Type(r.get("type"))
		if !types[kind] {
			return fmt.Errorf("%s: there is no type %q", r.where(), kind)
		}
		switch r.get("position") {
		case "last":
			t.last[r.get("words")] = kind
		case "first":
			t.first[r.get("words")] = kind
		default:
			return fmt.Errorf("%s: the position is first or last, not %q", r.where(), r.get("position"))
		}
		return nil
	})
}

// TypeByHead tells the type of a name of several words by its last word
// ("… Ministry") or its first ones ("University of …"); "" where they don't
// tell.
func (t *Table) TypeByHead(words []string) Type {
	if len(words) < 2 {
		return ""
	}
	for n := min(maxFirst, len(words)-1); n > 0; n-- {
		if kind, ok := t.first[strings.ToLower(strings.Join(words[:n], " "))]; ok {
			return kind
		}
	}
	last := strings.ToLower(strings.TrimRight(words[len(words)-1], "."))
	return t.last[last]
}

// HeadType tells the type of what a common noun names: "ministry" is a
// Government, "river" a Place; "" where it tells none.
func (t *Table) HeadType(noun string) Type { return t.last[noun] }
