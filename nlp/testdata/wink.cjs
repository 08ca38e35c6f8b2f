// Reads the text on stdin with wink-nlp again and again and prints what a
// reading costs: node wink.cjs MODULES SECONDS, where MODULES holds wink-nlp and its model.
const path = require('path');
const fs = require('fs');
const [modules, seconds] = process.argv.slice(2);
const load = (name) => require(path.join(modules, 'node_modules', name));
const nlp = load('wink-nlp')(load('wink-eng-lite-web-model'), ['sbd', 'pos', 'ner']);
const its = nlp.its;
const text = fs.readFileSync(0, 'utf8');

function read() {
  const doc = nlp.readDoc(text);
  return doc.sentences().length() + doc.tokens().out(its.pos).length + doc.entities().out(its.type).length;
}

for (let i = 0; i < 5; i++) read(); // warm
const start = process.cpuUsage();
const end = Date.now() + 1000 * Number(seconds);
let readings = 0;
while (Date.now() < end) {
  read();
  readings++;
}
const used = process.cpuUsage(start);
console.log(JSON.stringify({ readings, cpuSeconds: (used.user + used.system) / 1e6 }));
