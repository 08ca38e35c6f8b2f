package graph

import "context"

// Checkpoint makes a store of its own, in a folder inside this one's, that
// stays as this one is now; Commit tells which state that is, or an earlier
// one where somebody was writing. Another process may open it for reading
// while this one goes on writing. The caller removes the folder. It fails with
// ErrReadOnly on a store that is open for reading: other processes may open
// that one themselves.
func (s *Store) Checkpoint() (path string, commit uint64, err error) { return s.qs.Checkpoint() }

// Commit tells the states of an open store apart: it grows with every change.
func (s *Store) Commit() (uint64, error) {
	v, err := s.qs.View(context.Background())
	if err != nil {
		return 0, err
	}
	defer v.Close()
	return v.Commit(), nil
}
