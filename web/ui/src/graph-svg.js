// The graph as an SVG that stands alone, as it is on the canvas.
import { colour, svg } from "./dom.js";
import { fillOf, shapeOf } from "./graph-style.js";

const margin = 40;

export function drawing(cy) {
  const box = cy.elements().boundingBox();
  const width = Math.ceil(box.w + 2 * margin), height = Math.ceil(box.h + 2 * margin);
  const view = [box.x1 - margin, box.y1 - margin, width, height].map(Math.round);
  const font = { "font-family": "system-ui, sans-serif", "text-anchor": "middle" };
  return svg("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: view.join(" "), width, height, ...font },
    svg("rect", { x: view[0], y: view[1], width, height, fill: colour("raised") }),
    ...cy.edges().map(edgeLine), ...cy.edges().map(edgeWords), ...cy.nodes().map(nodeShape));
}

const line = (edge) => colour({ for: "for", against: "against" }[edge.data("stand")] ?? "neither");

// middle gives the points of an edge: its ends and what bends it.
function points(edge) {
  return { from: edge.sourceEndpoint(), bend: edge.controlPoints() ?? [], to: edge.targetEndpoint(), mid: edge.midpoint() };
}

function edgeLine(edge) {
  const { from, bend, to } = points(edge);
  const path = `M${at(from)}` + (bend.length === 1 ? `Q${at(bend[0])} ${at(to)}` : bend.length === 2 ? `C${at(bend[0])} ${at(bend[1])} ${at(to)}` : `L${at(to)}`);
  const stance = edge.data("stand");
  const ends = [arrow(stance, bend.at(-1) ?? from, to, line(edge))];
  if (edge.data("symmetric")) ends.push(arrow(stance, bend[0] ?? to, from, line(edge)));
  return svg("g", {}, svg("title", {}, `${edge.source().data("name")} ${edge.data("words")} ${edge.target().data("name")}`),
    svg("path", { d: path, fill: "none", stroke: line(edge), "stroke-width": edge.numericStyle("width"), "stroke-dasharray": { against: "7 4", denied: "2 3" }[stance] }), ...ends);
}

const at = ({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`;

// arrow draws the head of an edge: a triangle for, a bar against, an open
// head else.
function arrow(stance, from, to, stroke) {
  const angle = (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI;
  const d = { for: "M0 0L-9 -5V5Z", against: "M-2 -6H1V6H-2Z" }[stance] ?? "M0 0L-9 -5L-6 0L-9 5Z";
  return svg("path", { d, fill: stroke, transform: `translate(${at(to)}) rotate(${angle.toFixed(1)})` });
}

function edgeWords(edge) {
  const { from, to, mid } = points(edge);
  let angle = (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI;
  if (angle > 90 || angle < -90) angle += 180;
  return svg("text", { transform: `translate(${at(mid)}) rotate(${angle.toFixed(1)})`, dy: 4, "font-size": 11, fill: ["for", "against"].includes(edge.data("stand")) ? line(edge) : colour("ink"),
    "font-style": edge.data("fact") ? null : "italic", stroke: colour("raised"), "stroke-width": 3, "paint-order": "stroke" }, edge.data("words"));
}

const corners = { "round-hexagon": 6, "round-pentagon": 5, "round-triangle": 3, "round-diamond": 4 };

function nodeShape(node) {
  const { x, y } = node.position(), r = node.data("size") / 2, type = node.data("type");
  const look = { fill: fillOf(type), stroke: node.data("open") ? colour("accent") : "none", "stroke-width": 4, "stroke-linejoin": "round" };
  const n = corners[shapeOf(type)];
  const turn = n === 6 ? 0 : -Math.PI / 2;
  let shape;
  if (n) shape = svg("polygon", { ...look, points: Array.from({ length: n }, (_, i) => at({ x: x + r * Math.cos(turn + (2 * Math.PI * i) / n), y: y + r * Math.sin(turn + (2 * Math.PI * i) / n) })).join(",").replaceAll(",", " ") });
  else if (shapeOf(type) === "round-rectangle") shape = svg("rect", { ...look, x: x - r, y: y - r, width: 2 * r, height: 2 * r, rx: r / 3 });
  else shape = svg("circle", { ...look, cx: x, cy: y, r });
  return svg("g", {}, shape, svg("text", { x, y: y + r + 15, "font-size": node.data("open") ? 15 : 13, "font-weight": node.data("open") ? 700 : null, fill: colour("ink"),
    stroke: colour("raised"), "stroke-width": 3, "paint-order": "stroke" }, node.data("name")));
}
