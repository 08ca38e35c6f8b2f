package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestJSONHasNothingUnseen writes what a terminal might take for orders as
// escapes, from which the same text is read again.
func TestJSONHasNothingUnseen(t *testing.T) {
	text := "C0 \x1b[2J, C1 \u009b31m, DEL \x7f, bidi \u202egnp.exe\u2066, tag \U000e0041, می\u200cخواهم, “–” 日本\nline"
	for name, write := range map[string]func(*strings.Builder, any) error{
		"json":  func(b *strings.Builder, v any) error { return writeJSON(b, v) },
		"jsonl": func(b *strings.Builder, v any) error { return writeJSONLine(b, v) },
	} {
		var out strings.Builder
		if err := write(&out, map[string]string{text: text}); err != nil {
			t.Fatal(err)
		}
		if strings.ContainsFunc(out.String(), func(r rune) bool { return r != '\n' && unseen(r) }) {
			t.Errorf("%s: %q", name, out.String())
		}
		if !strings.Contains(out.String(), "日本") || !strings.Contains(out.String(), "می\u200cخواهم") {
			t.Errorf("%s: %s", name, out.String())
		}
		var back map[string]string
		if err := json.Unmarshal([]byte(out.String()), &back); err != nil || back[text] != text {
			t.Errorf("%s: %v, %q", name, err, back)
		}
	}
}
