// Package graph holds what is read off articles, as a knowledge graph: the
// model, its vocabulary, how it is said in quads, N-Quads in and out, and the
// store. It is the only package that knows Cayley.
//
// # Model
//
// A [Reading] is all that was read off one [Article]: its entities and its
// statements. A [Statement] says who did what to whom; beside that it has a
// [Polarity], a [Modality], the source that the article attributes it to,
// time, place and the sentence that it was read off. [Statement.Plain] tells
// whether the article itself asserts it as a fact.
//
// # Names
//
// Every IRI is made from what it stands for, so the same input gives the same
// graph on any machine: [EntityID] spells a name ("kg:Bashar_al-Assad"),
// [ArticleID] and [StatementID] are hashes, [UnnamedID] is a group that has
// no name of its own and so belongs to its article, [EvidenceID] a passage.
// Names of entities begin with a capital or a digit, words of the vocabulary
// with a small letter, so that the two never meet. The relations stand in
// data/relations.tsv; [Vocab] gives them. What none of them covers is an open
// relation, "kg:rel/take_aim_at".
//
// # Quads
//
// [Quads] says a reading in quads. A plain fact is an edge in a named graph
// of its own, whose name is the statement's:
//
//	<kg:Russia> <kg:supports> <kg:Bashar_al-Assad> <kg:statement/a487…> .
//
// All else is labelled with the article: the statement's node (rdf:subject,
// rdf:predicate, rdf:object, kg:evidence and, only where they hold,
// kg:polarity, kg:modality, kg:attributedTo, kg:cue, kg:time …; see the
// Field constants), the entities with rdf:type, rdfs:label, skos:altLabel,
// owl:sameAs and, of a place, geo:lat and geo:long, the sentences and the article's metadata. So a claim is never
// mistaken for a fact by whoever follows edges, and an article is removed by
// its labels. The vocabulary's labels are served from the program's data and
// are not stored, so that an empty store is empty.
//
// # Store
//
// A [Store] is a folder, which belongs to one process, or a PostgreSQL database,
// which many machines share; both give the same answers and the same export.
// [Store.Put] stores a reading in one durable
// transaction, [Store.Query] asks in Gizmo, GraphQL or MQL, [Store.Export]
// writes sorted N-Quads, the same bytes for the same quads.
//
// # N-Quads
//
// [NQuadsReader] and [NQuadsWriter] keep W3C N-Quads 1.1 to the letter. A
// [Term] keeps the exact lexical form of what it came as: "007" stays "007",
// a time keeps its zone. Two spellings are one term, as RDF 1.1 has it: a
// plain string and the same with the datatype xsd:string. [Canonicalize]
// gives blank nodes canonical names by RDFC-1.0.
package graph
