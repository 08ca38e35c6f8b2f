package queries_test

import (
	"fmt"

	"kg/queries"
)

// Every query says how to ask it.
func ExampleAll() {
	for _, q := range queries.All()[:3] {
		fmt.Printf("%-40s %s\n", q.Usage(), q.Question)
	}
	// Output:
	// supporters X [--exact] [--negated]       Who supports X?
	// supported-by X [--exact] [--negated]     Whom does X support?
	// opponents X [--exact] [--negated]        Who opposes X?
}
