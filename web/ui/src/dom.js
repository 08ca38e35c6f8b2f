// h makes an element: attributes, listeners by names that begin with "on",
// children as nodes or text. Text never becomes markup.
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== ""));
  return element;
}

const svgSpace = "http://www.w3.org/2000/svg";

export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(svgSpace, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

// colour gives a colour of the style sheet as it is now, dark or light.
export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
}

// getJSON asks the server; the message of an error is for people.
export async function getJSON(address, signal) {
  const answer = await fetch(address, { signal, headers: { Accept: "application/json" } });
  if (!answer.ok) {
    const told = await answer.json().catch(() => ({}));
    throw new Error(told.error || `the server answered ${answer.status}`);
  }
  return answer.json();
}

// replaceQuery changes the address of the page without leaving it.
export function replaceQuery(change) {
  const address = new URL(location.href);
  change(address.searchParams);
  history.replaceState(history.state, "", address);
}

// sign stands before the name of a relation, for those who don't tell colours.
export const sign = (stance) => ({ for: "+ ", against: "− ", denied: "not: " })[stance] ?? "";

// link is a ref of the server's: a link where there is a page for it.
export function link(ref) {
  if (!ref) return "";
  return ref.href ? h("a", { href: ref.href }, ref.name) : ref.name;
}

// card shows a statement with its sentence, as the server's template does.
export function card(row) {
  const stand = row.negated ? "denied" : (row.stance ?? "");
  const parts = row.parts ?? [{ text: row.sentence }];
  return h("article", { class: `card ${stand}${row.fact ? "" : " doubt"}` },
    h("p", { class: "head" },
      h("span", {}, link(row.subject) || "somebody", " ",
        h("span", { class: "verb " + stand }, sign(stand), row.href ? h("a", { href: row.href }, row.relation) : row.relation), " ", link(row.object)),
      h("span", { class: "known" + (row.fact ? " fact" : "") }, row.known)),
    h("blockquote", {}, parts.map((p) => (p.role ? h("mark", { class: p.role }, p.text) : p.text))),
    h("p", { class: "from" }, link(row.article), row.published ? " · " + row.published : "",
      row.timeText ? ` · when: ${row.timeText}${row.time ? ` (${row.time})` : ""}` : "", row.place ? [" · where: ", link(row.place)] : "",
      row.href ? [" · ", h("a", { href: row.href }, "how it was read")] : ""));
}
