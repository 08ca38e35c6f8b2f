// The graph around an entity. The canvas is cytoscape's; all that can be done
// with it can be done by keyboard, and is said in the panel beside it.
import cytoscape from "cytoscape";
import fcose from "cytoscape-fcose";
import { buttons } from "./save.js";
import { card, colour, getJSON, h, replaceQuery, sign } from "./dom.js";
import { drawing } from "./graph-svg.js";
import { standOf, styles, words } from "./graph-style.js";

cytoscape.use(fcose);
// Cytoscape would add a style sheet of its own, which the page's policy refuses;
// it leaves that where an element of this name is there. Ours says the same.
document.head.append(h("meta", { id: "__________cytoscape_stylesheet" }));

const still = matchMedia("(prefers-reduced-motion: reduce)");
const dark = matchMedia("(prefers-color-scheme: dark)");

export function mount(box) {
  new Graph(box).load();
}

class Graph {
  constructor(box) {
    this.box = box;
    this.canvas = h("div", { class: "canvas", tabindex: 0, role: "application", "aria-roledescription": "graph", "aria-label": `${box.getAttribute("aria-label")}. Arrow keys go from node to node, E through the edges of a node, Enter opens it, plus and minus zoom.` });
    this.waits = h("p", { class: "waits", role: "status" }, "Reading the graph …");
    this.live = h("p", { class: "said", "aria-live": "polite" });
    this.tools = h("div", { class: "tools" });
    this.side = h("aside", { class: "side", "aria-label": "What is looked at", tabindex: 0 });
    box.append(h("div", { class: "stage" }, this.canvas, this.waits, this.tools), this.side, this.live);
    box.classList.add("alive");
    this.cy = box.cy = cytoscape({ container: this.canvas, style: styles(), minZoom: 0.15, maxZoom: 4, wheelSensitivity: 0.3, autounselectify: true, boxSelectionEnabled: false });
    this.bind();
    this.addTools();
  }

  bind() {
    const { cy } = this;
    cy.on("tap", "edge", (event) => this.look(event.target));
    cy.on("tap", "node", (event) => this.look(event.target));
    cy.on("dbltap", "node", (event) => this.toggle(event.target));
    cy.on("tap", (event) => event.target === cy && this.look(null));
    cy.on("mouseover", "node, edge", (event) => {
      this.canvas.classList.add("over");
      event.target.addClass("near");
    });
    cy.on("mouseout", "node, edge", (event) => event.target.removeClass("near"));
    this.canvas.addEventListener("keydown", (event) => this.key(event));
    const restyle = () => cy.style(styles());
    dark.addEventListener("change", restyle);
    this.box.addEventListener("kg:leave", () => {
      dark.removeEventListener("change", restyle);
      cy.destroy();
    });
  }

  addTools() {
    const { cy } = this;
    const tool = (label, title, act) => h("button", { type: "button", title: title || null, "aria-label": title || null, onclick: act }, label);
    this.tools.append(
      tool("+", "Zoom in", () => this.zoom(1.3)), tool("−", "Zoom out", () => this.zoom(1 / 1.3)), tool("Fit", "", () => cy.fit(undefined, 30)),
      tool("More neighbours", "", () => this.most(20)), tool("Fewer", "", () => this.most(-10)),
      ...buttons(() => drawing(cy), "graph"),
    );
  }

