package neural

import (
	"sort"
	"sync"
)

// Model reads sentences. It is safe for concurrent use.
type Model struct {
	net     *network
	ints    *intNet
	cache   *gateCache
	readers sync.Pool
}

func newModel(n *network) *Model {
	m := &Model{net: n, ints: newIntNet(n), cache: newGateCache()}
	in := n.lay.input[0]
	n.fwd[in.id].pack(in.weights(n.dense), in.in, in.out)
	m.readers.New = func() any { return &reading{model: m, heads: heads{net: n}} }
	return m
}

// Analysis is what the network reads in a sentence, word by word. Strings are
// shared, not copied.
type Analysis struct {
	UPOS   []string // universal tag: "VERB"
	XPOS   []string // Penn Treebank tag: "VBD"
	Head   []int32  // index of the head in the sentence, -1 for the root
	Deprel []string // universal relation with its subtype
	Name   []string // "B-Person", "I-Person", ... or "O"
}

// Config returns the shape of the network and the names of its labels.
func (m *Model) Config() Config { return m.net.cfg }

// Knows tells whether the model has a vector for a word or met it in training.
func (m *Model) Knows(form string) bool {
	w := m.net.lookup(form)
	return w.vector >= 0 || w.row > 0
}

const (
	batchWords    = 512 // that are read side by side
	longestWindow = 160 // words; a longer sentence is read in windows
)

// Parse reads sentences, each a slice of words. The result of a sentence
// depends on its words alone, not on the others.
func (m *Model) Parse(sentences [][]string) []Analysis {
	out := make([]Analysis, len(sentences))
	var windows []window
	for i, s := range sentences {
		out[i] = newAnalysis(len(s))
		for from := 0; from < len(s); from += longestWindow {
			windows = append(windows, window{i, from, min(from+longestWindow, len(s))})
		}
	}
	byLength(windows)
	r := m.readers.Get().(*reading)
	defer m.readers.Put(r)
	for len(windows) > 0 {
		k, words := 0, 0
		for k < len(windows) && (k == 0 || words+windows[k].size() <= batchWords) {
			words += windows[k].size()
			k++
		}
		r.batch(sentences, windows[:k], out)
		windows = windows[k:]
	}
	return out
}

// window is the words [from, to) of a sentence.
type window struct{ sentence, from, to int }

func (w window) size() int { return w.to - w.from }

// byLength puts the longest first.
func byLength(windows []window) {
	sort.SliceStable(windows, func(a, b int) bool { return windows[a].size() > windows[b].size() })
}

func newAnalysis(n int) Analysis {
	s := make([]string, 4*n)
	return Analysis{UPOS: s[:n:n], XPOS: s[n : 2*n : 2*n], Deprel: s[2*n : 3*n : 3*n], Name: s[3*n:], Head: make([]int32, n)}
}

// read writes the analysis of the window whose words begin at row first.
func (r *reading) read(w window, first int, a *Analysis) {
	c := &r.net.cfg
	n := w.size()
	heads := a.Head[w.from:w.to]
	scores, ld := r.arcScores(first, n)
	tree(heads, scores, ld)
	label := grow(&r.labels, c.labels())
	for i := range n {
		at := (first + i) * c.tags()
		a.UPOS[w.from+i] = c.UPOS[argmax(r.tags[at:at+len(c.UPOS)])]
		a.XPOS[w.from+i] = c.XPOS[argmax(r.tags[at+c.xpos():at+c.xpos()+len(c.XPOS)])]
		r.labelScores(label, first, i, int(heads[i]))
		a.Deprel[w.from+i] = r.deprel(label, heads[i] < 0)
	}
	r.readNames(first, a.Name[w.from:w.to])
	if w.from > 0 {
		joinWindow(w, a)
	}
}

// deprel is the best label; "root" goes to the root and to it alone.
func (r *reading) deprel(scores []float32, root bool) string {
	names := r.net.cfg.Deprel
	if root {
		return "root"
	}
	best := -1
	for i := range names {
		if names[i] != "root" && (best < 0 || scores[i] > scores[best]) {
			best = i
		}
	}
	return names[best]
}

// joinWindow hangs the root of a later window of a long sentence on that of the first.
func joinWindow(w window, a *Analysis) {
	root := int32(0)
	for a.Head[root] >= 0 {
		root = a.Head[root]
	}
	for i := w.from; i < w.to; i++ {
		if a.Head[i] < 0 {
			a.Head[i], a.Deprel[i] = root, "parataxis"
		} else {
			a.Head[i] += int32(w.from)
		}
	}
}

// readNames finds the best sequence of name labels in which an inside follows its
// own beginning. Labels are O, then the beginning and the inside of each type in turn.
func (r *reading) readNames(first int, out []string) {
	c := &r.net.cfg
	k := len(c.Names)
	back := grow(&r.back, len(out)*k)
	score, next := make([]float32, k), make([]float32, k)
	for i := range out {
		row := r.names[(first+i)*c.names():]
		any := argmax(score)
		for j := range next {
			from := any
			if j > 0 && j%2 == 0 { // an inside
				from = j
				if i == 0 || score[j-1] > score[j] {
					from = j - 1
				}
			}
			next[j] = score[from] + row[j]
			if i == 0 && from != any {
				next[j] -= 1e6
			}
			back[i*k+j] = uint8(from)
		}
		score, next = next, score
	}
	j := argmax(score)
	for i := len(out) - 1; i >= 0; i-- {
		out[i] = c.Names[j]
		j = int(back[i*k+j])
	}
}

func argmax(x []float32) int {
	best := 0
	for i := range x {
		if x[i] > x[best] {
			best = i
		}
	}
	return best
}
