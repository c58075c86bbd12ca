/** Two tries at the same story, side by side. */

import { h } from "./dom.js";
import { medal } from "./icons.js";
import { many, t } from "./wording.js";

const difference = (before, now) => {
  const points = now - before;
  const sign = points > 0 ? "+" : points < 0 ? "−" : "";
  return h("span", { class: points > 0 ? "better" : points < 0 ? "worse" : "same" }, `${sign}${Math.abs(points)}`);
};

function result(card, title, href) {
  return h(
    "div",
    { class: "result" },
    h("h3", {}, href ? h("a", { href }, title) : title),
    h("p", { class: "figures" }, medal(card.medal), h("b", {}, card.score), h("span", { class: "small" }, t(`medal.${card.medal}`))),
    h("p", { lang: card.language }, card.ending.title),
    h("p", { class: "small" }, many("debrief.replies", card.turns)),
  );
}

const signed = (points) => String(points).replace("-", "−");

/** Each criterion of either scorecard, with its points in both; a mistake not made counts nothing. */
function pairs(older, newer) {
  const all = new Map([...newer.criteria, ...older.criteria].map((criterion) => [criterion.id, criterion]));
  const pointsIn = (card, id) => card.criteria.find((criterion) => criterion.id === id)?.points ?? 0;
  return [...all.values()].map(({ id, title, max }) => ({ title, max, before: pointsIn(older, id), now: pointsIn(newer, id) }));
}

/** A panel that compares the older try's scorecard (of `token`, replayed up to `turn`) with the newer one. */
export function comparison(older, newer, { token, turn }) {
  const rows = pairs(older, newer).filter(({ max, before, now }) => max > 0 || before || now);
  return h(
    "section",
    { class: "comparison", "aria-labelledby": "comparison-title" },
    h("h2", { id: "comparison-title" }, t("compare.title")),
    h("p", { class: "small" }, turn > 1 ? t("compare.from_turn", { turn }) : t("compare.from_start")),
    h(
      "div",
      { class: "results" },
      result(older, t("compare.before"), `#/debrief/${token}`),
      result(newer, t("compare.now")),
    ),
    h(
      "table",
      {},
      h(
        "thead",
        {},
        h("tr", {}, [t("compare.criterion"), t("compare.before"), t("compare.now"), t("compare.change")].map((text) => h("th", { scope: "col" }, text))),
      ),
      h(
        "tbody",
        {},
        rows.map(({ title, before, now }) =>
          h(
            "tr",
            {},
            h("th", { scope: "row", lang: newer.language }, title),
            h("td", {}, signed(before)),
            h("td", {}, signed(now)),
            h("td", {}, difference(before, now)),
          ),
        ),
        h(
          "tr",
          { class: "total" },
          h("th", { scope: "row" }, t("compare.score")),
          h("td", {}, older.score),
          h("td", {}, newer.score),
          h("td", {}, difference(older.score, newer.score)),
        ),
      ),
    ),
  );
}
