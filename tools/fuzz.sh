#!/bin/sh
# Runs each fuzz target of the project for a time: fuzz.sh 30s
set -eu
for file in $(grep -rl --include='*_test.go' '^func Fuzz' . | sort); do
	folder=$(dirname "$file")
	for target in $(sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\).*/\1/p' "$file"); do
		echo "== $folder $target"
		go test "$folder" -run '^$' -fuzz "^$target\$" -fuzztime "$1" -fuzzminimizetime 100x
	done
done
