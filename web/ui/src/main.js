// Brings the server's pages to life: each part of a page that has a data
// attribute gets its script, loaded when it is there.
import { names } from "./names.js";
import { getPage } from "./visit.js";

const parts = {
  "[data-graph]": () => import("./graph.js"),
  "[data-brush]": () => import("./time.js"),
  "[data-map]": () => import("./map.js"),
  "[data-editor]": () => import("./editor.js"),
  "[data-picture]": () => import("./save.js"),
  "[data-sort]": () => import("./sort.js"),
  "[data-drop]": () => import("./drop.js"),
};

export function mount(root) {
  root.querySelectorAll("input[data-names]").forEach(names);
  for (const [selector, load] of Object.entries(parts)) {
    const found = root.querySelectorAll(selector);
    if (found.length > 0) load().then((part) => found.forEach((element) => part.mount(element)));
  }
}

// The filter and what else narrows a page down change its main part only.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-filter]")) return;
  event.preventDefault();
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value) query.append(name, value);
  getPage(`${location.pathname}?${query}`);
});

window.addEventListener("popstate", () => getPage(location.href, false));
document.addEventListener("kg:page", () => mount(document.querySelector("main")));

for (const a of document.querySelectorAll(".top nav a")) {
  if (a.pathname === location.pathname) a.setAttribute("aria-current", "page");
}
document.body.classList.add("alive");
mount(document);
