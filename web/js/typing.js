/** The pause in which the customer writes: as long as their line, and skippable. */

import { h } from "./dom.js";
import { t } from "./wording.js";

const READING = 500; // milliseconds before the customer begins to write
const LONGEST = 3500;
const CHARACTER = 26;
const IDEOGRAPH = 95;

/** Milliseconds that a person would write at `text`, at most LONGEST. */
export function writingTime(text) {
  const ideographs = (text.match(/[\u3000-\u9fff\uff00-\uffef]/g) ?? []).length;
  return Math.min(LONGEST, READING + ideographs * IDEOGRAPH + (text.length - ideographs) * CHARACTER);
}

/** The line that says that the customer writes; `pause(text)` shows it as long as that takes. */
export function createTyping(name, instant, signal) {
  let skip = () => {};
  const element = h(
    "div",
    { class: "typing", hidden: true },
    h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")),
    h("span", {}, t("room.writing", { name })),
    h("button", { type: "button", class: "link", onclick: () => skip() }, t("room.skip")),
  );
  addEventListener("keydown", (event) => event.key === "Escape" && skip(), { signal });
  return {
    element,
    async pause(text) {
      if (instant) return;
      element.hidden = false;
      await new Promise((resolve) => {
        skip = resolve;
        setTimeout(resolve, writingTime(text));
      });
      element.hidden = true;
      skip = () => {};
    },
  };
}
