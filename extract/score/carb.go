package main

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"sort"
	"strings"

	"kg/graph"
)

// tuple is an open relation in words that spaces part: relation, subject, and
// the other arguments.
type tuple struct {
	relation   string
	args       []string
	confidence float64
}

// carbPoint is a point of the curve of precision and recall.
type carbPoint struct{ precision, recall float64 }

func (p carbPoint) f1() float64 {
	if p.precision+p.recall == 0 {
		return 0
	}
	return 2 * p.precision * p.recall / (p.precision + p.recall)
}

func runCarb(kg, dir string, show bool, out io.Writer) error {
	gold, sentences, err := readCarb(dir)
	if err != nil {
		return err
	}
	readings, err := read(kg, sentences, "--open")
	if err != nil {
		return err
	}
	system := map[string][]tuple{}
	for i, r := range readings {
		if r != nil {
			system[sentences[i]] = tuplesOf(r)
		}
	}
	if show {
		showCarb(gold, sentences, system, out)
	}
	best, auc, n := scoreCarb(gold, sentences, system)
	fmt.Fprintf(out, "carb dev precision %.3f recall %.3f f1 %.3f auc %.3f   (%d sentences, %d tuples given)\n",
		best.precision, best.recall, best.f1(), auc, len(sentences), n)
	return nil
}

// readCarb reads the gold tuples, columns sentence, relation, arguments, and
// the sentences in their order.
func readCarb(dir string) (gold map[string][]tuple, sentences []string, err error) {
	f, err := openGold(dir, "dev.tsv", "CaRB (github.com/dair-iitd/CaRB, data/)")
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	gold = map[string][]tuple{}
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		columns := strings.Split(strings.TrimSpace(in.Text()), "\t")
		if len(columns) < 2 {
			continue
		}
		for i := range columns {
			columns[i] = strings.TrimSpace(columns[i])
		}
		if gold[columns[0]] == nil {
			sentences = append(sentences, columns[0])
		}
		gold[columns[0]] = append(gold[columns[0]], tuple{relation: columns[1], args: columns[2:]})
	}
	return gold, sentences, in.Err()
}

// tuplesOf turns the open statements of a reading into tuples.
func tuplesOf(r *graph.Reading) []tuple {
	var out []tuple
	for i := range r.Statements {
		s := &r.Statements[i]
		if s.Subject == nil || !strings.HasPrefix(s.Rule, "open/") {
			continue
		}
		words := func(sp graph.Span) string { return r.Article.Text[sp.Begin:sp.End] }
		t := tuple{relation: s.Trigger.Text, args: []string{words(s.Subject.Span)}, confidence: s.Confidence}
		if s.Object != nil {
			t.args = append(t.args, words(s.Object.Span))
		}
		if s.Rule == "open/apposition" { // no word says it
			t.relation = "be"
		}
		for _, a := range s.Arguments {
			t.args = append(t.args, words(a.Span))
		}
		out = append(out, t)
	}
	return out
}

// scoreCarb is the method of Bhardwaj, Aggarwal and Mausam, "CaRB: A
// Crowdsourced Benchmark for Open IE" (EMNLP 2019), as their scorer has it:
// tuples are compared word by word within relation, subject and the rest;
// each gold tuple counts for recall by its best match, and for precision gold
// and system tuples are paired one to one, best precision first. A threshold
// on confidence gives the curve; best is its point of highest F1.
func scoreCarb(gold map[string][]tuple, sentences []string, system map[string][]tuple) (best carbPoint, auc float64, n int) {
	var thresholds []float64
	seen := map[float64]bool{}
	for _, sentence := range sentences {
		for _, t := range system[sentence] {
			n++
			if !seen[t.confidence] {
				seen[t.confidence] = true
				thresholds = append(thresholds, t.confidence)
			}
		}
	}
	sort.Float64s(thresholds)
	curve := make([]carbPoint, 0, len(thresholds)+1)
	for _, threshold := range thresholds {
		var p, r, given, wanted float64
		for _, sentence := range sentences {
			var kept []tuple
			for _, t := range system[sentence] {
				if t.confidence >= threshold {
					kept = append(kept, t)
				}
			}
			precision, recall := scoreSentence(gold[sentence], kept)
			p, given = p+precision, given+float64(len(kept))
			r, wanted = r+recall, wanted+float64(len(gold[sentence]))
		}
		point := carbPoint{1, r / wanted}
		if given > 0 {
			point.precision = p / given
		}
		curve = append(curve, point)
		if point.f1() > best.f1() {
			best = point
		}
	}
	curve = append(curve, carbPoint{1, 0})
	for i := 1; i < len(curve); i++ {
		auc += (curve[i-1].recall - curve[i].recall) * (curve[i-1].precision + curve[i].precision) / 2
	}
	return best, math.Abs(auc), n
}

