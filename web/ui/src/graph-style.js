// How the graph looks. What colour says is said by form too: for a triangle, a
// whole line and a plus; against a bar, a dashed line and a minus; a claim is
// thin and slanting.
import { colour, sign } from "./dom.js";

// Shapes and colours of nodes by type, each colour for light and for dark.
const kinds = {
  Person: ["ellipse", "#3d6fc4", "#7ea6ee"],
  Country: ["round-rectangle", "#2f7f86", "#62b8bf"],
  Government: ["round-rectangle", "#2f7f86", "#62b8bf"],
  Place: ["round-diamond", "#8a6d1f", "#cfae58"],
  Facility: ["round-diamond", "#8a6d1f", "#cfae58"],
  Organization: ["round-hexagon", "#6a58b8", "#a493ec"],
  ArmedGroup: ["round-triangle", "#9a4a3b", "#d98b7b"],
  Group: ["round-pentagon", "#76808f", "#98a2b3"],
};
const other = ["ellipse", "#76808f", "#98a2b3"];

const isDark = () => matchMedia("(prefers-color-scheme: dark)").matches;

export const shapeOf = (type) => (kinds[type.split(",")[0]] ?? other)[0];
export const fillOf = (type) => (kinds[type.split(",")[0]] ?? other)[isDark() ? 2 : 1];

// standOf is how an edge is shown: what is denied is neither for nor against.
export const standOf = (edge) => (edge.denied ? "denied" : edge.stance || "neither");

// words label an edge.
export function words(edge) {
  return sign(standOf(edge)) + edge.label + (edge.count > 1 ? ` ×${edge.count}` : "");
}

export function styles() {
  const ink = colour("ink"), ground = colour("raised"), accent = colour("accent");
  const line = { for: colour("for"), against: colour("against"), neither: colour("neither") };
  return [
    { selector: "node", style: {
      label: "data(name)", shape: (n) => shapeOf(n.data("type")), width: "data(size)", height: "data(size)", "background-color": (n) => fillOf(n.data("type")),
      "font-size": 13, "font-family": "system-ui, sans-serif", color: ink, "text-valign": "bottom", "text-margin-y": 4, "text-wrap": "ellipsis", "text-max-width": 140,
      "text-outline-color": ground, "text-outline-width": 2.5, "border-width": 0, "min-zoomed-font-size": 7,
    } },
    { selector: "node.open", style: { "border-width": 4, "border-color": accent, "border-opacity": 1, "font-weight": 700, "font-size": 15 } },
    { selector: "edge", style: {
      label: "data(words)", "font-size": 11, "font-family": "system-ui, sans-serif", color: ink, "text-rotation": "autorotate", "text-background-color": ground,
      "text-background-opacity": 0.88, "text-background-padding": 1.5, "text-events": "yes", "min-zoomed-font-size": 7.5, "curve-style": "bezier", "control-point-step-size": 46,
      "line-color": line.neither, "target-arrow-color": line.neither, "source-arrow-color": line.neither, "target-arrow-shape": "vee", "arrow-scale": 1,
      width: (e) => 1.8 + Math.min(3, Math.log2(e.data("count"))),
    } },
    { selector: "edge.for", style: { "line-color": line.for, "target-arrow-color": line.for, "source-arrow-color": line.for, color: line.for, "target-arrow-shape": "triangle" } },
    { selector: "edge.against", style: { "line-color": line.against, "target-arrow-color": line.against, "source-arrow-color": line.against, color: line.against, "line-style": "dashed", "line-dash-pattern": [7, 4], "target-arrow-shape": "tee" } },
    { selector: "edge.claim", style: { width: 1, "font-style": "italic" } },
    { selector: "edge.denied", style: { "line-style": "dotted" } },
    { selector: "edge.both", style: { "source-arrow-shape": (e) => ({ for: "triangle", against: "tee" })[e.data("stand")] ?? "vee" } },
    { selector: "edge.aside", style: { opacity: 0.5, "min-zoomed-font-size": 14, "z-index": 0 } },
    { selector: "edge.aside.near, edge.aside.seen, edge.aside.beside", style: { opacity: 1, "min-zoomed-font-size": 0 } },
    { selector: ".faded", style: { opacity: 0.22 } },
    { selector: "node.near, node.seen", style: { "overlay-color": accent, "overlay-opacity": 0.18, "overlay-padding": 5 } },
    { selector: "edge.near, edge.seen", style: { "overlay-color": accent, "overlay-opacity": 0.18, "overlay-padding": 4, "z-index": 5, "min-zoomed-font-size": 0 } },
  ];
}
