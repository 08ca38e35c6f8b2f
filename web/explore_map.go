package web

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"

	"kg/graph"
)

// mapPage is where things happened, and what places are spoken of.
type mapPage struct {
	Title      string         `json:"title"`
	Self       string         `json:"-"`
	Of         ref            `json:"of"` // the entity that all have a part in; null for any
	Filter     filter         `json:"filter"`
	Places     []placeRow     `json:"places"` // most statements first
	Unlocated  int            `json:"unlocated"`
	Place      ref            `json:"place"` // the one looked at
	Total      int            `json:"total"`
	Statements []statementRow `json:"statements"` // of that place
}

// placeRow is a place with how many statements say that something happened
// there, and how many have it as subject or object.
type placeRow struct {
	Place    ref     `json:"place"`
	Lat      float64 `json:"lat"`
	Lon      float64 `json:"lon"`
	Happened int     `json:"happened"`
	Named    int     `json:"named"`
	Href     string  `json:"href"` // of this page, looking at the place
	Chosen   bool    `json:"chosen,omitempty"`
}

func (p *mapPage) table() ([]string, [][]string) {
	rows := make([][]string, len(p.Places))
	for i, q := range p.Places {
		rows[i] = []string{q.Place.Name, degrees5(q.Lat), degrees5(q.Lon), strconv.Itoa(q.Happened), strconv.Itoa(q.Named), q.Place.ID}
	}
	return []string{"place", "latitude", "longitude", "happened there", "named", "id"}, rows
}

func degrees5(d float64) string { return strconv.FormatFloat(d, 'f', -1, 64) }

// mapPlaces is how many places the map shows.
const mapPlaces = 400

// coordinates are degrees north and east.
type coordinates struct{ lat, lon float64 }

func (s *server) loadMap(ctx context.Context, n *namer, r *http.Request) (explorePage, error) {
	values := r.URL.Query()
	p := &mapPage{Title: "Map", Self: r.URL.RequestURI(), Filter: readFilter(values), Places: []placeRow{}, Statements: []statementRow{}}
	c, err := s.catalogue.get(ctx)
	if err != nil {
		return nil, err
	}
	number, err := s.about(ctx, n, c, values, "/explore/map", &p.Of)
	if err != nil {
		return nil, err
	}
	if p.Of.Name != "" {
		p.Title = "Map of " + p.Of.Name
	}
	where, err := s.places(ctx, c)
	if err != nil {
		return nil, err
	}
	chosen := c.number(graph.NewIRI(graph.IRI(values.Get("place"))))
	rows := map[int32]*placeRow{}
	var found []*entry
	c.each(number, func(e *entry) {
		if !p.Filter.takes(c, e) {
			return
		}
		if _, ok := where[e.place]; e.place >= 0 && !ok {
			p.Unlocated++
		}
		for i, at := range [...]int32{e.place, e.subject, e.object} {
			spot, ok := where[at]
			if at < 0 || !ok || at == number {
				continue
			}
			if rows[at] == nil {
				rows[at] = &placeRow{Lat: spot.lat, Lon: spot.lon, Chosen: at == chosen}
			}
			if i == 0 {
				rows[at].Happened++
			} else {
				rows[at].Named++
			}
			if at == chosen && (len(found) == 0 || found[len(found)-1] != e) {
				found = append(found, e)
			}
		}
	})
	weight := map[int32]int{}
	for at, row := range rows {
		weight[at] = 3*row.Happened + row.Named
	}
	ranked := ranking(c, weight)
	for _, at := range ranked[:min(len(ranked), mapPlaces)] {
		row := rows[at]
		row.Place = n.ref(ctx, c.terms[at])
		row.Href = addressWith("/explore/map", values, "place", row.Place.ID)
		p.Places = append(p.Places, *row)
	}
	if chosen >= 0 {
		p.Place = n.ref(ctx, c.terms[chosen])
		err = p.show(ctx, s.store, n, c, found)
	}
	return p, err
}

// show reads the statements of the place that is looked at, those that happened
// there first, the latest first.
func (p *mapPage) show(ctx context.Context, store *graph.Store, n *namer, c *catalogue, found []*entry) error {
	there := func(e *entry) bool { return string(c.iri(e.place)) == p.Place.ID }
	slices.SortStableFunc(found, func(a, b *entry) int {
		one := c.date(a)
		two := c.date(b)
		return cmp.Or(compareBool(there(b), there(a)), cmp.Compare(two, one), cmp.Compare(a.id, b.id))
	})
	p.Total = len(found)
	for _, e := range found[:min(len(found), pageRows)] {
		info, err := store.Statement(ctx, graph.IRI(e.id))
		if err != nil {
			return err
		}
		p.Statements = append(p.Statements, n.row(ctx, info))
	}
	return nil
}

// places gives where the nodes of a catalogue are.
func (s *server) places(ctx context.Context, c *catalogue) (map[int32]coordinates, error) {
	c.placesOnce.Lock()
	defer c.placesOnce.Unlock()
	if c.places == nil {
		where, err := s.readPlaces(ctx, c)
		if err != nil {
			return nil, err
		}
		c.places = where
	}
	return c.places, nil
}

// readPlaces reads the coordinates that the graph holds.
func (s *server) readPlaces(ctx context.Context, c *catalogue) (map[int32]coordinates, error) {
	lats, err := readField(ctx, s.store, graph.GeoLat)
	if err != nil {
		return nil, err
	}
	longs, err := readField(ctx, s.store, graph.GeoLong)
	if err != nil {
		return nil, err
	}
	east := map[string]float64{}
	for _, f := range longs {
		if lon, err := strconv.ParseFloat(f.value.Value, 64); err == nil {
			east[f.of] = lon
		}
	}
	where := map[int32]coordinates{}
	for _, f := range lats {
		lat, err := strconv.ParseFloat(f.value.Value, 64)
		lon, ok := east[f.of]
		if number := c.number(graph.NewIRI(graph.IRI(f.of))); err == nil && ok && number >= 0 {
			where[number] = coordinates{lat, lon}
		}
	}
	return where, nil
}
