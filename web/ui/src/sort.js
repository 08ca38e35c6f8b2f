// A table whose head is made of buttons that sort it.
import { h } from "./dom.js";

const inOrder = new Intl.Collator("en", { numeric: true }).compare;

export function mount(table) {
  const body = table.tBodies[0];
  [...table.tHead.rows[0].cells].forEach((cell, column) => {
    cell.setAttribute("aria-sort", "none");
    cell.replaceChildren(h("button", { type: "button", onclick: () => {
      const down = cell.getAttribute("aria-sort") === "ascending";
      [...cell.parentElement.cells].forEach((other) => other.setAttribute("aria-sort", "none"));
      cell.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...body.rows].sort((a, b) => inOrder(a.cells[column].textContent, b.cells[column].textContent));
      body.append(...(down ? rows.reverse() : rows));
    } }, ...cell.childNodes));
  });
}
