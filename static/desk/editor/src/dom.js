/* Small builders. Text is always set as text, never read as markup. */

const SVG = "http://www.w3.org/2000/svg";
let count = 0;

export function uniqueId(kind) {
  count += 1;
  return `editor-${kind}-${count}`;
}

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child != null));
  return node;
}

/* An icon on a grid of 24: lines, in the colour of the text. */
export function icon(...paths) {
  const svg = document.createElementNS(SVG, "svg");
  const attributes = {
    viewBox: "0 0 24 24", width: "24", height: "24", "aria-hidden": "true", focusable: "false",
    fill: "none", stroke: "currentColor", "stroke-width": "2",
    "stroke-linecap": "round", "stroke-linejoin": "round",
  };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
  for (const line of paths) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", line);
    svg.append(path);
  }
  return svg;
}

/* Parsed apart from the page: nothing in it loads or runs. */
export function inertBody(html) {
  return new DOMParser().parseFromString(html, "text/html").body;
}
