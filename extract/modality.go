package extract

import "kg/graph"

// modality orders the modalities: of two that meet in one clause, the higher
// holds.
type modality uint8

const (
	actual modality = iota
	planned
	possible
	requested
	conditional
)

var modalities = [...]graph.Modality{graph.Actual, graph.Planned, graph.Possible, graph.Requested, graph.Conditional}

func (m modality) graph() graph.Modality { return modalities[m] }

func parseModality(s string) (modality, bool) {
	for i, m := range modalities {
		if string(m) == s {
			return modality(i), true
		}
	}
	return actual, false
}
