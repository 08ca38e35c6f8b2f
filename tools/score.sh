#!/bin/sh
# Scores the parser against treebanks and the statements against gold ones:
# score.sh bin/kg. The corpora and the scorers lie in $KG_DATA.
set -eu
kg=$1
data=${KG_DATA:-../shared}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
if ! [ -d "$data/tools" ]; then
	echo "no scorers in $data: set KG_DATA to the folder that holds tools/, seed/ and data/" >&2
	exit 1
fi
for gold in "$data"/data/ud/*dev*.conllu; do
	[ -e "$gold" ] || continue
	echo "parse: $(basename "$gold")"
	"$kg" parse --input conllu "$gold" >"$out/system.conllu"
	python3 "$data/tools/score_conllu.py" "$gold" "$out/system.conllu"
done
echo "statements: seed"
"$kg" extract --format jsonl "$data/seed/article.txt" >"$out/seed.jsonl"
python3 "$data/tools/score_statements.py" "$data/seed/gold.jsonl" "$out/seed.jsonl"
echo "statements: held out (testdata/heldout)"
"$kg" extract --format jsonl testdata/heldout/*.txt >"$out/heldout.jsonl"
python3 "$data/tools/score_statements.py" testdata/heldout/gold.jsonl "$out/heldout.jsonl"
echo "statements: re3d"
mkdir "$out/re3d"
python3 - "$data/data/re3d/documents.jsonl" "$out/re3d" <<'END'
import json, os, sys
for line in open(sys.argv[1], encoding="utf-8"):
    doc = json.loads(line)
    with open(os.path.join(sys.argv[2], doc["_id"] + ".txt"), "w", encoding="utf-8", newline="") as f:
        f.write(doc["text"])
END
"$kg" extract --any-language --format jsonl "$out/re3d" >"$out/re3d.jsonl"
python3 "$data/tools/score_re3d.py" "$data/data/re3d" "$out/re3d.jsonl"
failed=0
echo "events: PETRARCH2's unit tests"
"${GO:-go}" run ./extract/score petrarch "$kg" "$data/data/petrarch2" || failed=1
echo "open relations: CaRB"
"${GO:-go}" run ./extract/score carb "$kg" "$data/data/carb" || failed=1
exit $failed
