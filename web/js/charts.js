/** Charts by chart.js, in the page's colours. A chart is a picture: its figures stand beside it in words. */

import "../node_modules/chart.js/dist/chart.umd.min.js";
import { h } from "./dom.js";

const { Chart } = window;
const drawn = new Map();

/** A colour of the page's as chart.js can read it, in the theme shown now. */
function colour(name) {
  const probe = document.body.appendChild(h("i"));
  probe.style.color = `var(--${name})`;
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

/** Wrap a label for a narrow place: lines of at most `width` characters (ideographs count double). */
export function wrap(text, width = 16) {
  const size = (word) => [...word].reduce((sum, c) => sum + (c > "\u2e80" ? 2 : 1), 0);
  const pieces = text.includes(" ") ? text.split(/(?<= )/) : [...text];
  const lines = [""];
  for (const piece of pieces) {
    if (lines.at(-1) && size(lines.at(-1) + piece.trimEnd()) > width) lines.push("");
    lines[lines.length - 1] += piece;
  }
  return lines.map((line) => line.trim());
}

/**
 * A chart in a box. `config(colour)` gives chart.js's configuration; it is asked again when the theme changes.
 * `label` says what the picture shows.
 */
export function chart(label, name, config) {
  const canvas = h("canvas", { role: "img", "aria-label": label });
  const box = h("div", { class: `chart ${name}` }, canvas);
  const draw = () => {
    drawn.get(canvas)?.destroy();
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    Chart.defaults.color = colour("muted");
    Chart.defaults.borderColor = colour("line");
    drawn.set(canvas, new Chart(canvas, { ...config(colour), plugins: [] }));
  };
  // Sizes are known only once it stands in the page.
  requestAnimationFrame(draw);
  drawn.set(canvas, undefined);
  redraw.set(canvas, draw);
  return box;
}

const redraw = new Map();

addEventListener("themechange", () => {
  for (const [canvas, draw] of redraw) {
    if (canvas.isConnected) draw();
    else forget(canvas);
  }
});
addEventListener("hashchange", () => requestAnimationFrame(() => [...redraw.keys()].filter((c) => !c.isConnected).forEach(forget)));

function forget(canvas) {
  drawn.get(canvas)?.destroy();
  drawn.delete(canvas);
  redraw.delete(canvas);
}

const still = matchMedia("(prefers-reduced-motion: reduce)").matches || navigator.webdriver;

/** What all our charts have in common. */
export const common = {
  responsive: true,
  maintainAspectRatio: false,
  animation: still ? false : { duration: 500 },
  plugins: { legend: { display: false }, tooltip: { displayColors: false } },
};

/** A line over 0–100, as scores and patience are. */
export const percentAxis = { min: 0, max: 100, ticks: { stepSize: 25 }, border: { display: false } };
