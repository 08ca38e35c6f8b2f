// Package synthetic makes N-Quads for benchmarks, in the form in which kg says
// articles: 20 quads an article, each with a label, about 173 bytes a quad,
// their entities drawn by Zipf's law.
package synthetic

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
)

// Generator writes N-Quads as an io.Reader, and draws terms of them. The same
// number of quads and seed give the same bytes and draws.
type Generator struct {
	random   *rand.Rand
	zipf     *rand.Zipf
	left     int // quads to write
	article  int
	entities uint64
	pending  bytes.Buffer
}

// New makes a generator of so many quads. One with another seed draws terms
// of the same graph.
func New(quads int, seed uint64) *Generator {
	random := rand.New(rand.NewPCG(seed, 7))
	entities := uint64(max(quads/25, 100))
	return &Generator{random: random, zipf: rand.NewZipf(random, 1.2, 8, entities-1), left: quads, entities: entities}
}

var relations = []string{"supports", "opposes", "attacks", "meets", "visits", "accuses", "aids", "captures", "memberOf", "locatedIn"}

var classes = []string{"Person", "Country", "Organization", "ArmedGroup", "Place"}

// Entity draws an entity as articles name them: some of them very often.
func (g *Generator) Entity() string { return entity(g.zipf.Uint64()) }

// AnyEntity draws an entity, each as likely as the other.
func (g *Generator) AnyEntity() string { return entity(g.random.Uint64N(g.entities)) }

// Relation draws a relation.
func (g *Generator) Relation() string {
	return "<kg:" + relations[g.random.IntN(len(relations))] + ">"
}

// Class draws a class.
func (g *Generator) Class() string {
	return "<kg:class/" + classes[g.random.IntN(len(classes))] + ">"
}

func entity(n uint64) string {
	return fmt.Sprintf("<kg:Entity_%d_of_the_%d>", n, n%97)
}

// Read makes Generator an io.Reader.
func (g *Generator) Read(p []byte) (int, error) {
	for g.pending.Len() < len(p) && g.left > 0 {
		g.writeArticle()
	}
	if g.pending.Len() == 0 {
		return 0, io.EOF
	}
	return g.pending.Read(p)
}

func (g *Generator) line(format string, args ...any) {
	if g.left > 0 {
		g.left--
		fmt.Fprintf(&g.pending, format+" .\n", args...)
	}
}

func (g *Generator) writeArticle() {
	const rdf, schema = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://schema.org/"
	id := fmt.Sprintf("<kg:article/%012x%012x>", g.article, g.random.Uint64()>>16)
	g.article++
	g.line(`%s <%stype> <%sNewsArticle> %s`, id, rdf, schema, id)
	g.line(`%s <%sheadline> "What happened on day %d, why it matters to everybody far from there, and what may come of it" %s`, id, schema, g.article, id)
	g.line(`%s <%sdatePublished> "20%02d-%02d-%02d"^^<http://www.w3.org/2001/XMLSchema#date> %s`, id, schema, g.random.IntN(26), 1+g.random.IntN(12), 1+g.random.IntN(28), id)
	about := g.Entity()
	class := classes[int(about[len(about)-2])%len(classes)]
	g.line(`%s <%stype> <kg:class/%s> %s`, about, rdf, class, id)
	for i := range 2 {
		statement := fmt.Sprintf("<kg:statement/%012x%011x%d>", g.random.Uint64()>>16, g.article, i)
		evidence := fmt.Sprintf("%s#char=%d,%d>", id[:len(id)-1], i*140, i*140+130)
		subject, object, relation := about, g.Entity(), relations[g.random.IntN(len(relations))]
		if i == 1 {
			subject = g.Entity()
		}
		g.line(`%s <kg:%s> %s %s`, subject, relation, object, statement)
		g.line(`%s <%stype> <%sStatement> %s`, statement, rdf, rdf, id)
		g.line(`%s <%ssubject> %s %s`, statement, rdf, subject, id)
		g.line(`%s <%spredicate> <kg:%s> %s`, statement, rdf, relation, id)
		g.line(`%s <%sobject> %s %s`, statement, rdf, object, id)
		g.line(`%s <kg:evidence> %s %s`, statement, evidence, id)
		g.line(`%s <kg:confidence> "0.%d"^^<http://www.w3.org/2001/XMLSchema#decimal> %s`, statement, 50+g.random.IntN(50), id)
		g.line(`%s <kg:text> "On that day %s was said to have done what article %d tells of at some length, although nobody who was asked about it afterwards wanted to be named, and those who had seen it disagreed about what came first and what it meant." %s`, evidence, subject[4:len(subject)-1], g.article, id)
	}
}
