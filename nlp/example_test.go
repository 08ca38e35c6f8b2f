package nlp_test

import (
	"fmt"
	"os"

	"kg/nlp"
)

func Example() {
	pipeline, err := nlp.New() // once: it loads the model
	if err != nil {
		fmt.Println(err)
		return
	}
	d := pipeline.Parse("President Putin met Angela Merkel in Sochi. He thanked her.")
	for _, name := range d.Names {
		first, last := d.Tokens[name.First], d.Tokens[name.Last-1]
		fmt.Println(d.Text[first.Begin:last.End], name.Type)
	}
	for _, cluster := range d.Clusters {
		if len(cluster) < 2 {
			continue
		}
		for _, i := range cluster {
			m := d.Mentions[i]
			fmt.Printf("[%s]", d.Text[d.Tokens[m.First].Begin:d.Tokens[m.Last-1].End])
		}
		fmt.Println()
	}
	// Output:
	// Putin Person
	// Angela Merkel Person
	// Sochi Place
	// [President Putin][He]
	// [Angela Merkel][her]
}

func ExampleDocument_WriteTree() {
	pipeline, err := nlp.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	d := pipeline.Parse("Russia bombed the rebels.")
	if err := d.WriteTree(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// ┌─ Russia  PROPN  NNP   nsubj  [B-Country]
	// bombed     VERB   VBD   root
	// │  ┌─ the  DET    DT    det
	// ├─ rebels  NOUN   NNS   obj
	// └─ .       PUNCT  .     punct
}
