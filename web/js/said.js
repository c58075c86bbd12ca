/** What was said, as it stands in the room and in the debrief. */

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { replyText, unworded } from "./reply.js";
import { t } from "./wording.js";

/** A line of the customer. */
export const customerLine = (text, language) => h("p", { class: "line customer", lang: language }, text);

/**
 * A reply with what it did. `show`: "all", or "text" (practice without the coach keeps scores for the end).
 * `state`: "sending" while the server hasn't answered.
 */
export function replyBlock(item, { criteria, language, show = "all", state = "" }) {
  const { text, payload, coach } = item;
  const scored = show === "all" && payload;
  const words = text === null ? h("em", {}, t("room.you_waited")) : replyText(text, scored || null, criteria);
  return [
    h("p", { class: `line reply ${text === null ? "silent" : ""} ${state}`, lang: text === null ? null : language }, words),
    state === "sending" && h("p", { class: "small state" }, t("room.sending")),
    scored && unworded(payload, criteria),
    coach && show === "all" && h("p", { class: `coach-line ${payload?.verdict ?? ""}`, lang: language }, coach),
  ];
}

export const hintLine = (text, language) => h("p", { class: "hint-line", lang: language }, icon("hint"), h("span", {}, text));

export const silenceLine = (name) => h("p", { class: "silence-line" }, t("room.silence", { name }));
