package graph

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
)

// synthetic writes N-Quads in the form of readings: 20 quads an article, each
// with a label, about 170 bytes a quad, their entities drawn by Zipf's law.
// The same number and seed give the same bytes.
type synthetic struct {
	random   *rand.Rand
	zipf     *rand.Zipf
	left     int // quads to write
	article  int
	entities uint64
	pending  bytes.Buffer
}

func newSynthetic(quads int, seed uint64) *synthetic {
	random := rand.New(rand.NewPCG(seed, 7))
	entities := uint64(max(quads/25, 100))
	return &synthetic{random: random, zipf: rand.NewZipf(random, 1.2, 8, entities-1), left: quads, entities: entities}
}

var syntheticRelations = []string{"supports", "opposes", "attacks", "meets", "visits", "accuses", "aids", "captures", "memberOf", "locatedIn"}

var syntheticClasses = []string{"Person", "Country", "Organization", "ArmedGroup", "Place"}

func (g *synthetic) entity() string {
	n := g.zipf.Uint64()
	return fmt.Sprintf("<kg:Entity_%d_of_the_%d>", n, n%97)
}

func (g *synthetic) Read(p []byte) (int, error) {
	for g.pending.Len() < len(p) && g.left > 0 {
		g.writeArticle()
	}
	if g.pending.Len() == 0 {
		return 0, io.EOF
	}
	return g.pending.Read(p)
}

func (g *synthetic) line(format string, args ...any) {
	if g.left > 0 {
		g.left--
		fmt.Fprintf(&g.pending, format+" .\n", args...)
	}
}

func (g *synthetic) writeArticle() {
	const rdf, schema = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://schema.org/"
	id := fmt.Sprintf("<kg:article/%012x%012x>", g.article, g.random.Uint64()>>16)
	g.article++
	g.line(`%s <%stype> <%sNewsArticle> %s`, id, rdf, schema, id)
	g.line(`%s <%sheadline> "What happened on day %d, and why it matters to everybody" %s`, id, schema, g.article, id)
	g.line(`%s <%sdatePublished> "20%02d-%02d-%02d"^^<http://www.w3.org/2001/XMLSchema#date> %s`, id, schema, g.random.IntN(26), 1+g.random.IntN(12), 1+g.random.IntN(28), id)
	about := g.entity()
	class := syntheticClasses[int(about[len(about)-2])%len(syntheticClasses)]
	g.line(`%s <%stype> <kg:class/%s> %s`, about, rdf, class, id)
	for i := range 2 {
		statement := fmt.Sprintf("<kg:statement/%012x%011x%d>", g.random.Uint64()>>16, g.article, i)
		evidence := fmt.Sprintf("%s#char=%d,%d>", id[:len(id)-1], i*140, i*140+130)
		subject, object, relation := about, g.entity(), syntheticRelations[g.random.IntN(len(syntheticRelations))]
		if i == 1 {
			subject = g.entity()
		}
		g.line(`%s <kg:%s> %s %s`, subject, relation, object, statement)
		g.line(`%s <%stype> <%sStatement> %s`, statement, rdf, rdf, id)
		g.line(`%s <%ssubject> %s %s`, statement, rdf, subject, id)
		g.line(`%s <%spredicate> <kg:%s> %s`, statement, rdf, relation, id)
		g.line(`%s <%sobject> %s %s`, statement, rdf, object, id)
		g.line(`%s <kg:evidence> %s %s`, statement, evidence, id)
		g.line(`%s <kg:confidence> "0.%d"^^<http://www.w3.org/2001/XMLSchema#decimal> %s`, statement, 50+g.random.IntN(50), id)
		g.line(`%s <kg:text> "On that day %s was said to have done what article %d tells." %s`, evidence, subject[4:len(subject)-1], g.article, id)
	}
}
