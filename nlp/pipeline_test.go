package nlp

import (
	"bytes"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"kg/nlp/conllu"
)

var sharedPipeline = sync.OnceValues(New)

func pipeline(t testing.TB) *Pipeline {
	t.Helper()
	p, err := sharedPipeline()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestStagesInWrongOrder(t *testing.T) {
	p := pipeline(t)
	if err := checkStages(p.stages); err != nil {
		t.Error(err)
	}
	turned := []stage{p.stages[1], p.stages[0]}
	if err := checkStages(turned); err == nil || !strings.Contains(err.Error(), p.stages[1].name) {
		t.Errorf("a stage before what it needs: %v", err)
	}
}

func TestParse(t *testing.T) {
	d := pipeline(t).Parse("President Putin met Angela Merkel in Sochi. He thanked her.")
	var names []string
	for _, n := range d.Names {
		names = append(names, joinForms(d, n.First, n.Last)+"/"+string(n.Type))
	}
	if got, want := strings.Join(names, " "), "Putin/Person Angela Merkel/Person Sochi/Place"; got != want {
		t.Errorf("names %s, want %s", got, want)
	}
	for pronoun, name := range map[string]string{"He": "Putin", "her": "Angela"} {
		if !corefer(d, pronoun, name) {
			t.Errorf("%s is not %s", pronoun, name)
		}
	}
}

// corefer tells whether mentions headed by two words are of one cluster.
func corefer(d *Document, a, b string) bool {
	clusters := map[int]bool{}
	for _, m := range d.Mentions {
		if d.Tokens[m.Head].Form == a {
			clusters[m.Cluster] = true
		}
	}
	for _, m := range d.Mentions {
		if d.Tokens[m.Head].Form == b && clusters[m.Cluster] {
			return true
		}
	}
	return false
}

func TestEmptyText(t *testing.T) {
	for _, text := range []string{"", " \n\t", "\u200b"} {
		if d := pipeline(t).Parse(text); len(d.Tokens)+len(d.Sentences)+len(d.Names)+len(d.Mentions) != 0 {
			t.Errorf("%q: %+v", text, d)
		}
	}
}

// TestTreesAreTrees reads hostile texts to the end: each sentence has one root,
// and every word hangs on it.
func TestTreesAreTrees(t *testing.T) {
	for name, text := range hostile(4000) {
		d := pipeline(t).Parse(text)
		for _, s := range d.Sentences {
			roots := 0
			for k := s.First; k < s.Last; k++ {
				h := d.Tokens[k].Head
				if h < 0 {
					roots++
				} else if h < s.First || h >= s.Last {
					t.Errorf("%s: word %d has its head outside the sentence", name, k)
				}
			}
			if roots != 1 || circle(d.Tokens[s.First:s.Last], s.First) >= 0 {
				t.Errorf("%s: %d roots, or a circle", name, roots)
			}
		}
	}
}

// TestLongDocumentsTakeLinearTime reads texts of many mentions of one kind, four
// times as long in turn.
func TestLongDocumentsTakeLinearTime(t *testing.T) {
	p := pipeline(t)
	for _, text := range []string{
		"Putin met the president. ", "The old man saw a dog. ", "He said: “I know.” ", "Anna and Tom, the heirs, (AT) met. ", "the army and ",
	} {
		short, long := strings.Repeat(text, 300), strings.Repeat(text, 1200)
		p.Parse(short)
		start := time.Now()
		p.Parse(short)
		middle := time.Now()
		p.Parse(long)
		if a, b := middle.Sub(start), time.Since(middle); b > 12*a && b > time.Second {
			t.Errorf("%q: %v, four times as much %v", text, a, b)
		}
	}
}

// TestConcurrentUse reads the same texts side by side: the results are the same.
func TestConcurrentUse(t *testing.T) {
	p, text := pipeline(t), articles(t)
	want := p.Parse(text)
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			if got := p.Parse(text); !reflect.DeepEqual(got, want) {
				t.Error("the second reading differs")
			}
		})
	}
	wg.Wait()
}

