package nlp

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kg/nlp/gazetteer"
	"kg/nlp/model"
)

// dataFile reads a file of KG_DATA, and skips the test where it is absent.
func dataFile(t testing.TB, parts ...string) []byte {
	t.Helper()
	dir := os.Getenv("KG_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared")
	}
	path := filepath.Join(append([]string{dir, "data"}, parts...)...)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Skipf("no %s: set KG_DATA to a folder that holds data/%s", path, filepath.Join(parts...))
	}
	return data
}

func newTestTagger(t testing.TB) *nameTagger {
	t.Helper()
	table, err := gazetteer.Load()
	if err != nil {
		t.Fatal(err)
	}
	return newNameTagger(table)
}

// label reads tags, trees and names of d with the embedded network.
func annotateNames(t testing.TB, d *Document) {
	t.Helper()
	network, err := model.Open()
	if err != nil {
		t.Skip("no model: ", err)
	}
	var forms [][]string
	for _, s := range d.Sentences {
		var words []string
		for _, tok := range d.Tokens[s.First:s.Last] {
			words = append(words, tok.Form)
		}
		forms = append(forms, words)
	}
	var labels []string
	for i, a := range network.Parse(forms) {
		s := d.Sentences[i]
		for k := range a.UPOS {
			tok := &d.Tokens[s.First+k]
			tok.UPOS, _ = ParseUPOS(a.UPOS[k])
			tok.XPOS, tok.Deprel, tok.Head = a.XPOS[k], a.Deprel[k], -1
			if a.Head[k] >= 0 {
				tok.Head = s.First + int(a.Head[k])
			}
		}
		labels = append(labels, a.Name...)
	}
	newTestTagger(t).names(d, labels)
}

type typedSpan struct {
	first, last int
	kind        string
}

// readIOB reads documents in Universal NER's format.
func readIOB(data []byte) (docs []*Document, gold []map[typedSpan]bool) {
	var d *Document
	var spans map[typedSpan]bool
	open := typedSpan{}
	closeSpan := func(end int) {
		if open.kind != "" {
			open.last = end
			spans[open] = true
			open = typedSpan{}
		}
	}
	first := 0
	endSentence := func() {
		if d != nil && len(d.Tokens) > first {
			closeSpan(len(d.Tokens))
			d.Sentences = append(d.Sentences, Sentence{First: first, Last: len(d.Tokens)})
			first = len(d.Tokens)
		}
	}
	for line := range strings.SplitSeq(string(data), "\n") {
		switch {
		case strings.HasPrefix(line, "# newdoc"):
			endSentence()
			d, spans, first = &Document{}, map[typedSpan]bool{}, 0
			docs, gold = append(docs, d), append(gold, spans)
		case strings.HasPrefix(line, "#"):
		case line == "":
			endSentence()
		default:
			f := strings.Split(line, "\t")
			if !strings.HasPrefix(f[2], "I-") {
				closeSpan(len(d.Tokens))
			}
			if kind, ok := strings.CutPrefix(f[2], "B-"); ok {
				open = typedSpan{first: len(d.Tokens), kind: kind}
			}
			begin := len(d.Text)
			d.Text += f[1]
			d.Tokens = append(d.Tokens, Token{Span: Span{begin, len(d.Text)}, Form: f[1], Head: -1})
			d.Text += " "
		}
	}
	endSentence()
	return docs, gold
}

var coarse = map[NameType]string{Person: "PER", Organization: "ORG", Government: "ORG", ArmedGroup: "ORG", Country: "LOC", Place: "LOC", Facility: "LOC"}

