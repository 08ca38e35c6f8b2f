// Package extract reads statements off parsed articles: who did what to whom,
// who says so, whether it happened, is planned, asked for or denied, when and
// where.
//
// An Extractor takes an article through five steps, each a file or two here:
//
//  1. frames: each verb, event noun, relational noun and adjective that the
//     lexicon knows becomes a predicate with its arguments, whatever the
//     construction (active, passive, relative clause, control, light verb,
//     possessive, compound);
//  2. senses: data/lexicon.tsv maps a predicate and its arguments to a relation
//     of the vocabulary; what it does not know stays an open relation;
//  3. scope: polarity, modality and source are gathered on the way from the
//     predicate up to the root of its sentence (data/operators.tsv);
//  4. speech: quotations and attributions find their speakers;
//  5. statements: arguments are linked to entities, lists multiplied into
//     pairs, repetitions dropped.
//
// With Options.Open, every clause is read as an open relation as well, in the
// sentence's own words: subject, the words of the verb, object and further
// arguments (graph.Statement.Arguments); their rules begin with "open/".
//
// Code holds the grammar only. What words mean stands in data/*.tsv, which a
// non-programmer can edit; Lexicon errors name file and line.
//
// An Extractor is safe for concurrent use and deterministic: the same article
// gives the same reading, byte for byte.
package extract
