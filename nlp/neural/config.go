package neural

// Config is the shape of a network and the names of what it predicts. Widths
// that are multiplied are multiples of 16.
type Config struct {
	Vector, Word, Gram, Shape int // widths of the parts of a word's input; their sum is a multiple of 16
	Hidden, Layers            int // width of a direction, number of layers
	Arc, Label, Name          int // widths of the heads' hidden layers
	Buckets                   int // rows of the table of hashed character n-grams
	UPOS, XPOS, Deprel, Names []string
}

// Default returns the shape that is trained unless flags say otherwise.
func Default() Config {
	return Config{
		Vector: 100, Word: 64, Gram: 64, Shape: 12,
		Hidden: 256, Layers: 3,
		Arc: 128, Label: 64, Name: 64,
		Buckets: 1 << 14,
	}
}

func (c *Config) input() int  { return c.Vector + c.Word + c.Gram + c.Shape }
func (c *Config) top() int    { return 2 * c.Hidden }
func (c *Config) hidden() int { return 2*c.Arc + 2*c.Label + c.Name }
func (c *Config) xpos() int   { return roundUp(len(c.UPOS)) } // first column of the Penn tags
func (c *Config) tags() int   { return c.xpos() + roundUp(len(c.XPOS)) }
func (c *Config) labels() int { return roundUp(len(c.Deprel)) }
func (c *Config) names() int  { return roundUp(len(c.Names)) }

// matrix is a linear layer in the flat slice of weights: in rows of out
// columns, then the bias if there is one.
type matrix struct {
	id, in, out, off int
	bias             bool
}

func (m *matrix) weights(flat []float32) []float32 { return flat[m.off : m.off+m.in*m.out] }

func (m *matrix) biases(flat []float32) []float32 {
	if !m.bias {
		return nil
	}
	return flat[m.off+m.in*m.out : m.off+m.in*m.out+m.out]
}

// layout says where each weight is in the flat slice.
type layout struct {
	mats                            []*matrix
	size                            int
	input                           []*matrix    // by layer: both directions' gates side by side
	recur                           [][2]*matrix // by layer and direction
	hidden, tag, arc                *matrix
	label, labelDep, name           *matrix
	arcRoot, labelRoot, noVec, form *matrix // rows that are looked up, not multiplied
}

func newLayout(c *Config) *layout {
	l := &layout{}
	add := func(in, out int, bias bool) *matrix {
		m := &matrix{id: len(l.mats), in: in, out: out, off: l.size, bias: bias}
		l.mats = append(l.mats, m)
		l.size += in * out
		if bias {
			l.size += out
		}
		return m
	}
	in := c.input()
	for range c.Layers {
		l.input = append(l.input, add(in, 2*gates*c.Hidden, true))
		l.recur = append(l.recur, [2]*matrix{add(c.Hidden, gates*c.Hidden, false), add(c.Hidden, gates*c.Hidden, false)})
		in = c.top()
	}
	l.hidden = add(in, c.hidden(), true)
	l.tag = add(in, c.tags(), true)
	l.arc = add(c.Arc, c.Arc, true)
	l.label = add(c.Label, c.Label*c.labels(), true)
	l.labelDep = add(c.Label, c.labels(), true)
	l.name = add(c.Name, c.names(), true)
	l.arcRoot = add(1, c.Arc, false)
	l.labelRoot = add(1, c.Label, false)
	l.noVec = add(1, c.Vector, false)
	l.form = add(shapes, c.Shape, false)
	return l
}

// looked says that m's rows are looked up.
func (l *layout) looked(m *matrix) bool {
	return m == l.arcRoot || m == l.labelRoot || m == l.noVec || m == l.form
}
