#!/bin/sh
# Prints the table of the store beside its peers: tools/bench/run.sh
# KG_BENCH_QUADS is the number of quads (100,000), KG_BENCH_ENGINES the columns.
set -eu
cd "$(dirname "$0")/../.."
modules=$PWD/build/oxigraph
if ! [ -d "$modules/node_modules/oxigraph" ]; then
	if command -v npm >/dev/null; then
		mkdir -p "$modules"
		npm install --silent --no-audit --no-fund --prefix "$modules" oxigraph@0.5.11 >/dev/null ||
			echo "could not install oxigraph: its column is left out" >&2
	else
		echo "npm is not there: the column of oxigraph is left out" >&2
	fi
fi
exec env KG_OXIGRAPH="$modules" CGO_ENABLED=1 "${GO:-go}" run -C tools/bench -mod=mod .
