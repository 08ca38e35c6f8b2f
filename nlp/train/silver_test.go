package main

import (
	"slices"
	"testing"

	"kg/nlp"
)

func TestAddRead(t *testing.T) {
	labels := []string{"O", "*", "*", "", "B-Place", "*", "O", ""}
	addRead(labels, []nlp.Name{
		{First: 1, Last: 4, Type: nlp.Government}, // open throughout
		{First: 4, Last: 6, Type: nlp.Person},     // has a type already
		{First: 6, Last: 8, Type: nlp.Person},     // holds a word that is in no name
		{First: 7, Last: 8, Type: nlp.Nationality},
	})
	want := []string{"O", "B-Organization", "I-Organization", "I-Organization", "B-Place", "*", "O", ""}
	if !slices.Equal(labels, want) {
		t.Errorf("got %q, want %q", labels, want)
	}
}