// TestNamesUNER measures typed spans on Universal NER's EWT dev.
func TestNamesUNER(t *testing.T) {
	docs, gold := readIOB(dataFile(t, "ner", "uner-ewt-dev.iob2"))
	var right, found, total int
	byKind := map[string]*[3]int{"PER": {}, "ORG": {}, "LOC": {}}
	errors := map[string]int{}
	for i, d := range docs {
		annotateNames(t, d)
		seen := map[typedSpan]bool{}
		for _, n := range d.Names {
			kind := coarse[n.Type]
			if kind == "" {
				continue
			}
			s := typedSpan{n.First, n.Last, kind}
			seen[s] = true
			found++
			byKind[kind][1]++
			if gold[i][s] {
				right++
				byKind[kind][0]++
			} else {
				errors["+"+kind+" "+words(d, s.first, s.last)]++
			}
		}
		for s := range gold[i] {
			total++
			byKind[s.kind][2]++
			if !seen[s] {
				errors["-"+s.kind+" "+words(d, s.first, s.last)]++
			}
		}
	}
	for _, k := range []string{"PER", "ORG", "LOC"} {
		c := byKind[k]
		t.Logf("%s precision %.3f recall %.3f (of %d)", k, float64(c[0])/float64(c[1]), float64(c[0])/float64(c[2]), c[2])
	}
	spans := 0
	for i, d := range docs {
		for _, n := range d.Names {
			for s := range gold[i] {
				if coarse[n.Type] != "" && s.first == n.First && s.last == n.Last {
					spans++
				}
			}
		}
	}
	t.Logf("spans without types F1 %.3f", 2*float64(spans)/float64(found+total))
	f1 := 2 * float64(right) / float64(found+total)
	t.Logf("typed spans F1 %.3f", f1)
	if os.Getenv("KG_SHOW") != "" {
		for e, n := range errors {
			fmt.Println(n, e)
		}
	}
	if f1 < 0.755 {
		t.Errorf("F1 %.3f", f1)
	}
}

func words(d *Document, first, last int) string {
	var out []string
	for _, t := range d.Tokens[first:last] {
		out = append(out, t.Form)
	}
	return strings.Join(out, " ")
}

// TestNamesRe3d measures which of re3d's names are found with the right type.
func TestNamesRe3d(t *testing.T) {
	texts := map[string]string{}
	decode := func(data []byte, each func(*json.Decoder) error) {
		s := bufio.NewScanner(bytes.NewReader(data))
		s.Buffer(nil, 1<<24)
		for s.Scan() {
			if err := each(json.NewDecoder(bytes.NewReader(s.Bytes()))); err != nil {
				t.Fatal(err)
			}
		}
	}
	decode(dataFile(t, "re3d", "documents.jsonl"), func(dec *json.Decoder) error {
		var x struct {
			ID   string `json:"_id"`
			Text string `json:"text"`
		}
		err := dec.Decode(&x)
		texts[x.ID] = x.Text
		return err
	})
	want := map[string]map[NameType]bool{
		"Person":       {Person: true},
		"Organisation": {Organization: true, Government: true, ArmedGroup: true, Country: true},
		"Location":     {Place: true, Country: true, Facility: true},
		"Nationality":  {Nationality: true, Country: true},
	}
	tokenizer, err := NewTokenizer()
	if err != nil {
		t.Fatal(err)
	}
	parsed := map[string]*Document{}
	var total, found, typed int
	decode(dataFile(t, "re3d", "entities.jsonl"), func(dec *json.Decoder) error {
		var x struct {
			DocumentID string
			Begin, End int
			Type       string
			Value      string
			Confidence float64
		}
		if err := dec.Decode(&x); err != nil {
			return err
		}
		if want[x.Type] == nil || x.Confidence < .5 || !startsUpperSomewhere(x.Value) {
			return nil
		}
		text := texts[x.DocumentID]
		d := parsed[x.DocumentID]
		if d == nil {
			d = tokenizer.Document(text)
			annotateNames(t, d)
			parsed[x.DocumentID] = d
		}
		begin, end := byteOffset(text, x.Begin), byteOffset(text, x.End)
		total++
		any, ok, kinds := false, false, ""
		for _, n := range d.Names {
			if d.Tokens[n.First].Begin < end && begin < d.Tokens[n.Last-1].End {
				any = true
				kinds += " " + string(n.Type)
				ok = ok || want[x.Type][n.Type]
			}
		}
		if any {
			found++
		}
		if ok {
			typed++
		} else if os.Getenv("KG_SHOW") != "" {
			fmt.Println(x.Type, "|", x.Value, "|", kinds)
		}
		return nil
	})
	t.Logf("of %d names of re3d %.3f are found, %.3f with the right type", total, float64(found)/float64(total), float64(typed)/float64(total))
	if float64(typed)/float64(total) < .75 {
		t.Errorf("too few")
	}
}

