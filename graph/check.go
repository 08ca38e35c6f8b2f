package graph

import "context"

// CheckReport is what Check found.
type CheckReport struct {
	Quads    int64          `json:"quads"`
	Terms    int64          `json:"terms"`
	Problems []CheckProblem `json:"problems"` // at most MaxCheckProblems
	Total    int64          `json:"total"`    // problems found, listed or not
}

// CheckProblem is one thing that is wrong and how to mend it.
type CheckProblem struct {
	Where  string `json:"where"` // index, dictionary, counts
	What   string `json:"what"`
	Remedy string `json:"remedy"`
}

// OK tells whether nothing is wrong.
func (r *CheckReport) OK() bool { return r.Total == 0 }

// MaxCheckProblems bounds the list of a CheckReport.
const MaxCheckProblems = 100

// Check verifies every index against every other, the dictionary and the
// counts.
func (s *Store) Check(ctx context.Context) (*CheckReport, error) {
	v, err := s.view(ctx)
	if err != nil {
		return nil, err
	}
	defer v.Close()
	report := &CheckReport{}
	report.Quads, report.Terms = v.Sizes()
	err = v.Check(ctx, func(where, what string) {
		report.Total++
		if len(report.Problems) < MaxCheckProblems {
			report.Problems = append(report.Problems, CheckProblem{where, what, checkRemedy})
		}
	})
	return report, err
}

const checkRemedy = "export what can be read (kg export), load it into a new store (kg load), and load the articles again"
