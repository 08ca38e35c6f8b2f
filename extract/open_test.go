package extract

import (
	"strings"
	"testing"

	"kg/graph"
	"kg/nlp"
)

// Each sentence with clauses that it must give as open relations: subject,
// words of the relation, object and further arguments as the sentence has them.
var openTests = []struct {
	sentence string
	want     []string
	not      []string
}{
	{"The old mill has recently been sold to a company in Oslo.", []string{"The old mill | has recently been sold to | a company | in Oslo"}, nil},
	{"In 1990 the city opened a museum in the harbour.", []string{"the city | opened | a museum | in the harbour | In 1990"}, nil},
	{"Anna tried to sell her boat.", []string{"Anna | tried to sell | her boat"}, []string{"Anna | tried | to sell her boat"}},
	{"Anna asked her brother to leave.", []string{"Anna | asked | her brother | to leave"}, nil},
	{"Anna bought apples and pears.", []string{"Anna | bought | apples", "Anna | bought | pears"}, nil},
	{"Anna and Tom danced in the street.", []string{"Anna | danced in | the street", "Tom | danced in | the street"}, nil},
	{"Anna washed the car and sold it to a neighbour.", []string{"Anna | washed | the car", "Anna | sold | it | to a neighbour"}, nil},
	{"The bridge is not safe.", []string{"The bridge | is not | safe"}, nil},
	{"Tom is a friend of the mayor.", []string{"Tom | is | a friend of the mayor"}, nil},
	{"Tom lived in the house that burned down.", []string{"Tom | lived in | the house", "the house | burned down"}, nil},
	{"The mayor, a former nurse, resigned.", []string{"The mayor | nurse | a former nurse", "The mayor | resigned"}, nil},
	{"The report says that prices will fall.", []string{"The report | says | that prices will fall", "prices | will fall"}, nil},
	{"Having lost the match, the team went home.", []string{"the team | Having lost | the match"}, nil},
	{"Rain fell.", []string{"Rain | fell"}, nil},
}

func TestOpen(t *testing.T) {
	p, err := nlp.New()
	if err != nil {
		t.Fatal(err)
	}
	x, err := New(p, Options{Open: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range openTests {
		r := x.Read(p.Parse(tt.sentence), graph.Article{Text: tt.sentence})
		given := map[string]bool{}
		var list []string
		for i := range r.Statements {
			if strings.HasPrefix(r.Statements[i].Rule, "open/") {
				line := openLine(tt.sentence, &r.Statements[i])
				given[line] = true
				list = append(list, line)
			}
		}
		for _, want := range tt.want {
			if !given[want] {
				t.Errorf("%s\n\tmissing %s\n\tgiven %s", tt.sentence, want, strings.Join(list, "\n\t      "))
			}
		}
		for _, not := range tt.not {
			if given[not] {
				t.Errorf("%s\n\twrongly %s", tt.sentence, not)
			}
		}
	}
}

// openLine writes a statement by its spans.
func openLine(text string, s *graph.Statement) string {
	parts := []string{text[s.Subject.Begin:s.Subject.End], s.Trigger.Text}
	if s.Object != nil {
		parts = append(parts, text[s.Object.Begin:s.Object.End])
	}
	for _, a := range s.Arguments {
		parts = append(parts, text[a.Begin:a.End])
	}
	return strings.Join(parts, " | ")
}

// Without the option, the same sentence gives no clause.
func TestOpenIsAnOption(t *testing.T) {
	p, err := nlp.New()
	if err != nil {
		t.Fatal(err)
	}
	x, err := New(p, Options{})
	if err != nil {
		t.Fatal(err)
	}
	text := "In 1990 the city opened a museum in the harbour."
	for _, s := range x.Read(p.Parse(text), graph.Article{Text: text}).Statements {
		if strings.HasPrefix(s.Rule, "open/") {
			t.Errorf("%s without Options.Open", s.Rule)
		}
	}
}
