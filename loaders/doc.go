// Package loaders turns sources into articles, and articles into what a store
// knows.
//
// A source is a file of plain text or HTML, a feed, an archive (zip, tar,
// WARC), a folder (read recursively, in sorted order), a glob, "-" for standard
// input, or a file of N-Quads (.nq), which goes into the store as it is; each
// may be packed with gzip. A [Loader] decodes bytes to UTF-8, finds headline,
// date and publisher, marks what belongs to the page and not to the article,
// and refuses what is no English article with an error that says what is wrong,
// where, and what to do about it.
//
// [Ingest] reads, extracts and stores: workers parse in parallel, one writer
// puts whole articles in the order of the sources, so that the store's bytes
// do not depend on the number of workers.
//
// The text of a plain-text source is the source's own, byte for byte (after
// decoding, where it was not UTF-8); the text of an HTML source is its
// paragraphs joined by blank lines, the headline first.
package loaders
