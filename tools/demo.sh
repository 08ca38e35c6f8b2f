#!/bin/sh
# The main job, end to end, on the project's own articles: demo.sh bin/kg
set -eu
kg=$1
db=build/demo.db
mkdir -p build
rm -rf "$db"

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
[ -t 1 ] && [ -z "${NO_COLOR:-}" ] || say() { printf '\n%s\n' "$*"; }
ask() {
	say "\$ kg $*"
	"$kg" "$@" --db "$db" --format table
}

[ -t 1 ] || export COLUMNS="${COLUMNS:-140}"

say "\$ kg load testdata/articles/*.txt"
"$kg" load --db "$db" testdata/articles/*.txt
ask articles
ask stats
ask query supporters Assad
ask query supported-by "Saudi Arabia"
ask query opponents "Islamic State"
ask query attacks --by Russia
ask query timeline Turkey
ask query claims --by Putin
ask query path Iran Russia

say "\$ kg extract testdata/articles/pages/vienna-talks.html | head -8     (a page, printed and not stored)"
"$kg" extract --format table testdata/articles/pages/vienna-talks.html | head -10

say "\$ kg gizmo 'g.V(\"<kg:Turkey>\").Out(\"<kg:supports>\").All()'"
"$kg" gizmo --db "$db" --format table 'g.V("<kg:Turkey>").Out("<kg:supports>").All()'

say "\$ kg export -o build/demo.nq"
"$kg" export --db "$db" -o build/demo.nq
echo "$(wc -l <build/demo.nq) quads in build/demo.nq; the first statement's:"
grep -m1 '/statement/\|kg:statement/' build/demo.nq | cut -c1-160

say "Next"
cat <<END
  make ui                                        the graph in the browser (Cayley's web UI; the explorer is at /explore)
  $kg query --db $db                  the list of questions
  $kg show --db $db Assad             what is known of somebody, with the sentences
  $kg load YOUR-ARTICLES && $kg query stances
END
