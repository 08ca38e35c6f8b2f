package neural

import "math"

// What an index of an Example may be beside a label's.
const (
	Unknown  = -1 // teaches nothing
	NotFirst = -2 // any label but the first: some name
)

// Example is a sentence to learn from. A nil slice, or Unknown in one, teaches
// nothing.
type Example struct {
	Forms  []string
	UPOS   []int // index into Config.UPOS
	XPOS   []int // index into Config.XPOS
	Heads  []int // index of the head word, -1 for the root; nil without a tree
	Deprel []int // index into Config.Deprel
	Names  []int // index into Config.Names
}

// Loss is the mean cross-entropies of a batch, by head.
type Loss struct {
	UPOS, XPOS, Arc, Label, Name float64
}

func (l *Loss) add(o Loss) {
	l.UPOS += o.UPOS
	l.XPOS += o.XPOS
	l.Arc += o.Arc
	l.Label += o.Label
	l.Name += o.Name
}

// weights of the heads in the sum that is minimised.
const (
	weightTag   = 0.6
	weightXPOS  = 0.4
	weightArc   = 1
	weightLabel = 0.8
	weightName  = 0.8
)

// loss computes the loss of a batch after forward, and its gradients at the
// heads' scores. scale is one over the words of the whole step.
func (p *pass) loss(batch []*Example, m int, scale float64) Loss {
	c, g := &p.net.cfg, &p.grad
	hid := c.hidden()
	zeroed(&g.hidden, m*hid)
	zeroed(&g.tags, m*c.tags())
	zeroed(&g.arcs, m*c.Arc)
	zeroed(&g.label, m*c.Label*c.labels())
	zeroed(&g.ldep, m*c.labels())
	zeroed(&g.names, m*c.names())
	var total Loss
	first := 0
	for _, e := range batch {
		p.tagLoss(e, first, scale, &total)
		if e.Heads != nil {
			p.treeLoss(e, first, scale, &total)
		}
		first += len(e.Forms)
	}
	return total
}

func (p *pass) tagLoss(e *Example, first int, scale float64, total *Loss) {
	c, g := &p.net.cfg, &p.grad
	for i := range e.Forms {
		at := (first + i) * c.tags()
		if e.UPOS != nil && e.UPOS[i] >= 0 {
			k := len(c.UPOS)
			total.UPOS += scale * crossEntropy(p.tags[at:at+k], g.tags[at:at+k], e.UPOS[i], -1, weightTag*scale)
		}
		if e.XPOS != nil && e.XPOS[i] >= 0 {
			x, k := at+c.xpos(), len(c.XPOS)
			total.XPOS += scale * crossEntropy(p.tags[x:x+k], g.tags[x:x+k], e.XPOS[i], -1, weightXPOS*scale)
		}
		if e.Names != nil && e.Names[i] != Unknown {
			x, k := (first+i)*c.names(), len(c.Names)
			total.Name += scale * crossEntropy(p.names[x:x+k], g.names[x:x+k], e.Names[i], -1, weightName*scale)
		}
	}
}

func (p *pass) treeLoss(e *Example, first int, scale float64, total *Loss) {
	c, g := &p.net.cfg, &p.grad
	n := len(e.Forms)
	scores, ld := p.arcScores(first, n)
	ds := zeroed(&g.score, n*ld)
	label := make([]float32, c.labels())
	dlabel := make([]float32, c.labels())
	for i, h := range e.Heads {
		total.Arc += scale * crossEntropy(scores[i*ld:i*ld+n+1], ds[i*ld:i*ld+n+1], h+1, i+1, weightArc*scale)
		if e.Deprel[i] < 0 {
			continue
		}
		p.labelScores(label, first, i, h)
		clear(dlabel)
		k := len(c.Deprel)
		total.Label += scale * crossEntropy(label[:k], dlabel[:k], e.Deprel[i], -1, weightLabel*scale)
		p.labelBack(dlabel, first, i, h)
	}
	p.arcBack(ds, ld, first, n)
}

// crossEntropy returns the cross-entropy of gold under the softmax of scores
// and writes its gradient times weight. The element skip takes no part.
func crossEntropy(scores, grad []float32, gold, skip int, weight float64) float64 {
	top := float32(math.Inf(-1))
	for i, s := range scores {
		if i != skip && s > top {
			top = s
		}
	}
	sum := float32(0)
	for i, s := range scores {
		if i == skip {
			grad[i] = 0
			continue
		}
		grad[i] = exp32(s - top)
		sum += grad[i]
	}
	if gold == NotFirst {
		return notFirst(grad, sum, weight)
	}
	w := float32(weight) / sum
	for i := range grad {
		grad[i] *= w
	}
	grad[gold] -= float32(weight)
	return math.Log(float64(sum)) - float64(scores[gold]-top)
}

// Add adds k times o.
func (l *Loss) Add(o Loss, k float64) {
	l.add(Loss{k * o.UPOS, k * o.XPOS, k * o.Arc, k * o.Label, k * o.Name})
}

// notFirst is crossEntropy where any element but the first is right; grad holds
// the exponentials of the scores and sum their sum.
func notFirst(grad []float32, sum float32, weight float64) float64 {
	rest := sum - grad[0]
	if rest < 1e-6*sum {
		rest = 1e-6 * sum
	}
	w := float32(weight)
	for i := range grad {
		p := grad[i] / sum
		if i > 0 {
			p -= grad[i] / rest
		}
		grad[i] = w * p
	}
	return math.Log(float64(sum)) - math.Log(float64(rest))
}