  zoom(by) {
    const { cy } = this;
    cy.zoom({ level: cy.zoom() * by, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
  }

  most(by) {
    replaceQuery((query) => query.set("most", Math.max(4, Math.min(100, this.data.most + by))));
    this.load();
  }

  // load asks for the part of the graph that the address of the page names.
  async load() {
    this.waits.hidden = false;
    try {
      const query = new URLSearchParams(location.search);
      if (this.small() && !query.has("most")) query.set("most", 8);
      this.data = await getJSON(`${this.box.dataset.graph}?${query}`);
    } catch (error) {
      this.waits.replaceChildren("The graph could not be read: " + error.message);
      return;
    }
    this.waits.hidden = this.data.nodes.length > 0;
    if (this.data.nodes.length === 0) this.waits.replaceChildren("Nothing to draw: the filter leaves nothing.");
    this.show();
  }

  show() {
    const { cy, data } = this;
    const first = cy.nodes().empty();
    const wanted = new Set([...data.nodes.map((n) => n.id), ...data.edges.map((e) => e.id)]);
    cy.batch(() => {
      cy.elements().filter((e) => !wanted.has(e.id())).remove();
      data.nodes.forEach((n, i) => this.put("nodes", { ...n, size: 16 + 5 * Math.sqrt(Math.min(n.count, 60)) }, this.startOf(n, i)));
      const opened = new Set(data.nodes.filter((n) => n.open).map((n) => n.id));
      const aside = (e) => opened.size > 0 && !opened.has(e.source) && !opened.has(e.target);
      data.edges.forEach((e) => this.put("edges", { ...e, stand: standOf(e), words: words(e), aside: aside(e) }));
    });
    this.arrange(first);
    const query = new URLSearchParams(location.search);
    const seen = cy.getElementById(query.get("edge") ?? query.get("node") ?? "");
    this.look(seen.nonempty() ? seen : null);
  }

  put(group, data, position) {
    const old = this.cy.getElementById(data.id);
    if (old.nonempty()) old.data(data);
    else this.cy.add({ group, data, position });
    const element = this.cy.getElementById(data.id);
    element.toggleClass("open", Boolean(data.open));
    if (group === "edges") element.classes([data.stand, data.fact ? "fact" : "claim", ...(data.symmetric ? ["both"] : []), ...(data.aside ? ["aside"] : [])]);
  }

  small() {
    return this.canvas.clientWidth < 520;
  }

  // startOf places a new node beside a neighbour that is there, or on a ring: the
  // same data give the same picture.
  startOf(node, i) {
    const joined = this.data.edges.find((e) => e.source === node.id || e.target === node.id);
    const other = joined && this.cy.getElementById(joined.source === node.id ? joined.target : joined.source);
    const turn = i * 2.399963; // the golden angle
    const { x, y } = other?.nonempty() ? other.position() : { x: 0, y: 0 };
    const far = node.open ? 0 : 60 + 14 * Math.sqrt(i) * 3;
    return { x: x + far * Math.cos(turn), y: y + far * Math.sin(turn) };
  }

  arrange(first) {
    const { cy } = this;
    const wide = cy.width() / Math.max(1, cy.height());
    cy.layout({
      name: "fcose", quality: "proof", randomize: false, animate: !first && !still.matches, animationDuration: 350, fit: true, padding: 36,
      nodeDimensionsIncludeLabels: true, idealEdgeLength: (e) => (e.data("aside") ? 220 : 120 + 4 * e.data("words").length), nodeRepulsion: 22000, edgeElasticity: 0.3,
      gravity: 0.2, numIter: 4000, nodeSeparation: 140, tile: true, packComponents: wide > 0.8,
      stop: () => this.frame(),
    }).run();
  }

  // frame keeps words legible: few nodes are not blown up, and where there is
  // room for a part only, that is the middle.
  frame() {
    const { cy } = this;
    const least = this.small() ? 0.62 : 0.45;
    if (cy.zoom() > 1.5) cy.zoom(1.5);
    else if (cy.zoom() < least) cy.zoom(least);
    else return;
    cy.center(cy.nodes(".open").nonempty() ? cy.nodes(".open")[0] : cy.elements());
  }

  // toggle opens a node, so that its neighbours are shown, or closes it.
  toggle(node) {
    const id = node.id();
    replaceQuery((query) => {
      const opened = query.getAll("also").filter((other) => other !== id);
      if (!node.data("open")) opened.push(id);
      query.delete("also");
      opened.forEach((other) => query.append("also", other));
      query.delete("edge");
      query.set("node", id);
    });
    this.live.textContent = `${node.data("name")} ${node.data("open") ? "closed" : "opened"}`;
    this.load();
  }

  // look shows an edge, a node or, for null, the whole in the panel.
  look(element) {
    const { cy } = this;
    this.seen = element;
    cy.elements().removeClass("seen beside faded");
    if (element) {
      element.addClass("seen");
      const near = element.isEdge() ? element.connectedNodes() : element.neighborhood();
      near.addClass("beside");
      cy.elements().difference(near.union(element)).addClass("faded");
    }
    replaceQuery((query) => {
      query.delete("edge");
      query.delete("node");
      if (element) query.set(element.isEdge() ? "edge" : "node", element.id());
    });
    if (!element) this.whole();
    else if (element.isEdge()) this.edge(element);
    else this.node(element);
  }

  // edges lists edges as buttons that look at them.
  edges(list) {
    return h("ul", {}, list.map((edge) => {
      const d = edge.data();
      return h("li", {}, h("button", { type: "button", onclick: () => this.look(edge) },
        `${edge.source().data("name")} `, h("span", { class: "verb " + d.stand }, sign(d.stand), d.label), ` ${edge.target().data("name")}`,
        d.fact || d.denied ? "" : h("small", {}, " claim"), d.count > 1 ? h("small", {}, ` ×${d.count}`) : ""));
    }));
  }

  whole() {
    const { cy, data } = this;
    const opened = data.nodes.filter((n) => n.open);
    const hidden = opened.reduce((sum, n) => sum + n.hidden, 0);
    this.side.replaceChildren(
      h("h2", {}, opened.length > 0 ? opened.map((n) => n.name).join(", ") : "The graph at a glance"),
      h("p", { class: "hint" }, `${cy.nodes().length} entities, ${cy.edges().length} edges${hidden > 0 ? `; ${hidden} more neighbours are not shown` : ""}${data.truncated ? "; truncated: there are more edges" : ""}. Click an edge to read its sentences, a node to open it.`),
      this.edges(cy.edges().toArray()),
    );
  }

  node(node) {
    const d = node.data();
    this.live.textContent = `${d.name}, ${d.type}, ${node.connectedEdges().length} edges`;
    this.side.replaceChildren(
      h("h2", {}, d.name),
      h("p", { class: "hint" }, [d.type, `${d.count} statement${d.count === 1 ? "" : "s"}`].filter(Boolean).join(" · ")),
      h("p", { class: "row" },
        h("button", { type: "button", "data-open": true, onclick: () => this.toggle(node) }, d.open ? "Close" : "Open its neighbours"),
        h("a", { class: "button", href: d.href }, "Its page"),
        h("button", { type: "button", onclick: () => this.look(null) }, "Back")),
      this.edges(node.connectedEdges().toArray()),
    );
  }

  async edge(edge) {
    const d = edge.data();
    const title = `${edge.source().data("name")} ${d.label} ${edge.target().data("name")}`;
    this.live.textContent = title;
    const list = h("div", {}, h("p", { class: "hint", role: "status" }, "Reading the sentences …"));
    this.side.replaceChildren(
      h("h2", {}, edge.source().data("name"), " ", h("span", { class: "verb " + d.stand }, sign(d.stand), d.label), " ", edge.target().data("name")),
      h("p", { class: "row" }, h("a", { class: "button", href: d.href }, "Its page"), h("button", { type: "button", onclick: () => this.look(null) }, "Back")),
      list,
    );
    this.side.scrollTop = 0;
    try {
      const found = await getJSON(d.href.replace("/between?", "/between.json?"));
      list.replaceChildren(...found.statements.map(card));
      if (found.total > found.statements.length) list.append(h("p", { class: "hint" }, `and ${found.total - found.statements.length} more`));
    } catch (error) {
      list.replaceChildren(h("p", { role: "alert" }, "The sentences could not be read: " + error.message));
    }
  }

  key(event) {
    const act = {
      "+": () => this.zoom(1.3), "=": () => this.zoom(1.3), "-": () => this.zoom(1 / 1.3), 0: () => this.cy.fit(undefined, 30), Escape: () => this.look(null),
      Enter: () => this.seen?.isNode() && this.toggle(this.seen), e: () => this.nextEdge(), E: () => this.nextEdge(),
      ArrowLeft: () => this.step(-1, 0), ArrowRight: () => this.step(1, 0), ArrowUp: () => this.step(0, -1), ArrowDown: () => this.step(0, 1),
    }[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  }

  // step goes to the nearest node in a direction.
  step(dx, dy) {
    const from = this.seen?.isNode() ? this.seen : this.seen?.source() ?? null;
    if (!from) return this.cy.nodes().nonempty() && this.look(this.cy.nodes()[0]);
    const at = from.position();
    let best = null, least = Infinity;
    this.cy.nodes().forEach((node) => {
      const x = node.position().x - at.x, y = node.position().y - at.y;
      const along = x * dx + y * dy, across = Math.abs(x * dy - y * dx);
      if (node !== from && along > 1 && across < 2 * along && along + 2 * across < least) [best, least] = [node, along + 2 * across];
    });
    if (best) this.look(best);
  }

  // nextEdge goes round the edges of the node that is looked at.
  nextEdge() {
    const edge = this.seen?.isEdge() ? this.seen : null;
    const node = edge ? this.pivot : this.seen ?? this.cy.nodes()[0];
    if (!node) return;
    this.pivot = node;
    const list = node.connectedEdges().toArray();
    if (list.length > 0) this.look(list[(list.findIndex((e) => e === edge || (edge && e.id() === edge.id())) + 1) % list.length]);
  }
}