func startsUpperSomewhere(s string) bool {
	for w := range strings.FieldsSeq(s) {
		if startsUpper(w) && !strings.EqualFold(w, "the") {
			return true
		}
	}
	return false
}

// byteOffset returns where the n-th character of s begins.
func byteOffset(s string, n int) int {
	for i := range s {
		if n == 0 {
			return i
		}
		n--
	}
	return len(s)
}

// TestNameTypes holds readings that need case, tags or the rest of the document.
func TestNameTypes(t *testing.T) {
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct{ text, want string }{
		{"The army is fighting IS in Syria.", "IS/ArmedGroup Syria/Country"},
		{"The US told us nothing.", "US/Country"},
		{"Jordan closed its border with Iraq.", "Jordan/Country Iraq/Country"},
		{"Mr Jordan resigned on Monday.", "Jordan/Person"},
		{"Michael Jordan retired. Jordan had won six titles.", "Michael Jordan/Person Jordan/Person"},
		{"Turkey shot down a Russian jet.", "Turkey/Country Russian/Nationality"},
		{"They ate turkey with china cups.", ""},
		{"The Kremlin accused the Syrian Democratic Forces.", "Kremlin/Government Syrian Democratic Forces/ArmedGroup"},
		{"The Russian Defence Ministry said so.", "Russian Defence Ministry/Government"},
		{"Lashkar-e-Taiba denied the attack.", "Lashkar-e-Taiba/ArmedGroup"},
		{"He works for the Bank of Ruritania.", "Bank of Ruritania/Organization"},
		{"Recep Tayyip Erdogan met the press. Erdogan was brief.", "Recep Tayyip Erdogan/Person Erdogan/Person"},
		{"The Housing Authority of Springfield sued the firm.", "Housing Authority of Springfield/Organization"},
		{"The Minister of Defense Rana Halabi resigned.", "Rana Halabi/Person"},
		{"i went from delhi to punjab by train.", "delhi/Place punjab/Place"},
		{"El Paso Energy sold its pipelines.", "El Paso Energy/Organization"},
		{"He owns an iPhone and reads the Koran.", "iPhone/Misc Koran/Misc"},
		{"The dam was built by the Italian company Salini Impregilo.", "Italian/Nationality Salini Impregilo/Organization"},
		{"Velkor Industries sued the bank over a loan.", "Velkor Industries/Organization"},
		{"The deal pleased Zambrano Chief Executive Officer Lucia Herrera.", "Zambrano/Organization Lucia Herrera/Person"},
		{"Rescuers from aid group Brightwater found survivors.", "Brightwater/Organization"},
	}
	wrong := 0
	for _, c := range cases {
		d := p.Parse(c.text)
		var got []string
		for _, n := range d.Names {
			got = append(got, d.Text[d.Tokens[n.First].Begin:d.Tokens[n.Last-1].End]+"/"+string(n.Type))
		}
		if s := strings.Join(got, " "); s != c.want {
			wrong++
			t.Logf("%s: %s, want %s", c.text, s, c.want)
		}
	}
	if wrong > 1 { // the parser errs now and then
		t.Errorf("%d of %d are wrong", wrong, len(cases))
	}
}

func BenchmarkNames(b *testing.B) {
	p, err := New()
	if err != nil {
		b.Fatal(err)
	}
	d := p.Parse(strings.Repeat("Syrian President Bashar al-Assad met Vladimir Putin in Moscow, where the Russian Defence Ministry had said that IS was losing. ", 50))
	labels := make([]string, len(d.Tokens))
	for i := range labels {
		labels[i] = "O"
	}
	tagger := newTestTagger(b)
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		tagger.names(d, labels)
	}
	b.ReportMetric(float64(b.N*len(d.Tokens))/b.Elapsed().Seconds(), "tokens/s")
}
