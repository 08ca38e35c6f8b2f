package conllu

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
)

const sample = `# sent_id = 1
# text = Don't go.
1-2	Don't	_	_	_	_	_	_	_	Lang=en
1	Do	do	AUX	VB	_	3	aux	_	_
2	n't	not	PART	RB	Polarity=Neg	3	advmod	_	_
3	go	go	VERB	VB	_	0	root	_	SpaceAfter=No
4	.	.	PUNCT	.	_	3	punct	_	_

`

func TestRoundTrip(t *testing.T) {
	all, err := ReadAll(strings.NewReader(sample + "# second\n1\t_\t_\t_\t_\t_\t_\t_\t_\t_\n\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 2 || len(all[0].Tokens) != 4 || all[0].Tokens[2].Head != 0 {
		t.Fatalf("read %+v", all)
	}
	if got := all[0].Comment("text"); got != "Don't go." {
		t.Errorf("comment text = %q", got)
	}
	if all[1].Tokens[0].Form != "_" || all[1].Tokens[0].Head != -1 {
		t.Errorf("underscore read as %+v", all[1].Tokens[0])
	}
	var b bytes.Buffer
	w := NewWriter(&b)
	if err := errors.Join(w.Write(all[0]), w.Flush()); err != nil {
		t.Fatal(err)
	}
	if b.String() != sample {
		t.Errorf("written:\n%s", b.String())
	}
}

func TestReadErrors(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"columns", "1\ta\n", "line 1: 2 columns"},
		{"number", "# c\n2\ta\ta\t_\t_\t_\t0\troot\t_\t_\n", `line 2: word number "2"`},
		{"head", "1\ta\ta\t_\t_\t_\tx\troot\t_\t_\n", `line 1: head "x"`},
		{"head outside", "1\ta\ta\t_\t_\t_\t7\troot\t_\t_\n\n", "head 7 of 1 words"},
		{"range", "3-4\ta\t_\t_\t_\t_\t_\t_\t_\t_\n", `range of words "3-4"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := ReadAll(strings.NewReader(test.in))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
}

func TestEmptyNodesAreSkipped(t *testing.T) {
	in := "1\ta\ta\t_\t_\t_\t0\troot\t_\t_\n1.1\tb\tb\t_\t_\t_\t_\t_\t_\t_\n2\tc\tc\t_\t_\t_\t1\tdep\t_\t_\n"
	all, err := ReadAll(strings.NewReader(in))
	if err != nil || len(all) != 1 || len(all[0].Tokens) != 2 {
		t.Fatalf("%v %v", all, err)
	}
}

func TestMiscValue(t *testing.T) {
	if got := MiscValue("A=1|Entity=(1-person|SpaceAfter=No", "Entity"); got != "(1-person" {
		t.Errorf("got %q", got)
	}
	if got := MiscValue("A=1", "B"); got != "" {
		t.Errorf("got %q", got)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sample)
	f.Add("1\t\t\t\t\t\t\t\t\t\n")
	f.Fuzz(func(t *testing.T, in string) {
		r := NewReader(strings.NewReader(in))
		for {
			s, err := r.Read()
			if errors.Is(err, io.EOF) || err != nil {
				return
			}
			w := NewWriter(io.Discard)
			if err := w.Write(s); err != nil {
				t.Fatal(err)
			}
		}
	})
}
