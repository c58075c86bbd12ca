/** A trainee's reply with what it did: words coloured by move, credits and costs on hover, tap or Enter. */

import { h } from "./dom.js";
import { groupOf } from "./moves.js";
import { attach } from "./popover.js";
import { t } from "./wording.js";

/** Cut a reply where something begins or ends; offsets count characters, as Python does. */
export function segments(text, { moves, credits, costs }) {
  const characters = Array.from(text);
  const marks = [...moves, ...credits, ...costs];
  const cuts = [...new Set([0, characters.length, ...marks.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((start, index) => {
    const end = cuts[index + 1];
    const here = (items) => items.filter((item) => item.start <= start && item.end >= end);
    return { text: characters.slice(start, end).join(""), moves: here(moves), credits: here(credits), costs: here(costs) };
  });
}

const signed = (points) => (points > 0 ? `+${points}` : `−${Math.abs(points)}`);

function score(mark, criteria) {
  return h(
    "li",
    { class: mark.points > 0 ? "credit" : "cost" },
    h("b", {}, signed(mark.points)),
    h("span", {}, criteria[mark.criterion]?.title ?? mark.criterion, mark.instead && h("span", { class: "instead" }, h("b", {}, t("reply.instead")), " ", mark.instead)),
  );
}

function explanation({ moves, credits, costs }, criteria) {
  const scores = [...credits, ...costs];
  return h(
    "div",
    {},
    h(
      "ul",
      { class: "moves" },
      moves.map(({ move }) =>
        h("li", { class: `g-${groupOf(move)}` }, h("b", {}, t(`moves.${move}`)), h("span", { class: "small" }, t(`groups.${groupOf(move)}`))),
      ),
    ),
    scores.length ? h("ul", { class: "scores" }, scores.map((mark) => score(mark, criteria))) : h("p", { class: "small" }, t("reply.not_scored")),
  );
}

function colour({ moves, costs }) {
  const groups = moves.map(({ move }) => groupOf(move));
  if (groups.includes("never") || costs.length) return "never";
  return groups[0] ?? "plain";
}

function name({ moves, credits, costs }, criteria) {
  const parts = [
    ...moves.map(({ move }) => t(`moves.${move}`)),
    ...[...credits, ...costs].map((mark) => `${signed(mark.points)} ${criteria[mark.criterion]?.title ?? mark.criterion}`),
  ];
  return parts.join(", ");
}

/** The reply's words; with `payload` (a turn payload) they are highlighted. */
export function replyText(text, payload, criteria) {
  if (!payload) return [text];
  const marked = [];
  const words = segments(text, payload).map((segment) => {
    const scores = [...segment.credits, ...segment.costs];
    if (!segment.moves.length && !scores.length) return segment.text;
    const kind = scores.length ? "scored" : "unscored";
    const mark = h(
      "mark",
      { class: `g-${colour(segment)} ${kind}`, role: "button", tabindex: marked.length ? "-1" : "0", "aria-label": `${segment.text} (${name(segment, criteria)})` },
      segment.text,
    );
    attach(mark, () => explanation(segment, criteria));
    marked.push(mark);
    return mark;
  });
  marked.forEach((mark, index) => mark.addEventListener("keydown", (event) => walk(event, marked, index)));
  return words;
}

/** One stop of the Tab key a reply; the arrow keys go from words to words. */
function walk(event, marked, index) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const next = step && marked[index + step];
  if (!next) return;
  event.preventDefault();
  marked[index].tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

/** What counted but has no words of its own, such as letting time pass. */
export function unworded(payload, criteria) {
  const scores = [...payload.credits, ...payload.costs].filter(({ start, end }) => start === end);
  return scores.length > 0 && h("ul", { class: "scores unworded" }, scores.map((mark) => score(mark, criteria)));
}
