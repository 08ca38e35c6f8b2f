// Saving pictures: an SVG with its styles written into it, and the same drawn
// as PNG.
import { colour, h, svg } from "./dom.js";

const kept = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "opacity", "font-family", "font-size", "font-weight", "text-anchor", "paint-order", "display"];

// mount adds the buttons to a figure that holds an SVG.
export function mount(figure) {
  figure.append(h("div", { class: "figure-tools" }, ...buttons(() => styled(figure.querySelector("svg")), figure.dataset.picture)));
}

// buttons save what draw gives, an SVG that stands alone.
export function buttons(draw, name) {
  return [
    h("button", { type: "button", "data-save": "svg", onclick: () => save(new Blob([text(draw())], { type: "image/svg+xml" }), name + ".svg") }, "SVG"),
    h("button", { type: "button", "data-save": "png", onclick: async () => save(await png(draw()), name + ".png") }, "PNG"),
  ];
}

// styled copies an SVG of the page with its styles as attributes.
function styled(original) {
  const copy = original.cloneNode(true);
  const from = [original, ...original.querySelectorAll("*")], to = [copy, ...copy.querySelectorAll("*")];
  from.forEach((element, i) => {
    const style = getComputedStyle(element);
    for (const name of kept) to[i].setAttribute(name, style.getPropertyValue(name).replaceAll('"', "'"));
  });
  const [x, y, width, height] = copy.getAttribute("viewBox").split(" ").map(Number);
  copy.setAttribute("width", width);
  copy.setAttribute("height", height);
  copy.prepend(svg("rect", { x, y, width, height, fill: colour("raised") }));
  return copy;
}

const text = (picture) => new XMLSerializer().serializeToString(picture);

async function png(picture) {
  const image = new Image();
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text(picture));
  await image.decode();
  const canvas = h("canvas", { width: 2 * picture.getAttribute("width"), height: 2 * picture.getAttribute("height") });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

function save(blob, name) {
  const address = URL.createObjectURL(blob);
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}
