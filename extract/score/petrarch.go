package main

import (
	"bufio"
	_ "embed"
	"fmt"
	"html"
	"io"
	"path/filepath"
	"regexp"
	"strings"

	"kg/graph"
)

// record is a sentence of PETRARCH2's unit tests with its gold events.
type record struct {
	id, text string
	events   []petrarchEvent
	negative bool // has no events
}

// petrarchEvent is a gold event in PETRARCH's codes. The verb dictionary of
// the unit tests "started out as part of a KEDS dictionary -- hence most of
// the codes are WEIS, not CAMEO" (its own words), so that an event has a root
// by either coding.
type petrarchEvent struct{ source, target, code, cameo, weis string }

//go:embed weis.tsv
var weisTable string

//go:embed names.tsv
var nameTable string

func runPetrarch(kg, dir string, show bool, out io.Writer) error {
	gold, err := readPetrarch(dir)
	if err != nil {
		return err
	}
	actors, err := readActors(dir)
	if err != nil {
		return err
	}
	texts := make([]string, len(gold))
	for i := range gold {
		texts[i] = gold[i].text
	}
	readings, err := read(kg, texts)
	if err != nil {
		return err
	}
	var n petrarchScore
	for i := range gold {
		if readings[i] == nil {
			readings[i] = &graph.Reading{}
		}
		n.add(&gold[i], readings[i], actors, show, out)
	}
	share := func(a, b int) float64 { return float64(a) / float64(max(b, 1)) }
	fmt.Fprintf(out, "petrarch2 events found by the CAMEO codes %.3f   (%d of %d)\n", share(n.cameo, n.cameoGold), n.cameo, n.cameoGold)
	fmt.Fprintf(out, "petrarch2 events found by the WEIS codes that most of them are, or CAMEO %.3f   (%d of %d)\n", share(n.either, n.gold), n.either, n.gold)
	fmt.Fprintf(out, "petrarch2 source and target related in any way %.3f   (%d of %d)\n", share(n.related, n.gold), n.related, n.gold)
	fmt.Fprintf(out, "petrarch2 sentences without an event %d, events given for them %d, of them between actors of the dictionaries %d\n", n.negatives, n.invented, n.inventedKnown)
	return nil
}

type petrarchScore struct {
	gold, cameoGold, cameo, either, related int
	negatives, invented, inventedKnown      int
}

func (n *petrarchScore) add(g *record, r *graph.Reading, actors map[string][]string, show bool, out io.Writer) {
	if g.negative {
		n.negatives++
		for i := range r.Statements {
			s := &r.Statements[i]
			if s.Plover == "" || s.Subject == nil || s.Object == nil {
				continue
			}
			n.invented++
			if known(r, s.Subject, actors) && known(r, s.Object, actors) {
				n.inventedKnown++
			}
			if show {
				fmt.Fprintf(out, "invented %s | %s | %s | %s\n  %s\n", g.id, s.Subject.Name, s.Relation, s.Object.Name, g.text)
			}
		}
		return
	}
	for _, e := range g.events {
		if e.cameo == "" && e.weis == "" {
			continue
		}
		n.gold++
		if e.cameo != "" {
			n.cameoGold++
		}
		var cameo, either, related bool
		var seen []string
		for i := range r.Statements {
			s := &r.Statements[i]
			if s.Subject == nil || s.Object == nil || !joins(r, s, &e, actors) {
				continue
			}
			related = true
			seen = append(seen, string(s.Relation)+" "+s.Plover)
			if s.Plover == "" {
				continue
			}
			cameo = cameo || s.Plover == e.cameo
			either = either || s.Plover == e.cameo || s.Plover == e.weis
		}
		n.cameo, n.either, n.related = n.cameo+one(cameo), n.either+one(either), n.related+one(related)
		if show && !either {
			fmt.Fprintf(out, "missed %s | %s | %s %s/%s | %s | %s\n  %s\n", g.id, e.source, e.code, e.cameo, e.weis, e.target, strings.Join(seen, ", "), g.text)
			for i := range r.Statements {
				s := &r.Statements[i]
				fmt.Fprintf(out, "    given %s | %s %s | %s\n", name(s.Subject), s.Relation, s.Plover, name(s.Object))
			}
		}
	}
}

