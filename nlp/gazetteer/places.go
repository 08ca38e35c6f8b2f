package gazetteer

import (
	"fmt"
	"io/fs"
	"strings"
	"unicode"
	"unicode/utf8"
)

// state is a country with what the tables say of it.
type state struct {
	entry    *Entry
	capitals []string
}

// loadCountries reads countries.tsv and country-names.tsv: an entry for each
// country and for each of its demonyms and peoples. It returns the countries
// by their two-letter code.
func loadCountries(folder fs.FS, t *Table) (map[string]*state, error) {
	byCode := map[string]*state{}
	var order []string
	demonyms := map[string][]string{}
	err := readTable(folder, "countries.tsv", func(r *row) error {
		lat, err := r.number("lat")
		if err != nil {
			return err
		}
		lon, err := r.number("lon")
		if err != nil {
			return err
		}
		code := r.get("code")
		e := &Entry{Name: r.get("name"), Type: Type(r.get("type")), Aliases: r.list("aliases"), Lat: lat, Lon: lon, Wikidata: r.get("wikidata"), GeoNames: r.get("geonames")}
		byCode[code] = &state{e, r.list("capital")}
		demonyms[code] = r.list("demonyms")
		order = append(order, code)
		return nil
	})
	if err != nil {
		return nil, err
	}
	peoples := map[string][]string{}
	err = readTable(folder, "country-names.tsv", func(r *row) error {
		code := r.get("code")
		s := byCode[code]
		if s == nil {
			return fmt.Errorf("%s: there is no country with the code %q", r.where(), code)
		}
		if name := r.get("name"); name != s.entry.Name {
			s.entry.Aliases = append(s.entry.Aliases, s.entry.Name)
			s.entry.Name = name
		}
		if kind := r.get("type"); kind != "" {
			s.entry.Type = Type(kind)
		}
		if id := r.get("wikidata"); id != "" {
			s.entry.Wikidata = id
		}
		s.entry.Aliases = append(s.entry.Aliases, r.list("aliases")...)
		demonyms[code] = append(r.list("demonyms"), demonyms[code]...)
		peoples[code] = r.list("people")
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, code := range order {
		t.add(byCode[code].entry)
	}
	for _, code := range order {
		addDemonyms(t, byCode[code].entry, demonyms[code], peoples[code])
	}
	return byCode, nil
}

// minorDemonym tells whether the adjective of a dependency is better known as
// another country's.
func minorDemonym(e *Entry, word string) bool {
	switch word {
	case "American", "French", "Dutch", "Norwegian", "Indian":
		return e.Type != Country || word == "American" && e.Name != "United States" || word == "Indian" && e.Name != "India"
	}
	return false
}

func addDemonyms(t *Table, e *Entry, adjectives, people []string) {
	if len(adjectives) > 0 && adjectives[0] != "" {
		t.demonyms[e.Name] = adjectives[0]
	}
	seen := map[string]bool{}
	for _, list := range [][]string{adjectives, people} {
		for _, d := range list {
			if d == "" || seen[d] || d == e.Name || minorDemonym(e, d) {
				continue
			}
			seen[d] = true
			t.add(&Entry{Name: d, Type: Nationality, Country: e.Name, Demonym: true})
		}
	}
}

// loadCities reads cities.tsv with the names of city-names.tsv.
func loadCities(folder fs.FS, t *Table, countries map[string]*state) error {
	type key struct{ name, code string }
	renamed := map[key][]string{} // the name, then the aliases
	err := readTable(folder, "city-names.tsv", func(r *row) error {
		if countries[r.get("country")] == nil {
			return fmt.Errorf("%s: there is no country with the code %q", r.where(), r.get("country"))
		}
		renamed[key{r.get("geonames"), r.get("country")}] = append([]string{r.get("name")}, r.list("aliases")...)
		return nil
	})
	if err != nil {
		return err
	}
	return readTable(folder, "cities.tsv", func(r *row) error {
		code := r.get("country")
		s := countries[code]
		if s == nil {
			return fmt.Errorf("%s: there is no country with the code %q", r.where(), code)
		}
		e := &Entry{Name: plain(r.get("name")), Type: Place, Country: s.entry.Name, GeoNames: r.get("geonames")}
		numbers := [3]float64{}
		for i, column := range []string{"population", "lat", "lon"} {
			n, err := r.number(column)
			if err != nil {
				return err
			}
			numbers[i] = n
		}
		e.Population, e.Lat, e.Lon = int(numbers[0]), numbers[1], numbers[2]
		if more, ok := renamed[key{r.get("name"), code}]; ok {
			e.Aliases = append(more[1:], e.Name)
			e.Name = more[0]
		}
		if e.Name == s.entry.Name { // Singapore, Luxembourg, Djibouti
			return nil
		}
		t.add(e)
		return nil
	})
}

// plain returns a name without the diacritics that English papers leave out:
// those outside Latin-1.
func plain(name string) string {
	if isASCII(name) {
		return name
	}
	var b strings.Builder
	for _, r := range name {
		s, ok := folded[unicode.ToLower(r)]
		switch {
		case r <= 0xff:
			b.WriteRune(r)
		case r == '’' || r == '‘':
			b.WriteByte('\'')
		case !ok:
			b.WriteRune(r)
		case unicode.IsUpper(r):
			b.WriteString(strings.ToUpper(s[:1]) + s[1:])
		default:
			b.WriteString(s)
		}
	}
	return b.String()
}

// addCapitals makes the capitals of countries stand for their governments,
// unless the tables say otherwise.
func (t *Table) addCapitals(countries map[string]*state) {
	for _, s := range countries {
		for _, name := range s.capitals {
			e := t.city(name, s.entry.Name)
			if e == nil {
				continue
			}
			e.Capital = true
			if e.StandsFor == "" && s.entry.Type == Country {
				e.StandsFor = s.entry.Name
			}
		}
	}
}

// city returns the entry of a city of a country.
func (t *Table) city(name, country string) *Entry {
	for _, e := range t.byName[name] {
		if e.Type == Place && e.Country == country {
			return e
		}
	}
	return nil
}

// enrich adds what another table says of a place.
func (t *Table) enrich(old, e *Entry) {
	if e.StandsFor != "" {
		old.StandsFor = e.StandsFor
	}
	if !old.Located() {
		old.Lat, old.Lon = e.Lat, e.Lon
	}
	for _, name := range e.Aliases {
		old.Aliases = append(old.Aliases, name)
		t.alias(old, name, false)
	}
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
