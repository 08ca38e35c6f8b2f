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
	Soft   *Soft // what teachers say; nil without
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
	n := len(e.Forms)
	soft := e.Soft
	if soft == nil {
		soft = &Soft{}
	}
	for i := range n {
		at := (first + i) * c.tags()
		k := len(c.UPOS)
		total.UPOS += scale * crossEntropy(p.tags[at:at+k], g.tags[at:at+k], p.towards(e.UPOS, soft.UPOS, i, n), -1, weightTag*scale)
		x, k := at+c.xpos(), len(c.XPOS)
		total.XPOS += scale * crossEntropy(p.tags[x:x+k], g.tags[x:x+k], p.towards(e.XPOS, soft.XPOS, i, n), -1, weightXPOS*scale)
		x, k = (first+i)*c.names(), len(c.Names)
		total.Name += scale * crossEntropy(p.names[x:x+k], g.names[x:x+k], p.towards(e.Names, soft.Names, i, n), -1, weightName*scale)
	}
}

func (p *pass) treeLoss(e *Example, first int, scale float64, total *Loss) {
	c, g := &p.net.cfg, &p.grad
	n := len(e.Forms)
	soft := e.Soft
	if soft == nil {
		soft = &Soft{}
	}
	scores, ld := p.arcScores(first, n)
	ds := zeroed(&g.score, n*ld)
	label := make([]float32, c.labels())
	dlabel := make([]float32, c.labels())
	var columns []int
	if e.Deprel != nil { // the heads are gold, not the teachers'
		for _, h := range e.Heads {
			columns = append(columns, h+1)
		}
	}
	for i, h := range e.Heads {
		t := p.towards(columns, soft.Arcs, i, n)
		total.Arc += scale * crossEntropy(scores[i*ld:i*ld+n+1], ds[i*ld:i*ld+n+1], t, i+1, weightArc*scale)
		t = p.towards(e.Deprel, soft.Labels, i, n)
		if t.gold == Unknown && t.soft == nil {
			continue
		}
		p.labelScores(label, first, i, h)
		clear(dlabel)
		k := len(c.Deprel)
		total.Label += scale * crossEntropy(label[:k], dlabel[:k], t, -1, weightLabel*scale)
		p.labelBack(dlabel, first, i, h)
	}
	p.arcBack(ds, ld, first, n)
}

// target is what a row of scores should say: the index gold (or Unknown, or
// NotFirst), mixed with a share of the teachers' probabilities where there are any.
type target struct {
	gold int
	soft []float32
	mix  float64 // share of soft
}

// towards returns the target of word i of n; where there is no gold, the teachers have all the say.
func (p *pass) towards(gold []int, soft []float32, i, n int) target {
	t := target{gold: Unknown}
	if gold != nil {
		t.gold = gold[i]
	}
	if soft != nil {
		t.soft, t.mix = row(soft, i, n), p.mix
		if t.gold == Unknown {
			t.mix = 1
		}
	}
	return t
}

// crossEntropy returns the cross-entropy of the target under the softmax of
// scores and writes its gradient times weight. The element skip takes no part.
func crossEntropy(scores, grad []float32, t target, skip int, weight float64) float64 {
	if t.gold == Unknown && t.soft == nil {
		return 0
	}
	top, sum := exponentials(scores, grad, skip)
	loss := 0.0
	hard := weight * (1 - t.mix)
	switch {
	case t.mix == 1:
		clear(grad)
	case t.gold == NotFirst:
		loss = (1 - t.mix) * notFirst(grad, sum, hard)
	default:
		w := float32(hard) / sum
		for i := range grad {
			grad[i] *= w
		}
		grad[t.gold] -= float32(hard)
		loss = (1 - t.mix) * (math.Log(float64(sum)) - float64(scores[t.gold]-top))
	}
	if t.mix > 0 {
		loss += t.mix * softEntropy(scores, grad, t.soft, top, sum, skip, float32(weight*t.mix))
	}
	return loss
}

// softEntropy is crossEntropy against probabilities; it adds the gradient.
func softEntropy(scores, grad, soft []float32, top, sum float32, skip int, weight float32) float64 {
	loss := math.Log(float64(sum))
	for i, s := range scores {
		if i == skip {
			continue
		}
		grad[i] += weight * (exp32(s-top)/sum - soft[i])
		loss -= float64(soft[i]) * float64(s-top)
	}
	return loss
}

// exponentials writes the exponentials of scores less their top, 0 for skip, and returns the top and the sum.
func exponentials(scores, dst []float32, skip int) (top, sum float32) {
	top = float32(math.Inf(-1))
	for i, s := range scores {
		if i != skip && s > top {
			top = s
		}
	}
	for i, s := range scores {
		if i == skip {
			dst[i] = 0
			continue
		}
		dst[i] = exp32(s - top)
		sum += dst[i]
	}
	return top, sum
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
