package graph

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// ErrTooComplex is returned when blank nodes are so alike and so entangled
// that giving them canonical names would take too long.
var ErrTooComplex = errors.New("the blank nodes are too entangled for a canonical form")

// CanonicalOptions tell how to canonicalize; the zero value is the standard.
type CanonicalOptions struct {
	Hash  func() hash.Hash // SHA-256 when nil
	Limit int              // steps of comparing blank nodes by their surroundings; 0 for DefaultCanonicalLimit
}

// DefaultCanonicalLimit is far above what data made in earnest takes.
const DefaultCanonicalLimit = 20_000

// Canonicalize gives the lines of a dataset in the canonical form of RDFC-1.0
// (RDF Dataset Canonicalization), sorted and each once, and the canonical
// names of its blank nodes. Equal datasets give equal lines, however their
// blank nodes are called.
func Canonicalize(quads []Quad, opts CanonicalOptions) (lines []string, names map[string]string, err error) {
	if opts.Hash == nil {
		opts.Hash = sha256.New
	}
	if opts.Limit == 0 {
		opts.Limit = DefaultCanonicalLimit
	}
	c := &canonicalizer{opts: opts, quads: map[string][]*Quad{}, first: map[string]string{}, names: newIssuer("c14n")}
	for i := range quads {
		for _, b := range blanksOf(&quads[i]) {
			if of := c.quads[b]; len(of) == 0 || of[len(of)-1] != &quads[i] {
				c.quads[b] = append(of, &quads[i])
			}
		}
	}
	if err := c.run(); err != nil {
		return nil, nil, err
	}
	for _, q := range quads {
		line, err := AppendQuad(nil, c.renamed(q, func(b string) string { return c.names.names[b] }))
		if err != nil {
			return nil, nil, err
		}
		lines = append(lines, string(line))
	}
	slices.Sort(lines)
	return slices.Compact(lines), c.names.names, nil
}

func blanksOf(q *Quad) []string {
	var blanks []string
	for _, t := range [...]Term{q.Subject, q.Object, q.Graph} {
		if t.Kind == BlankTerm {
			blanks = append(blanks, t.Value)
		}
	}
	return blanks
}

// issuer names blank nodes in the order that they come.
type issuer struct {
	prefix string
	names  map[string]string
	order  []string
}

func newIssuer(prefix string) *issuer { return &issuer{prefix: prefix, names: map[string]string{}} }

func (i *issuer) clone() *issuer {
	return &issuer{i.prefix, maps.Clone(i.names), slices.Clone(i.order)}
}

func (i *issuer) issue(blank string) string {
	if name, ok := i.names[blank]; ok {
		return name
	}
	name := i.prefix + strconv.Itoa(len(i.order))
	i.names[blank] = name
	i.order = append(i.order, blank)
	return name
}

type canonicalizer struct {
	opts  CanonicalOptions
	quads map[string][]*Quad // blank node → the quads that name it
	first map[string]string  // blank node → its first-degree hash
	names *issuer
	steps int
}

// run names every blank node: first those whose own quads tell them from all
// others, then the rest by their surroundings.
func (c *canonicalizer) run() error {
	byHash := map[string][]string{}
	for _, b := range slices.Sorted(maps.Keys(c.quads)) {
		h := c.firstDegree(b)
		byHash[h] = append(byHash[h], b)
	}
	hashes := slices.Sorted(maps.Keys(byHash))
	for _, h := range hashes {
		if alone := byHash[h]; len(alone) == 1 {
			c.names.issue(alone[0])
		}
	}
	for _, h := range hashes {
		if len(byHash[h]) > 1 {
			if err := c.nameAlike(byHash[h]); err != nil {
				return err
			}
		}
	}
	return nil
}

type nDegree struct {
	hash   string
	issuer *issuer
}

// nameAlike names blank nodes that have the same first-degree hash.
func (c *canonicalizer) nameAlike(blanks []string) error {
	var results []nDegree
	for _, b := range blanks {
		if _, ok := c.names.names[b]; ok {
			continue
		}
		temporary := newIssuer("b")
		temporary.issue(b)
		r, err := c.nDegree(b, temporary)
		if err != nil {
			return err
		}
		results = append(results, r)
	}
	slices.SortStableFunc(results, func(a, b nDegree) int { return strings.Compare(a.hash, b.hash) })
	for _, r := range results {
		for _, b := range r.issuer.order {
			c.names.issue(b)
		}
	}
	return nil
}

