package quadstore

import "slices"

// termTexts keeps the texts of terms that follow one another in number.
type termTexts struct {
	first  uint32 // number of the first one
	spans  []span
	blocks [][]byte
	at     int // the block that is written to
	size   int
}

// span is where a text lies: block, offset, length.
type span struct{ block, from, length uint32 }

const textBlock = 1 << 20

func (t *termTexts) add(number uint32, term []byte) {
	if len(t.spans) == 0 {
		t.first = number
	}
	if t.at == len(t.blocks) || cap(t.blocks[t.at])-len(t.blocks[t.at]) < len(term) {
		t.nextBlock(len(term))
	}
	block := t.blocks[t.at]
	t.spans = append(t.spans, span{uint32(t.at), uint32(len(block)), uint32(len(term))})
	t.blocks[t.at] = append(block, term...)
	t.size += len(term)
}

// nextBlock goes on to an empty block with room for a text.
func (t *termTexts) nextBlock(need int) {
	size := textBlock
	if len(t.blocks) == 0 { // a small load takes no whole block
		size = 1 << 12
	} else {
		t.at++
	}
	if t.at == len(t.blocks) || cap(t.blocks[t.at]) < need {
		t.blocks = slices.Insert(t.blocks, t.at, make([]byte, 0, max(size, need)))
	}
}

func (t *termTexts) get(number uint32) []byte {
	s := t.spans[number-t.first]
	return t.blocks[s.block][s.from : s.from+s.length]
}

func (t *termTexts) reset() {
	t.spans, t.size, t.at = t.spans[:0], 0, 0
	for i := range t.blocks {
		t.blocks[i] = t.blocks[i][:0]
	}
}
