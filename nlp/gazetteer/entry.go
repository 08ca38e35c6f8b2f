package gazetteer

// Type is the class of an entry.
type Type string

// The types of entries.
const (
	Person       Type = "Person"
	Organization Type = "Organization"
	Government   Type = "Government"
	Country      Type = "Country"
	Place        Type = "Place"
	ArmedGroup   Type = "ArmedGroup"
	Facility     Type = "Facility"
	Event        Type = "Event"
	Weapon       Type = "Weapon"
	Nationality  Type = "Nationality" // an adjective or a people: "Russian", "Kurds", "Sunni"
	Title        Type = "Title"       // goes before a person's name: "President", "Gen."
	Role         Type = "Role"        // what a person can be: "chief executive"
	GivenName    Type = "GivenName"
	Misc         Type = "Misc" // a name of none of these: a product, a language, a feast
)

var types = map[Type]bool{Person: true, Organization: true, Government: true, Country: true, Place: true, ArmedGroup: true,
	Facility: true, Event: true, Weapon: true, Nationality: true, Title: true, Role: true, GivenName: true, Misc: true}

// Entry is somebody or something with a name.
type Entry struct {
	Name       string // the canonical name: "United States"
	Type       Type
	Country    string // canonical name of the country it is in or of, "" where none or many
	StandsFor  string // of a seat of power: the canonical name of who acts there ("Kremlin": "Russia")
	Roles      string // of a person: offices held, first the best known ("president")
	Aliases    []string
	Wikidata   string // "Q159", "" where not known for certain
	GeoNames   string
	Population int
	Lat, Lon   float64 // degrees; 0, 0 where unknown
	Capital    bool    // the seat of its country's government
	Demonym    bool    // of a nationality: an adjective of Country
	People     bool    // of a nationality: a people or a faith, not a state's citizens
}

// Located tells whether the entry's coordinates are known.
func (e *Entry) Located() bool { return e.Lat != 0 || e.Lon != 0 }