// renamed gives a quad with other names for its blank nodes.
func (c *canonicalizer) renamed(q Quad, name func(blank string) string) Quad {
	for _, t := range [...]*Term{&q.Subject, &q.Object, &q.Graph} {
		if t.Kind == BlankTerm {
			t.Value = name(t.Value)
		}
	}
	return q
}

func (c *canonicalizer) hash(parts ...string) string {
	h := c.opts.Hash()
	for _, p := range parts {
		h.Write([]byte(p))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// firstDegree hashes the quads of a blank node, in which it is _:a and every
// other is _:z.
func (c *canonicalizer) firstDegree(blank string) string {
	if h, ok := c.first[blank]; ok {
		return h
	}
	var lines []string
	for _, q := range c.quads[blank] {
		line, _ := AppendQuad(nil, c.renamed(*q, func(b string) string {
			if b == blank {
				return "a"
			}
			return "z"
		}))
		lines = append(lines, string(line)+"\n")
	}
	slices.Sort(lines)
	h := c.hash(lines...)
	c.first[blank] = h
	return h
}

// related hashes a blank node by what it is to another: s, o or g of a quad.
func (c *canonicalizer) related(blank string, q *Quad, issued *issuer, position string) string {
	var id string
	if name, ok := c.names.names[blank]; ok {
		id = "_:" + name
	} else if name, ok := issued.names[blank]; ok {
		id = "_:" + name
	} else {
		id = c.firstDegree(blank)
	}
	if position == "g" {
		return c.hash(position, id)
	}
	return c.hash(position, "<"+q.Predicate.Value+">", id)
}

// nDegree hashes a blank node by all that it is entangled with.
func (c *canonicalizer) nDegree(blank string, issued *issuer) (nDegree, error) {
	if c.steps++; c.steps > c.opts.Limit {
		return nDegree{}, fmt.Errorf("%w (more than %d steps)", ErrTooComplex, c.opts.Limit)
	}
	neighbours := map[string][]string{}
	for _, q := range c.quads[blank] {
		for _, n := range [...]struct {
			term     Term
			position string
		}{{q.Subject, "s"}, {q.Object, "o"}, {q.Graph, "g"}} {
			if n.term.Kind == BlankTerm && n.term.Value != blank {
				h := c.related(n.term.Value, q, issued, n.position)
				neighbours[h] = append(neighbours[h], n.term.Value)
			}
		}
	}
	var data []string
	for _, h := range slices.Sorted(maps.Keys(neighbours)) {
		path, chosen, err := c.shortest(neighbours[h], issued)
		if err != nil {
			return nDegree{}, err
		}
		data = append(data, h, path)
		issued = chosen
	}
	return nDegree{c.hash(data...), issued}, nil
}

// shortest tries the orders of alike neighbours for the least path.
func (c *canonicalizer) shortest(blanks []string, issued *issuer) (path string, chosen *issuer, err error) {
	err = permute(slices.Clone(blanks), func(order []string) error {
		if c.steps++; c.steps > c.opts.Limit {
			return fmt.Errorf("%w (more than %d steps)", ErrTooComplex, c.opts.Limit)
		}
		p, i, err := c.path(order, issued.clone(), path)
		if err == nil && i != nil && (chosen == nil || p < path) {
			path, chosen = p, i
		}
		return err
	})
	return path, chosen, err
}

// path spells the names along one order; no issuer comes back where it is
// longer or later than the best so far.
func (c *canonicalizer) path(order []string, issued *issuer, best string) (string, *issuer, error) {
	worse := func(p string) bool { return best != "" && len(p) >= len(best) && p > best }
	p := ""
	var deeper []string
	for _, b := range order {
		if name, ok := c.names.names[b]; ok {
			p += "_:" + name
		} else {
			if _, ok := issued.names[b]; !ok {
				deeper = append(deeper, b)
			}
			p += "_:" + issued.issue(b)
		}
		if worse(p) {
			return "", nil, nil
		}
	}
	for _, b := range deeper {
		r, err := c.nDegree(b, issued)
		if err != nil {
			return "", nil, err
		}
		p += "_:" + issued.issue(b) + "<" + r.hash + ">"
		issued = r.issuer
		if worse(p) {
			return "", nil, nil
		}
	}
	return p, issued, nil
}

// permute calls with each order of a list until an error.
func permute(list []string, call func([]string) error) error {
	var rest func(k int) error
	rest = func(k int) error {
		if k == len(list) {
			return call(list)
		}
		for i := k; i < len(list); i++ {
			list[k], list[i] = list[i], list[k]
			if err := rest(k + 1); err != nil {
				return err
			}
			list[k], list[i] = list[i], list[k]
		}
		return nil
	}
	return rest(0)
}
