// names makes an input offer the names that begin with what is typed: a combo
// box as WAI-ARIA has it. Choosing one sends its form.
import { getJSON, h } from "./dom.js";

let count = 0;

export function names(input) {
  const id = `names-${count++}`;
  const box = h("ul", { class: "names-box", role: "listbox", id, hidden: true, "aria-label": "Names" });
  const frame = h("span", { class: "named" });
  input.replaceWith(frame);
  frame.append(input, box);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id, autocomplete: "off" })) {
    input.setAttribute(name, value);
  }
  let timer = 0, asked = "", at = -1;

  const close = () => {
    box.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (name) => {
    input.value = name;
    close();
    input.form?.requestSubmit();
  };
  const mark = (to) => {
    const items = [...box.children];
    at = (to + items.length) % items.length;
    items.forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    items[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", items[at].id);
  };
  const offer = async () => {
    const typed = input.value.trim();
    if (typed === asked && !box.hidden) return;
    asked = typed;
    const found = typed ? await getJSON("/explore/complete?q=" + encodeURIComponent(typed)).catch(() => []) : [];
    if (typed !== input.value.trim() || document.activeElement !== input) return;
    box.replaceChildren(...found.map((name, i) =>
      h("li", { role: "option", id: `${id}-${i}`, "aria-selected": "false", onmousedown: (e) => { e.preventDefault(); choose(name); } }, name)));
    if (found.length === 0) return close();
    box.hidden = false;
    at = -1;
    input.setAttribute("aria-expanded", "true");
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(offer, 80);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (box.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) mark(at < 0 && step < 0 ? -1 : at + step);
    else if (event.key === "Enter" && at >= 0) choose(box.children[at].textContent);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
}
