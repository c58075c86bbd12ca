/** The customer at the head of the room: face, mood, patience, and how long they have been waiting. */

import { announce, h } from "./dom.js";
import { portrait } from "./portrait.js";
import { t } from "./wording.js";

const SOON = 15; // seconds left at which the page says that the customer grows impatient

export function moodPanel(customer, name, title, state) {
  let face = portrait(customer, state.mood);
  let mood = state.mood;
  const word = h("span", { class: "mood-word" });
  const level = h("span", { class: "level" });
  const meter = h("div", { class: "meter", role: "meter", "aria-label": t("mood.patience"), "aria-valuemin": 0, "aria-valuemax": 100 }, level);
  const left = h("span", { class: "left" });
  const waitingLine = h("div", { class: "waiting", hidden: true }, h("span", { class: "bar" }, left), h("span", { class: "small" }));
  const element = h(
    "header",
    { class: "customer-head" },
    h("div", { class: "face" }, face),
    h(
      "div",
      { class: "who" },
      h("h1", { tabindex: "-1" }, name),
      h("p", { class: "small" }, title),
    ),
    h("div", { class: "mood" }, h("p", {}, word), meter, waitingLine),
  );

  function show({ mood: now, patience }, tell = false) {
    const percent = Math.round(patience * 100);
    const words = t(`mood.${now}`);
    word.textContent = words;
    level.style.width = `${percent}%`;
    meter.dataset.mood = word.dataset.mood = now;
    meter.setAttribute("aria-valuenow", percent);
    meter.setAttribute("aria-valuetext", t("mood.value", { percent, mood: words }));
    meter.title = t("mood.value", { percent, mood: words });
    if (now !== mood) {
      const next = portrait(customer, now);
      next.classList.add("moved");
      face.replaceWith(next);
      face = next;
      mood = now;
      if (tell) announce(t("mood.now", { name, mood: words }));
    }
  }

  /** Show the seconds left before the customer nudges, of how many; null: they aren't waiting. */
  function waiting(seconds, limit) {
    waitingLine.hidden = seconds === null;
    if (seconds === null) return;
    left.style.width = `${(100 * seconds) / limit}%`;
    waitingLine.classList.toggle("soon", seconds <= SOON);
    waitingLine.lastChild.textContent = t(seconds <= SOON ? "mood.impatient" : "mood.waiting");
  }

  show(state);
  return { element, show, waiting };
}
