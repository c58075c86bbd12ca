/** The briefing: what the trainee may rely on. */

import { h } from "./dom.js";
import { t } from "./wording.js";

const cards = (title, entries) =>
  entries.length > 0 &&
  h(
    "section",
    { class: "fact-card" },
    h("h3", {}, title),
    h("dl", {}, entries.map(({ label, value }) => h("div", {}, h("dt", {}, label), h("dd", {}, value)))),
  );

const lines = (title, texts, name) =>
  texts.length > 0 && h("section", { class: name }, h("h3", {}, title), h("ul", {}, texts.map((text) => h("li", {}, text))));

/** The briefing's sections, from its payload. */
export function briefing({ facts, language }) {
  return h(
    "div",
    { class: "facts", lang: language },
    h("p", { class: "small" }, `${t(`stage.${facts.stage}`)} · ${t("briefing.clock", { time: facts.clock })}`),
    h("p", { class: "task" }, facts.task),
    cards(t("briefing.product"), facts.product),
    cards(t("briefing.order"), facts.order),
    lines(t("briefing.truth"), facts.truth, "truth"),
    lines(t("briefing.policies"), facts.policies),
    h("section", { class: "may" }, h("h3", {}, t("briefing.you_may")), h("p", {}, facts.you_may)),
  );
}
