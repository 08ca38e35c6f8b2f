package extract

import (
	"embed"
	"fmt"
	"strings"
	"sync"

	"kg/graph"
	"kg/nlp/gazetteer"
)

//go:embed data/entities-*.tsv
var entityFiles embed.FS

// world is what the cast of an article knows before it reads one.
type world struct {
	table        *gazetteer.Table
	nouns        map[string]graph.EntityType // lemma -> what it speaks of
	roles        map[string]roleClass        // lemma, words joined by _
	institutions map[string]institution      // "armed forces"
	words        map[string]map[string]bool  // class -> words, parts joined by _
	titles       map[string]string           // "lt_gen" -> the role
}

// roleClass tells what the holder of a role does for the body named with it.
type roleClass uint8

const (
	leadsRole  roleClass = iota + 1 // "Syrian President"
	servesRole                      // "Foreign Minister"
	worksRole                       // "Reuters reporter"
)

// institution is a part of a state that gets a name with its country.
type institution struct {
	words string // of the name: "military" for "armed forces"
	kind  graph.EntityType
}

// theWorld loads the tables once; they are embedded and never change.
var theWorld = sync.OnceValues(loadWorld)

func loadWorld() (*world, error) {
	table, err := gazetteer.Load()
	if err != nil {
		return nil, err
	}
	w := &world{table: table, nouns: map[string]graph.EntityType{}, roles: map[string]roleClass{}, institutions: map[string]institution{},
		words: map[string]map[string]bool{}, titles: map[string]string{}}
	err = eachRow("data/entities-nouns.tsv", 2, func(cells []string) error {
		for _, noun := range strings.Fields(cells[1]) {
			if _, ok := w.nouns[noun]; !ok {
				w.nouns[noun] = graph.EntityType(cells[0])
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	classes := map[string]roleClass{"leads": leadsRole, "serves": servesRole, "works": worksRole}
	err = eachRow("data/entities-roles.tsv", 2, func(cells []string) error {
		class, ok := classes[cells[0]]
		if !ok {
			return fmt.Errorf("there is no class %q", cells[0])
		}
		for _, role := range strings.Fields(cells[1]) {
			if _, ok := w.roles[role]; !ok {
				w.roles[role] = class
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = eachRow("data/entities-words.tsv", 2, func(cells []string) error {
		if w.words[cells[0]] == nil {
			w.words[cells[0]] = map[string]bool{}
		}
		for _, word := range strings.Fields(cells[1]) {
			w.words[cells[0]][word] = true
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = eachRow("data/entities-titles.tsv", 2, func(cells []string) error {
		w.titles[cells[0]] = cells[1]
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = eachRow("data/entities-institutions.tsv", 3, func(cells []string) error {
		w.institutions[cells[0]] = institution{cells[1], graph.EntityType(cells[2])}
		return nil
	})
	return w, err
}

// is tells whether a word is of a class of data/entities-words.tsv.
func (w *world) is(class, word string) bool { return w.words[class][word] }

// eachRow calls row with the cells of each line of a table.
func eachRow(name string, columns int, row func([]string) error) error {
	data, err := entityFiles.ReadFile(name)
	if err != nil {
		return err
	}
	line := 0
	for text := range strings.SplitSeq(string(data), "\n") {
		line++
		if text == "" || text[0] == '#' {
			continue
		}
		cells := strings.Split(text, "\t")
		if len(cells) != columns {
			return fmt.Errorf("%s:%d: %d cells, want %d", name, line, len(cells), columns)
		}
		if err := row(cells); err != nil {
			return fmt.Errorf("%s:%d: %w", name, line, err)
		}
	}
	return nil
}
