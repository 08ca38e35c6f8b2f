package loaders_test

import (
	"context"
	"fmt"
	"strings"

	"kg/graph"
	"kg/loaders"
)

func ExampleLoader_Load() {
	loader, err := loaders.New(loaders.Options{Published: "2015-10-30", Stdin: strings.NewReader(
		"Ministers meet in Vienna\n\nThe ministers of the two countries met in the capital on Friday.\nShare this article\n")})
	if err != nil {
		fmt.Println(err)
		return
	}
	loader.Load(context.Background(), []string{loaders.Stdin, "missing.txt"}, func(a graph.Article, err error) bool {
		if err != nil {
			fmt.Println("failed:", err)
			return true
		}
		fmt.Println(a.Title, a.Published)
		for _, span := range a.Boilerplate {
			fmt.Println("boilerplate:", a.Text[span.Begin:span.End])
		}
		return true
	})
	// Output:
	// Ministers meet in Vienna 2015-10-30
	// boilerplate: Share this article
	// failed: missing.txt: no such file or folder
}