func name(a *graph.Argument) string {
	if a == nil {
		return "_"
	}
	return a.Name
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// joins tells whether a statement's arguments are the event's source and
// target, in either order for a symmetric relation.
func joins(r *graph.Reading, s *graph.Statement, e *petrarchEvent, actors map[string][]string) bool {
	if codes(r, s.Subject, e.source, actors) && codes(r, s.Object, e.target, actors) {
		return true
	}
	rel, ok := graph.Vocab().Relation(s.Relation)
	return ok && rel.Symmetric && codes(r, s.Subject, e.target, actors) && codes(r, s.Object, e.source, actors)
}

// codes tells whether an argument bears the actor code: whether one of its
// names has the words of one of the code's.
func codes(r *graph.Reading, a *graph.Argument, code string, actors map[string][]string) bool {
	if words, quoted := strings.CutPrefix(code, `"`); quoted {
		return anyName(r, a, func(n []string) bool { return shares(n, split(strings.Trim(words, `"`))) })
	}
	for ; len(code) >= 3; code = code[:len(code)-3] { // USAGOV, USA
		for _, w := range actors[code] {
			if anyName(r, a, func(n []string) bool { return begins(n, split(w)) }) {
				return true
			}
		}
		if len(code) < 6 {
			break
		}
	}
	return false
}

func known(r *graph.Reading, a *graph.Argument, actors map[string][]string) bool {
	for _, names := range actors {
		for _, w := range names {
			if anyName(r, a, func(n []string) bool { return begins(n, split(w)) }) {
				return true
			}
		}
	}
	return false
}

// anyName tries the names of an argument: its own, its words in the text, and
// its entity's.
func anyName(r *graph.Reading, a *graph.Argument, test func([]string) bool) bool {
	if test(split(a.Name)) || a.End > a.Begin && test(split(r.Article.Text[a.Begin:a.End])) {
		return true
	}
	for i := range r.Entities {
		if r.Entities[i].ID != a.ID || a.ID == "" {
			continue
		}
		for _, alias := range r.Entities[i].Aliases {
			if test(split(alias)) {
				return true
			}
		}
	}
	return false
}

var wordPattern = regexp.MustCompile(`[\pL\pN.]+`)

func split(name string) []string {
	return wordPattern.FindAllString(strings.ToLower(strings.ReplaceAll(name, "_", " ")), -1)
}

// begins tells whether the words of short stand in long one after another,
// the last of them as a stem ("Eriador" in "Eriadori leaders").
func begins(long, short []string) bool {
	for i := 0; i+len(short) <= len(long) && len(short) > 0; i++ {
		same := true
		for j, w := range short {
			if long[i+j] != w && (j < len(short)-1 || len(w) < 4 || !strings.HasPrefix(long[i+j], w)) {
				same = false
				break
			}
		}
		if same {
			return true
		}
	}
	return false
}

// shares tells whether all the words of one name stand in the other.
func shares(a, b []string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	for _, w := range a {
		if w != "the" && !has(b, w) {
			return false
		}
	}
	return len(a) > 0
}

var (
	sentencePattern = regexp.MustCompile(`(?s)<Sentence ([^>]*)>(.*?)</Sentence>`)
	commentPattern  = regexp.MustCompile(`(?s)<!--.*?-->`)
	codingPattern   = regexp.MustCompile(`<EventCoding([^>]*)>`)
	textPattern     = regexp.MustCompile(`(?s)<Text>(.*?)</Text>`)
	attrPattern     = regexp.MustCompile(`(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)')`)
)

// readPetrarch reads the records that have a coding: events or none.
func readPetrarch(dir string) ([]record, error) {
	f, err := openGold(dir, "PETR.UnitTest.records.xml", "PETRARCH2's unit tests (github.com/openeventdata/petrarch2)")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	all, err := io.ReadAll(f)
	if err != nil {
		return nil, err
	}
	cameo, err := readCameo(dir)
	if err != nil {
		return nil, err
	}
	weis := rootTable(weisTable)
	var out []record
	for _, m := range sentencePattern.FindAllStringSubmatch(string(all), -1) {
		body := commentPattern.ReplaceAllString(m[2], "")
		text := textPattern.FindStringSubmatch(body)
		if text == nil {
			continue
		}
		r := record{id: attrs(m[1])["id"], text: strings.Join(strings.Fields(html.UnescapeString(text[1])), " ")}
		for _, c := range codingPattern.FindAllStringSubmatch(body, -1) {
			a := attrs(c[1])
			switch {
			case a["noevents"] != "":
				r.negative = true
			case a["eventcode"] != "" && named(a["sourcecode"]) && named(a["targetcode"]):
				e := petrarchEvent{source: a["sourcecode"], target: a["targetcode"], code: a["eventcode"]}
				e.cameo, e.weis = rootOf(cameo, e.code), rootOf(weis, e.code)
				r.events = append(r.events, e)
			}
		}
		if r.negative || len(r.events) > 0 {
			out = append(out, r)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s holds no records", f.Name())
	}
	return out, nil
}

// named tells whether a code says who: "---GOV" and the discarded "###" do not.
func named(code string) bool { return code != "" && code[0] != '-' && code[0] != '#' }

func attrs(s string) map[string]string {
	out := map[string]string{}
	for _, m := range attrPattern.FindAllStringSubmatch(s, -1) {
		out[m[1]] = m[2] + m[3]
	}
	return out
}

// readCameo reads the published conversion of CAMEO codes to PLOVER roots.
// PLOVER of 2021 parts CONCEDE from RETREAT; the vocabulary of kg has the
// earlier YIELD for both.
func readCameo(dir string) (map[string]string, error) {
	f, err := openGold(dir, "CAMEO2PLOVER-2021.txt", "PLOVER's conversion table (github.com/openeventdata/PLOVER)")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	out := map[string]string{}
	in := bufio.NewScanner(f)
	for in.Scan() {
		code, rest, ok := strings.Cut(in.Text(), ":")
		if !ok || code == "" || code[0] < '0' || code[0] > '9' {
			continue
		}
		root := strings.TrimSpace(strings.FieldsFunc(rest+",", func(c rune) bool { return c == ',' || c == '#' })[0])
		if root == "CONCEDE" || root == "RETREAT" {
			root = "YIELD"
		}
		out[code] = root
	}
	return out, in.Err()
}

// rootTable reads lines of code, root and a comment.
func rootTable(table string) map[string]string {
	out := map[string]string{}
	for _, line := range strings.Split(table, "\n") {
		f := strings.Split(line, "\t")
		if len(f) > 1 && line[0] != '#' && f[1] != "-" {
			out[f[0]] = f[1]
		} else if len(f) > 1 && line[0] != '#' {
			out[f[0]] = ""
		}
	}
	return out
}

// rootOf returns the root of the longest code of the table that begins code;
// codes above 22 belong to neither coding, the tests made them up.
func rootOf(table map[string]string, code string) string {
	if len(code) < 2 || code[:2] > "22" {
		return ""
	}
	for ; len(code) >= 2; code = code[:len(code)-1] {
		if root, ok := table[code]; ok {
			return root
		}
	}
	return ""
}

var codePattern = regexp.MustCompile(`\[\s*([A-Z]{3,})`)

// readActors reads the names of each actor code from PETRARCH's dictionaries:
// a name, its synonyms after "+", and codes in brackets behind it or below.
func readActors(dir string) (map[string][]string, error) {
	out := map[string][]string{}
	for _, line := range strings.Split(nameTable, "\n") {
		if code, names, ok := strings.Cut(line, "\t"); ok && line[0] != '#' {
			out[code] = append(out[code], strings.Split(names, "|")...)
		}
	}
	for _, file := range []string{"Phoenix.Countries.actors.txt", "Phoenix.International.actors.txt", "Phoenix.MilNonState.actors.txt"} {
		f, err := openGold(dir, file, "PETRARCH2's dictionaries (github.com/openeventdata/petrarch2)")
		if err != nil {
			return nil, err
		}
		err = readActorFile(f, out)
		f.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", filepath.Join(dir, file), err)
		}
	}
	return out, nil
}

func readActorFile(in io.Reader, out map[string][]string) error {
	sc := bufio.NewScanner(in)
	var names []string
	codesOf := map[string]bool{}
	flush := func() {
		for c := range codesOf {
			out[c] = append(out[c], names...)
		}
		names, codesOf = nil, map[string]bool{}
	}
	for sc.Scan() {
		line, _, _ := strings.Cut(sc.Text(), "#")
		words, _, _ := strings.Cut(line, "[")
		words = strings.Trim(strings.TrimSpace(words), "_ ")
		if words != "" {
			synonym := strings.HasPrefix(words, "+")
			if !synonym {
				flush()
			}
			names = append(names, strings.TrimSpace(strings.ReplaceAll(strings.TrimPrefix(words, "+"), "_", " ")))
		}
		for _, m := range codePattern.FindAllStringSubmatch(line, -1) {
			codesOf[m[1]] = true
		}
	}
	flush()
	return sc.Err()
}
