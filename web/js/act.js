/** What a press of a button does: once at a time, and what the server refuses is shown. */

import { Away, Refused } from "./api.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./wording.js";

/** A click handler around `action`; clicks while it runs are ignored. */
export function act(action) {
  let running = false;
  return async (event) => {
    if (running) return;
    running = true;
    try {
      await action(event);
    } catch (error) {
      if (error instanceof Refused) notice(error.message);
      else if (!(error instanceof Away)) throw error;
    } finally {
      running = false;
    }
  };
}

/** A line that stays until it is closed or replaced by the next one. */
export function notice(text) {
  document.querySelector(".notice")?.remove();
  const line = h(
    "div",
    { class: "notice", role: "alert" },
    h("p", {}, text),
    h("button", { type: "button", class: "round", "aria-label": t("close"), onclick: () => line.remove() }, icon("close")),
  );
  document.getElementById("banner").after(line);
}
