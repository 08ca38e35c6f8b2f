package neural

// tree finds the highest-scoring tree with one root over n words. scores has n
// rows of ld columns: row i scores the heads of word i, column 0 the root and
// column j+1 word j. It writes the heads, -1 for the root.
//
// Greedy heads that already make a tree are kept; only a cycle calls for
// Chu-Liu/Edmonds.
func tree(heads []int32, scores []float32, ld int) {
	n := len(heads)
	for i := range heads {
		row := scores[i*ld : i*ld+n+1]
		best := 0
		for j := 1; j <= n; j++ {
			if j-1 != i && row[j] > row[best] {
				best = j
			}
		}
		heads[i] = int32(best - 1)
	}
	if wellFormed(heads) {
		return
	}
	bestTree(heads, scores, ld)
}

// wellFormed says that heads make a tree with one root.
func wellFormed(heads []int32) bool {
	roots := 0
	state := make([]int32, len(heads)) // number of the walk that passed
	for i := range heads {
		if heads[i] < 0 {
			roots++
		}
		for j := int32(i); j >= 0 && state[j] != -1; j = heads[j] {
			if state[j] == int32(i)+1 {
				return false
			}
			state[j] = int32(i) + 1
		}
		for j := int32(i); j >= 0 && state[j] != -1; j = heads[j] {
			state[j] = -1
		}
	}
	return roots == 1
}

// bestTree finds the best tree by Chu-Liu/Edmonds. Every arc from the root costs
// more than all else could gain, so there is just one.
func bestTree(heads []int32, scores []float32, ld int) {
	n := len(heads)
	cost := 1.0
	for i := range heads {
		row := scores[i*ld : i*ld+n+1]
		low, high := row[0], row[0]
		for _, x := range row {
			low, high = min(low, x), max(high, x)
		}
		cost += float64(high - low)
	}
	s := square(n + 1)
	for i := 1; i <= n; i++ {
		for j := range s[i] {
			s[i][j] = float64(scores[(i-1)*ld+j])
		}
		s[i][0] -= cost
	}
	for i, h := range edmonds(s)[1:] {
		heads[i] = int32(h - 1)
	}
}

// square returns n rows of n zeros, side by side in memory.
func square(n int) [][]float64 {
	cells, rows := make([]float64, n*n), make([][]float64, n)
	for i := range rows {
		rows[i] = cells[i*n : (i+1)*n]
	}
	return rows
}

// edmonds returns the maximum spanning arborescence from node 0 (Chu-Liu/Edmonds):
// score[i][j] is that of j as the head of i.
func edmonds(score [][]float64) []int {
	n := len(score)
	head := make([]int, n)
	for i := 1; i < n; i++ {
		best := -1
		for j := 0; j < n; j++ {
			if j != i && (best < 0 || score[i][j] > score[i][best]) {
				best = j
			}
		}
		head[i] = best
	}
	cycle := findCycle(head)
	if cycle == nil {
		return head
	}
	return expand(score, head, cycle)
}

// findCycle returns the nodes of a cycle, nil if there is none.
func findCycle(head []int) []int {
	seen := make([]int, len(head))
	for i := 1; i < len(head); i++ {
		for j := i; j != 0 && seen[j] != -1; j = head[j] {
			if seen[j] == i {
				cycle := []int{j}
				for k := head[j]; k != j; k = head[k] {
					cycle = append(cycle, k)
				}
				return cycle
			}
			seen[j] = i
		}
		for j := i; j != 0 && seen[j] != -1; j = head[j] {
			seen[j] = -1
		}
	}
	return nil
}

// expand contracts a cycle to one node, solves the rest and opens the cycle
// where the rest enters it.
func expand(score [][]float64, head, cycle []int) []int {
	n := len(score)
	in := make([]bool, n)
	for _, c := range cycle {
		in[c] = true
	}
	old := make([]int, 0, n) // node of each node of the smaller graph
	for i := 0; i < n; i++ {
		if !in[i] {
			old = append(old, i)
		}
	}
	m := len(old) + 1 // the last one is the cycle
	small := square(m)
	enter := make([]int, m) // node of the cycle that j would enter
	leave := make([]int, m) // node of the cycle that would head i
	for a, i := range old {
		for b, j := range old {
			small[a][b] = score[i][j]
		}
		best := -1
		for _, c := range cycle {
			if best < 0 || score[i][c] > score[i][best] {
				best = c
			}
		}
		small[a][m-1], leave[a] = score[i][best], best
		best = -1
		for _, c := range cycle {
			if best < 0 || score[c][i]-score[c][head[c]] > score[best][i]-score[best][head[best]] {
				best = c
			}
		}
		small[m-1][a], enter[a] = score[best][i]-score[best][head[best]], best
	}
	found := edmonds(small)
	result := append([]int(nil), head...)
	for a, i := range old {
		if a == 0 {
			continue
		}
		if found[a] == m-1 {
			result[i] = leave[a]
		} else {
			result[i] = old[found[a]]
		}
	}
	from := found[m-1]
	result[enter[from]] = old[from]
	return result
}