// TestCoNLLURoundTrip writes documents and reads them back.
func TestCoNLLURoundTrip(t *testing.T) {
	d := pipeline(t).Parse(articles(t))
	var b bytes.Buffer
	if err := d.WriteCoNLLU(&b); err != nil {
		t.Fatal(err)
	}
	docs, err := ReadCoNLLU(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	back := docs[0]
	if len(docs) != 1 || !reflect.DeepEqual(back.Sentences, d.Sentences) {
		t.Errorf("%d documents, sentences differ", len(docs))
	}
	if !reflect.DeepEqual(back.Names, d.Names) || !reflect.DeepEqual(back.Clusters, d.Clusters) {
		t.Error("names or clusters differ")
	}
	for i := range d.Tokens {
		a, b := d.Tokens[i], back.Tokens[i]
		a.Span, b.Span = Span{}, Span{}
		if a != b {
			t.Fatalf("token %d: %+v, was %+v", i, b, a)
		}
	}
	for i := range d.Mentions {
		if back.Mentions[i] != d.Mentions[i] {
			t.Fatalf("mention %d: %+v, was %+v", i, back.Mentions[i], d.Mentions[i])
		}
	}
}

func FuzzReadCoNLLU(f *testing.F) {
	f.Add("# newdoc\n# text = Don't go.\n1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\t_\n1\tDo\tdo\tAUX\tVB\t_\t3\taux\t_\t_\n2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_\n3\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No\n4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_\n\n")
	f.Add("1\tA\ta\tPROPN\tNNP\t_\t0\troot\t_\tEntity=(1-name(2-name)|Name=B-Person\n2\tB\tb\tX\t_\t_\t1\tflat\t_\tEntity=1)|Name=I-Person\n\n")
	f.Add("1\tA\t_\t_\t_\t_\t2\t_\t_\t_\n2\tB\t_\t_\t_\t_\t1\t_\t_\t_\n\n")
	f.Fuzz(func(t *testing.T, text string) {
		docs, err := ReadCoNLLU(strings.NewReader(text))
		if err != nil {
			return
		}
		for _, d := range docs {
			var b bytes.Buffer
			if err := d.WriteCoNLLU(&b); err != nil {
				t.Fatal(err)
			}
			if err := d.WriteTree(&b); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestReadCoNLLUErrors(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"circle", "1\tA\t_\t_\t_\t_\t2\t_\t_\t_\n2\tB\t_\t_\t_\t_\t1\t_\t_\t_\n\n", "circle"},
		{"tag", "1\tA\t_\tNOPE\t_\t_\t0\troot\t_\t_\n\n", "NOPE"},
		{"entity", "1\tA\t_\tX\t_\t_\t0\troot\t_\tEntity=3)\n\n", "3 closes"},
		{"columns", "1\tA\n\n", "line 1"},
	} {
		if _, err := ReadCoNLLU(strings.NewReader(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

func TestWriteTree(t *testing.T) {
	s := &conllu.Sentence{Tokens: []conllu.Token{
		{Form: "Russia", UPOS: "PROPN", XPOS: "NNP", Head: 2, Deprel: "nsubj", Misc: "Name=B-Country"}, {Form: "backs", UPOS: "VERB", XPOS: "VBZ", Head: 0, Deprel: "root"},
		{Form: "the", UPOS: "DET", XPOS: "DT", Head: 4, Deprel: "det"}, {Form: "plan", UPOS: "NOUN", XPOS: "NN", Head: 2, Deprel: "obj", Misc: "SpaceAfter=No"},
		{Form: ".", UPOS: "PUNCT", XPOS: ".", Head: 2, Deprel: "punct"},
	}}
	d, err := FromCoNLLU([]*conllu.Sentence{s})
	if err != nil {
		t.Fatal(err)
	}
	if d.Text != "Russia backs the plan." {
		t.Errorf("text %q", d.Text)
	}
	var b strings.Builder
	if err := d.WriteTree(&b); err != nil {
		t.Fatal(err)
	}
	want := `┌─ Russia  PROPN  NNP   nsubj  [B-Country]
backs      VERB   VBZ   root
│  ┌─ the  DET    DT    det
├─ plan    NOUN   NN    obj
└─ .       PUNCT  .     punct
`
	if b.String() != want {
		t.Errorf("\n%s\nwant\n%s", b.String(), want)
	}
}
