package web

import (
	"encoding/json"
)

// wholeShape makes lists of the nodes and links that are null, on which the
// Query Shape page stays blank.
func wholeShape(shape any) any {
	text, err := json.Marshal(shape)
	if err != nil {
		return shape
	}
	var fields map[string]any
	if err := json.Unmarshal(text, &fields); err != nil {
		return shape
	}
	if fields == nil {
		fields = map[string]any{}
	}
	for _, name := range []string{"nodes", "links"} {
		if fields[name] == nil {
			fields[name] = []any{}
		}
	}
	return fields
}
