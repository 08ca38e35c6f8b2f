package graph_test

import (
	"testing"

	"kg/graph/enginetest"
	"kg/graph/postgres/pgtest"
)

func TestEngineEmbedded(t *testing.T) { enginetest.Run(t, enginetest.Embedded) }

func TestEnginePostgres(t *testing.T) {
	pgtest.Server(t)
	enginetest.Run(t, enginetest.Engine{Shared: true, New: func(t testing.TB) string { return pgtest.Database(t) }})
}
