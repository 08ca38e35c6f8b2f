// What every canned query begins with. Parameters of the query stand in
// variables of their names: a set of entities is a string with a line for
// each, a flag is "true" or "".

const lines = text => (text ? text.split("\n") : []);

// A path that begins at some nodes; at none, when there are none.
const at = nodes => (nodes.length > 0 ? g.V(...nodes) : g.V("<kg:class/Nothing>"));

const unique = list => Array.from(new Set(list));

// The relations by what they say, from the vocabulary.
const FOR = lines(RELATIONS_FOR);
const AGAINST = lines(RELATIONS_AGAINST);
const STANDING = lines(RELATIONS_STANDING);
const SYMMETRIC = lines(RELATIONS_SYMMETRIC);

// Each relation's kind, and its labels from either side.
const VOCABULARY = {};
lines(RELATIONS).forEach(line => {
  const [relation, kind, label, inverse] = line.split("\t");
  VOCABULARY[relation] = { kind, label, inverse };
});

const SUPPORT = ["<kg:supports>", "<kg:aids>", "<kg:praises>", "<kg:recognizes>", "<kg:votesFor>", "<kg:alliedWith>"];
const OPPOSITION = ["<kg:opposes>", "<kg:rejects>", "<kg:criticizes>", "<kg:accuses>", "<kg:threatens>", "<kg:sanctions>",
  "<kg:protestsAgainst>", "<kg:blocks>", "<kg:expels>", "<kg:sues>", "<kg:attacks>", "<kg:fights>"];

const symmetricOf = relations => relations.filter(r => SYMMETRIC.includes(r));

// The entities asked about, with what is part of them and who leads or
// represents them, as the articles themselves assert. The answer then has a
// note that says so.
function side(set) {
  let all = lines(set);
  const seen = new Set(all);
  let last = typeof exact === "string" && exact ? [] : all;
  for (let depth = 0; depth < 4 && last.length > 0; depth++) {
    last = unique(at(last).In(["<kg:partOf>", "<kg:leads>", "<kg:represents>", "<kg:actsFor>"]).ToArray()).filter(e => !seen.has(e));
    last.forEach(e => seen.add(e));
    all = all.concat(last);
  }
  const members = all.slice(lines(set).length);
  if (members.length > 0) g.Emit({ asked: set, includes: members.sort().join("\n") });
  return all;
}

// The statements that have one of the nodes in a place, subject or object;
// without relations, all of them.
function statements(nodes, place, relations) {
  const path = at(nodes).Tag("mine").In("<rdf:" + place + ">");
  if (relations && relations.length === 0) return at([]);
  return (relations ? path.Has("<rdf:predicate>", ...relations) : path).Tag("statement");
}

const across = { subject: "object", object: "subject" };

// Emits the statements about the nodes, with what fills the other place.
function find(nodes, place, relations) {
  statements(nodes, place, relations).Out("<rdf:" + across[place] + ">").Tag("found").All();
}

// Cuts a list off where only so many are wanted; the answer then says that
// there are more.
let cut = false;
function first(list, most) {
  if (most === 0 || list.length <= most) return list;
  if (!cut) g.Emit({ more: "true" });
  cut = true;
  return list.slice(0, most);
}

// What a path tags, a row each. Where only so many rows are wanted, no more are
// looked at, or so many times more where few of them will be used.
function rowsOf(path, times = 1) {
  const most = Number(MOST) * times;
  return first(most ? path.TagArray(most + 1) : path.TagArray(), most);
}

// What a path of each of the nodes tags, a row each; it begins with a thousand
// nodes at a time.
function rowsFrom(nodes, path) {
  const rows = [];
  for (let i = 0; i < nodes.length; i += 1000) rows.push(path(at(nodes.slice(i, i + 1000))).TagArray());
  return [].concat(...rows);
}

// Emits a statement for each row.
const emit = rows => rows.forEach(row => g.Emit({ statement: row.statement }));

// A literal without its datatype.
const bare = value => String(value).replace(/^"(.*)"\^\^<[^>]*>$/, "$1");

// The values of some fields of statements, a row each: of, field and id.
const fieldsOf = (ids, names) => rowsFrom(ids, path => path.Tag("of").Out(names.map(name => "<kg:" + name + ">"), "field"));

// How far each statement is from a plain fact; what is negated is farthest.
const NEGATED = 100;
function doubts(ids) {
  const of = {};
  fieldsOf(ids, ["polarity", "modality", "attributedTo", "cue"])
    .forEach(row => (of[row.of] = (of[row.of] || 0) + (row.field === "<kg:polarity>" ? NEGATED : 1)));
  return of;
}
