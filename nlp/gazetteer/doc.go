// Package gazetteer knows names: countries with what people call them and
// their governments, cities, people in office, armed groups, bodies,
// companies, weapons, titles.
//
// The knowledge is tables of tab-separated values in data/, which anybody can
// edit: a line that begins with # is a remark, the first other line names the
// columns, several values of one cell stand with | between. countries.tsv and
// cities.tsv are generated (see generate/); the rest are written by hand.
//
// A name is found in a text by its normal form: case, diacritics, full stops,
// apostrophes and hyphens don't matter, so that "al-Assad" is found in the
// tokens al - Assad and "Erdoğan" in Erdogan. Case decides afterwards: the
// name "Turkey" doesn't match "turkey", nor does "IS" match "is" or "Is".
package gazetteer
