// A brush over the bars of a timeline: drag, or move its two grips by keyboard.
import { h, svg } from "./dom.js";
import { getPage } from "./visit.js";

export function mount(figure) {
  const picture = figure.querySelector("svg");
  const bars = [...picture.querySelectorAll(".bar")].map((g) => ({ at: g.dataset.at, x: Number(g.dataset.x), width: Number(g.dataset.width) }));
  if (bars.length === 0) return;
  const top = 6, bottom = 150;
  const brush = svg("rect", { class: "brush", y: top, height: bottom - top });
  const grips = ["from", "to"].map((end) => svg("rect", { class: "grip", y: 60, width: 8, height: 40, rx: 3, tabindex: 0, role: "slider", "aria-label": end === "from" ? "Begin of the stretch" : "End of the stretch", "aria-valuemin": 0, "aria-valuemax": bars.length - 1 }));
  picture.append(brush, ...grips);

  const { from, to } = figure.dataset;
  const index = (day, otherwise) => {
    const i = bars.findIndex((bar) => bar.at === day.slice(0, bar.at.length) || bar.at >= day);
    return day === "" ? otherwise : i < 0 ? bars.length - 1 : i;
  };
  let range = [index(from, 0), index(to, bars.length - 1)];

  function draw() {
    const [a, b] = range.toSorted((one, two) => one - two);
    brush.setAttribute("x", bars[a].x);
    brush.setAttribute("width", bars[b].x + bars[b].width - bars[a].x);
    grips[0].setAttribute("x", bars[a].x - 4);
    grips[1].setAttribute("x", bars[b].x + bars[b].width - 4);
    [a, b].forEach((i, n) => {
      grips[n].setAttribute("aria-valuenow", i);
      grips[n].setAttribute("aria-valuetext", bars[i].at);
    });
  }
  draw();

  let timer;
  function apply(wait) {
    const [a, b] = range.toSorted((one, two) => one - two);
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const address = new URL(figure.dataset.brush, location.href);
      if (a > 0 || b < bars.length - 1) {
        address.searchParams.set("from", bars[a].at);
        address.searchParams.set("to", bars[b].at);
      }
      const held = grips.indexOf(document.activeElement);
      await getPage(address.href);
      if (held >= 0) document.querySelectorAll("[data-brush] .grip")[held]?.focus(); // the page has a new one
    }, wait);
  }

  const barAt = (event) => {
    const box = picture.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * picture.viewBox.baseVal.width;
    const i = bars.findIndex((bar) => x < bar.x + bar.width);
    return i < 0 ? bars.length - 1 : i;
  };
  let start = null, moved = false;
  picture.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    const grip = grips.indexOf(event.target);
    start = grip >= 0 ? range.toSorted((a, b) => a - b)[1 - grip] : barAt(event);
    moved = grip >= 0;
  });
  picture.addEventListener("dragstart", (event) => event.preventDefault());
  window.addEventListener("pointermove", (event) => {
    if (start === null || !picture.isConnected) return;
    const i = barAt(event);
    if (i === start && !moved) return;
    moved = true;
    range = [start, i];
    draw();
  });
  window.addEventListener("pointerup", () => {
    if (start === null) return;
    start = null;
    if (moved) apply(0);
  });
  picture.addEventListener("click", (event) => {
    const a = event.target.closest("a");
    if (moved || a) event.preventDefault();
    if (a && !moved) getPage(a.getAttribute("href"));
    moved = false;
  });
  grips.forEach((grip, n) => grip.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -5, PageUp: 5, Home: -bars.length, End: bars.length }[event.key];
    if (!by) return;
    event.preventDefault();
    range = range.toSorted((a, b) => a - b);
    range[n] = Math.max(n === 1 ? range[0] : 0, Math.min(n === 0 ? range[1] : bars.length - 1, range[n] + by));
    draw();
    apply(450);
  }));
}