// scoreSentence returns the sums of precision over system's tuples and of
// recall over gold's.
func scoreSentence(gold, system []tuple) (precision, recall float64) {
	scores := make([][]carbPoint, len(gold))
	for i := range gold {
		scores[i] = make([]carbPoint, len(system))
		highest := 0.0
		for j := range system {
			scores[i][j] = matchTuples(&gold[i], &system[j])
			highest = max(highest, scores[i][j].recall)
		}
		recall += highest
	}
	goldTaken, systemTaken := make([]bool, len(gold)), make([]bool, len(system))
	for range min(len(gold), len(system)) {
		row, column, highest := -1, -1, -1.0
		for i := range gold {
			for j := range system {
				if !goldTaken[i] && !systemTaken[j] && scores[i][j].precision > highest {
					row, column, highest = i, j, scores[i][j].precision
				}
			}
		}
		goldTaken[row], systemTaken[column] = true, true
		precision += highest
	}
	return precision, recall
}

// matchTuples compares a gold tuple with a system's. What is said may stand
// on either side of a verb of saying.
func matchTuples(gold, system *tuple) carbPoint {
	g, s := binary(gold), binary(system)
	straight := matchBinary(g, s)
	for _, said := range []string{"said", "told", "added", "adds", "says"} {
		if !strings.Contains(gold.relation, said) {
			continue
		}
		if len(s.args) == 2 {
			s.args = []string{s.args[1], s.args[0]}
		}
		turned := matchBinary(g, s)
		if turned.precision > straight.precision || turned.precision == straight.precision && turned.recall > straight.recall {
			return turned
		}
		return straight
	}
	return straight
}

// binary joins all arguments behind the subject.
func binary(t *tuple) *tuple {
	if len(t.args) < 2 {
		return &tuple{relation: t.relation, args: t.args}
	}
	return &tuple{relation: t.relation, args: []string{t.args[0], strings.Join(t.args[1:], " ")}}
}

func matchBinary(gold, system *tuple) carbPoint {
	goldWords, systemWords := strings.Fields(gold.relation), strings.Fields(system.relation)
	wanted, given := len(goldWords), len(systemWords)
	same, rest := common(goldWords, systemWords)
	if has(rest, "be") && hasBe(goldWords) {
		same++
	}
	if same == 0 {
		return carbPoint{}
	}
	for i := range gold.args {
		goldWords = strings.Fields(gold.args[i])
		wanted += len(goldWords)
		if len(system.args) <= i {
			return carbPoint{}
		}
		systemWords = strings.Fields(system.args[i])
		given += len(systemWords)
		n, _ := common(goldWords, systemWords)
		same += n
	}
	return carbPoint{float64(same) / float64(given), float64(same) / float64(wanted)}
}

// common counts the words of gold that system has, each of system's once, and
// returns what is left of system.
func common(gold, system []string) (n int, rest []string) {
	rest = append(rest, system...)
	for _, w := range gold {
		for i, x := range rest {
			if x == w {
				n++
				rest = append(rest[:i], rest[i+1:]...)
				break
			}
		}
	}
	return n, rest
}

func has(list []string, word string) bool {
	for _, w := range list {
		if w == word {
			return true
		}
	}
	return false
}

func hasBe(words []string) bool {
	for _, form := range []string{"be", "is", "am", "are", "was", "were", "been", "being"} {
		if has(words, form) {
			return true
		}
	}
	return false
}

func showCarb(gold map[string][]tuple, sentences []string, system map[string][]tuple, out io.Writer) {
	line := func(mark string, score float64, t *tuple) {
		fmt.Fprintf(out, "  %s %.2f %s | %s | %s\n", mark, score, t.relation, t.args[0], strings.Join(t.args[1:], " | "))
	}
	for _, sentence := range sentences {
		fmt.Fprintln(out, sentence)
		for i := range gold[sentence] {
			best := 0.0
			for j := range system[sentence] {
				best = max(best, matchTuples(&gold[sentence][i], &system[sentence][j]).recall)
			}
			line("gold", best, &gold[sentence][i])
		}
		for j := range system[sentence] {
			best := 0.0
			for i := range gold[sentence] {
				best = max(best, matchTuples(&gold[sentence][i], &system[sentence][j]).precision)
			}
			line("kg  ", best, &system[sentence][j])
		}
	}
}
