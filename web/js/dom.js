/** Building elements. Text always becomes a text node: nothing supplied is ever read as markup. */

const SVG = "http://www.w3.org/2000/svg";

function fill(element, props, children) {
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child || child === 0));
  return element;
}

/** An HTML element: `h("button", {class: "quiet", onclick}, "text", child, …)`. */
export const h = (tag, props = {}, ...children) =>
  fill(document.createElement(tag), props, children);

/** An SVG element. */
export const s = (tag, props = {}, ...children) =>
  fill(document.createElementNS(SVG, tag), props, children);

/** Say something to screen readers, once. */
export function announce(text) {
  const log = document.getElementById("announcer");
  log.append(h("p", {}, text));
  while (log.childElementCount > 8) log.firstChild.remove();
}
