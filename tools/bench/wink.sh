#!/bin/sh
# Prints how fast kg reads English beside npm's wink-nlp, in one run: tools/bench/wink.sh
set -eu
cd "$(dirname "$0")/../.."
modules=$PWD/build/wink
if ! [ -d "$modules/node_modules/wink-nlp" ]; then
	if command -v npm >/dev/null; then
		mkdir -p "$modules"
		npm install --silent --ignore-scripts --no-audit --no-fund --prefix "$modules" wink-nlp@2.4.0 wink-eng-lite-web-model@1.8.1 >/dev/null ||
			echo "could not install wink-nlp: its line is left out" >&2
	else
		echo "npm is not there: the line of wink-nlp is left out" >&2
	fi
fi
exec "${GO:-go}" test ./nlp -run '^$' -bench BesideWink -cpu 1 -benchtime 3s
