// Places on a map of the world: Natural Earth's outlines, out of the program
// itself. It is moved and zoomed by mouse, touch and keyboard.
import { geoGraticule10, geoNaturalEarth1, geoPath } from "d3-geo";
import { feature, mesh } from "topojson-client";
import { getJSON, h, svg } from "./dom.js";
import { getPage } from "./visit.js";

let width = 960, height = 500; // of the picture, in units of its own

export async function mount(figure) {
  const [world, page] = await Promise.all([import("world-atlas/countries-110m.json"), getJSON(figure.dataset.map + location.search)]);
  if (figure.clientWidth < 560) [width, height] = [400, 380]; // names keep their size on a telephone
  const projection = geoNaturalEarth1().fitExtent([[6, 6], [width - 6, height - 6]], { type: "Sphere" });
  const path = geoPath(projection);
  const countries = world.default.objects.countries;
  const ground = svg("g", {},
    svg("path", { class: "net", d: path(geoGraticule10()) }),
    svg("path", { class: "land", d: path(feature(world.default, world.default.objects.land)) }),
    svg("path", { class: "border", d: path(mesh(world.default, countries)) }));
  const dots = svg("g", {});
  const picture = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": "Map of the places", tabindex: 0 },
    svg("rect", { class: "sea", width, height }), ground, dots);
  figure.prepend(picture);

  const places = page.places.map((place) => ({ ...place, at: projection([place.lon, place.lat]), size: 4 + 3 * Math.sqrt(place.happened + place.named / 3) }));
  const marks = places.toReversed().map((place) => { // the largest below
    const mark = svg("a", { href: place.href, class: (place.happened ? "" : "named") + (place.chosen ? " chosen" : ""), "aria-label": `${place.place.name}: ${place.happened} happened there, ${place.named} named` },
      svg("title", {}, `${place.place.name}: ${place.happened} happened there, ${place.named} named`), svg("circle", { r: place.size }), svg("text", { x: place.size + 3, y: 4 }, place.place.name));
    mark.addEventListener("click", (event) => {
      event.preventDefault();
      if (!dragged) getPage(withView(place.href));
    });
    return { place, mark, words: mark.querySelector("text") };
  });
  dots.append(...marks.toSorted((a, b) => b.place.size - a.place.size).map((m) => m.mark));

  let view = startView(places), dragged = false;
  function draw() {
    const [x, y, k] = view;
    ground.setAttribute("transform", `translate(${-x * k + width / 2} ${-y * k + height / 2}) scale(${k})`);
    const taken = [];
    for (const { place, mark, words } of marks.toReversed()) {
      const px = (place.at[0] - x) * k + width / 2, py = (place.at[1] - y) * k + height / 2;
      mark.setAttribute("transform", `translate(${px} ${py})`);
      mark.setAttribute("visibility", px < -20 || py < -20 || px > width + 20 || py > height + 20 ? "hidden" : "visible");
      // A name stands where no other does.
      const box = [px + place.size, py - 8, px + place.size + 7 * place.place.name.length, py + 8];
      const free = place.chosen || !taken.some((t) => box[0] < t[2] && t[0] < box[2] && box[1] < t[3] && t[1] < box[3]);
      words.setAttribute("display", free ? "inline" : "none");
      if (free) taken.push(box);
    }
  }
  function move(x, y, k) {
    k = Math.max(1, Math.min(40, k));
    const w = width / 2 / k, t = height / 2 / k;
    view = [Math.max(w, Math.min(width - w, x)), Math.max(t, Math.min(height - t, y)), k];
    draw();
    const address = new URL(location.href);
    address.searchParams.set("view", view.map((n) => n.toFixed(1)).join(","));
    history.replaceState(history.state, "", address);
  }
  function withView(href) {
    const address = new URL(href, location.href);
    address.searchParams.set("view", view.map((n) => n.toFixed(1)).join(","));
    return address.href;
  }
  draw();

  // where the pointer is, in the picture's units
  const pointAt = (event) => {
    const box = picture.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * width, ((event.clientY - box.top) / box.height) * height];
  };
  const zoomAt = ([px, py], by) => {
    const [x, y, k] = view, to = Math.max(1, Math.min(40, k * by));
    move(x + (px - width / 2) * (1 / k - 1 / to), y + (py - height / 2) * (1 / k - 1 / to), to);
  };
  picture.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && document.activeElement !== picture && !figure.contains(document.activeElement)) return; // the page scrolls until the map is used
    event.preventDefault();
    zoomAt(pointAt(event), Math.exp(-event.deltaY / 300));
  }, { passive: false });
  const fingers = new Map();
  picture.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, pointAt(event));
    if (fingers.size === 1) dragged = false;
  });
  picture.addEventListener("dragstart", (event) => event.preventDefault());
  picture.addEventListener("pointermove", (event) => {
    const old = fingers.get(event.pointerId);
    if (!old) return;
    const now = pointAt(event);
    if (!dragged && Math.hypot(now[0] - old[0], now[1] - old[1]) < 4) return;
    dragged = true;
    const others = [...fingers].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    if (others.length > 0) zoomAt(others[0], Math.hypot(now[0] - others[0][0], now[1] - others[0][1]) / Math.max(1, Math.hypot(old[0] - others[0][0], old[1] - others[0][1])));
    else move(view[0] - (now[0] - old[0]) / view[2], view[1] - (now[1] - old[1]) / view[2], view[2]);
    fingers.set(event.pointerId, now);
  });
  for (const name of ["pointerup", "pointercancel", "pointerleave"]) picture.addEventListener(name, (event) => fingers.delete(event.pointerId));
  picture.addEventListener("keydown", (event) => {
    const [x, y, k] = view, by = 60 / k;
    const act = { ArrowLeft: [x - by, y, k], ArrowRight: [x + by, y, k], ArrowUp: [x, y - by, k], ArrowDown: [x, y + by, k], "+": [x, y, k * 1.4], "=": [x, y, k * 1.4], "-": [x, y, k / 1.4], 0: [width / 2, height / 2, 1] }[event.key];
    if (!act || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    move(...act);
  });
  const tool = (label, title, by) => h("button", { type: "button", title, "aria-label": title, onclick: () => by ? zoomAt([width / 2, height / 2], by) : move(width / 2, height / 2, 1) }, label);
  const tools = figure.querySelector(".figure-tools") ?? figure.appendChild(h("div", { class: "figure-tools" }));
  tools.prepend(tool("+", "Zoom in", 1.5), tool("−", "Zoom out", 1 / 1.5), tool("World", "The whole world", 0));
  figure.classList.add("ready");
}

// startView is what the address says, or holds most of what there is.
function startView(places) {
  const asked = (new URLSearchParams(location.search).get("view") ?? "").split(",").map(Number);
  if (asked.length === 3 && asked.every(Number.isFinite) && asked[2] >= 1) return asked;
  const weight = places.reduce((sum, p) => sum + p.happened + p.named, 0);
  const within = (key) => {
    const sorted = places.toSorted((a, b) => a.at[key] - b.at[key]);
    let sum = 0, low = null, high = null;
    for (const p of sorted) {
      sum += p.happened + p.named;
      if (low === null && sum > 0.06 * weight) low = p.at[key];
      if (high === null && sum >= 0.94 * weight) high = p.at[key];
    }
    return [low ?? 0, high ?? 0];
  };
  if (places.length === 0) return [width / 2, height / 2, 1];
  const [x0, x1] = within(0), [y0, y1] = within(1);
  const k = Math.max(1, Math.min(8, 0.7 * Math.min(width / Math.max(20, x1 - x0), height / Math.max(20, y1 - y0))));
  const w = width / 2 / k, t = height / 2 / k;
  return [Math.max(w, Math.min(width - w, (x0 + x1) / 2)), Math.max(t, Math.min(height - t, (y0 + y1) / 2)), k];
}
