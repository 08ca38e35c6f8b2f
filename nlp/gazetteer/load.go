package gazetteer

import (
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"sync"
)

//go:embed data/*.tsv
var embedded embed.FS

// Load returns the tables that are embedded in the program. They are read once.
func Load() (*Table, error) { return loadOnce() }

var loadOnce = sync.OnceValues(loadEmbedded)

func loadEmbedded() (*Table, error) {
	sub, err := fs.Sub(embedded, "data")
	if err != nil {
		return nil, err
	}
	return LoadFS(sub)
}

// LoadFS reads the tables of a folder; a wrong row is refused with its file
// and line.
func LoadFS(folder fs.FS) (*Table, error) {
	t := &Table{names: make(map[uint64]int32, 1<<15), longest: make(map[uint64]uint8, 1<<14), byName: make(map[string][]*Entry, 1<<14), demonyms: map[string]string{}}
	countries, err := loadCountries(folder, t)
	if err != nil {
		return nil, err
	}
	if err := loadCities(folder, t, countries); err != nil {
		return nil, err
	}
	files, err := fs.Glob(folder, "*.tsv")
	if err != nil {
		return nil, err
	}
	for _, name := range files {
		switch name {
		case "countries.tsv", "country-names.tsv", "cities.tsv", "city-names.tsv", "heads.tsv":
			continue
		}
		if err := loadEntries(folder, name, t); err != nil {
			return nil, err
		}
	}
	t.addCapitals(countries)
	return t, loadHeads(folder, t)
}

// row is a line of a table by the names of its columns.
type row struct {
	columns []string
	cells   []string
	file    string
	line    int
}

// where says in which line of which file the row stands.
func (r *row) where() string { return fmt.Sprintf("%s:%d", r.file, r.line) }

// split cuts a line into cells, in the memory of the row before it.
func (r *row) split(text string) []string {
	cells := r.cells[:0]
	for {
		cell, rest, more := strings.Cut(text, "\t")
		cells = append(cells, cell)
		if !more {
			return cells
		}
		text = rest
	}
}

func (r *row) get(column string) string {
	for i, c := range r.columns {
		if c == column && i < len(r.cells) {
			return r.cells[i]
		}
	}
	return ""
}

func (r *row) list(column string) []string {
	cell := r.get(column)
	if cell == "" {
		return nil
	}
	return strings.Split(cell, "|")
}

func (r *row) number(column string) (float64, error) {
	cell := r.get(column)
	if cell == "" {
		return 0, nil
	}
	n, err := strconv.ParseFloat(cell, 64)
	if err != nil {
		return 0, fmt.Errorf("%s: %s: %q is no number", r.where(), column, cell)
	}
	return n, nil
}

// readTable calls each for every row of a table.
func readTable(folder fs.FS, name string, each func(*row) error) error {
	data, err := fs.ReadFile(folder, name)
	if err != nil {
		return fmt.Errorf("read gazetteer: %w", err)
	}
	r := row{file: name}
	line := 0
	for text := range strings.SplitSeq(string(data), "\n") {
		line++
		text = strings.TrimSuffix(text, "\r")
		if text == "" || text[0] == '#' {
			continue
		}
		if r.columns == nil {
			r.columns = strings.Split(text, "\t")
			continue
		}
		cells := r.split(text)
		r.line = line
		if len(cells) > len(r.columns) {
			return fmt.Errorf("%s: %d cells for %d columns", r.where(), len(cells), len(r.columns))
		}
		if cells[0] == "" {
			return fmt.Errorf("%s: the first cell is empty", r.where())
		}
		r.cells = cells
		if err := each(&r); err != nil {
			return err
		}
	}
	return nil
}

// loadEntries reads a table with the columns name and type, and any of
// country, aliases, stands, roles, wikidata.
func loadEntries(folder fs.FS, file string, t *Table) error {
	return readTable(folder, file, func(r *row) error {
		e := &Entry{Name: r.get("name"), Type: Type(r.get("type")), Country: r.get("country"), StandsFor: r.get("stands"),
			Roles: r.get("roles"), Aliases: r.list("aliases"), Wikidata: r.get("wikidata")}
		if !types[e.Type] {
			return fmt.Errorf("%s: there is no type %q", r.where(), e.Type)
		}
		if e.Country != "" && t.Named(e.Country, Country, Place) == nil {
			return fmt.Errorf("%s: there is no country %q", r.where(), e.Country)
		}
		lat, err := r.number("lat")
		if err != nil {
			return err
		}
		lon, err := r.number("lon")
		if err != nil {
			return err
		}
		e.Lat, e.Lon = lat, lon
		if old := t.city(e.Name, e.Country); old != nil && e.Type == Place {
			t.enrich(old, e)
			return nil
		}
		if e.Type == Nationality {
			e.People = true
		}
		t.add(e)
		return nil
	})
}
