// Does the workload with Oxigraph, in memory: node oxigraph.mjs MODULES WORKLOAD.
// MODULES is the folder that npm installed the package into.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [modules, file] = process.argv.slice(2);
const oxigraph = createRequire(modules + "/")("oxigraph");
const workload = JSON.parse(readFileSync(file, "utf8"));
const type = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";

const seconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

const patterns = {
  "one hop": (d) => `${d.A} ${d.P} ?x`,
  "two hops": (d) => `?m ${d.P} ${d.A} . ?m ${d.Q} ?x`,
  "relation and type": (d) => `${d.A} ${d.P} ?x . ?x ${type} ${d.Class}`,
  intersection: (d) => `${d.A} ${d.P} ?x . ?x ${d.Q} ${d.B}`,
  "by label": (d) => `GRAPH ${d.Label} { ?s ${d.P} ?x }`,
  hub: (d) => `?x ${d.P} ${d.A}`,
};

const store = new oxigraph.Store();
let cpu = seconds();
let begin = performance.now();
store.load(readFileSync(workload.File, "utf8"), { format: "application/n-quads", unchecked: false, no_transaction: true });
const result = { LoadCPU: seconds() - cpu, LoadSeconds: (performance.now() - begin) / 1000 };
result.PeakMB = Number(/VmHWM:\s*(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? 0) / 1024;

const ask = (d) => {
  const text = `SELECT DISTINCT ?x WHERE { ${patterns[d.Shape](d)} }`;
  const options = d.Shape === "by label" ? {} : { use_default_graph_as_union: true };
  let rows = 0;
  for (const row of store.query(text, options)) {
    if (row.get("x").value !== undefined) rows++;
  }
  return rows;
};

result.Queries = {};
const began = {};
const times = {};
for (const d of workload.Draws) {
  const t = (result.Queries[d.Kind] ??= { Rows: 0, Queries: 0 });
  if (began[d.Kind] === undefined) {
    ask(d); // what is compiled once for all
    began[d.Kind] = performance.now();
    times[d.Kind] = [];
  }
  if (performance.now() - began[d.Kind] > 20_000) continue;
  begin = performance.now();
  t.Rows += ask(d);
  times[d.Kind].push(performance.now() - begin);
  t.Queries++;
}
for (const [kind, t] of Object.entries(result.Queries)) {
  const sorted = times[kind].sort((a, b) => a - b);
  t.Median = sorted[Math.floor(sorted.length / 2)];
  t.P95 = sorted[Math.floor((sorted.length * 95) / 100)];
  t.Max = sorted[sorted.length - 1];
}

cpu = seconds();
const text = store.dump({ format: "application/n-quads" });
result.ExportMBs = text.length / 1e6 / (seconds() - cpu);
console.log(JSON.stringify(result));
