package extract

import (
	"strings"

	"kg/graph"
)

// actsFor returns the country that a person acts for: one that the gazetteer
// knows to have headed a country and whom the article itself gives that
// office. It is background knowledge, no statement of the article.
func (c *cast) actsFor(e *entity) graph.IRI {
	if e.Type != graph.Person || e.entry == nil || e.entry.Country == "" {
		return ""
	}
	for office := range strings.SplitSeq(e.entry.Roles, "|") {
		if c.w.is("head_office", strings.ReplaceAll(office, " ", "_")) && c.givesOffice(e, office) {
			return graph.EntityID(e.entry.Country)
		}
	}
	return ""
}

// givesOffice tells whether a mention of e names the office or has it as its
// title.
func (c *cast) givesOffice(e *entity, office string) bool {
	for _, m := range e.Mentions {
		words := m.Text
		if m.Kind == graph.NameMention {
			begin := max(0, m.Begin-len(office)-len("\u00a0\u00a0\u00a0")) // spaces may be no-break spaces
			words = c.d.Text[begin:m.End]
		}
		if strings.Contains(strings.ToLower(strings.Join(strings.Fields(words), " ")), office) {
			return true
		}
	}
	return false
}
