/** Whether the server answers. While it doesn't, a banner says so and requests are tried again. */

import { Away } from "./api.js";
import { h } from "./dom.js";
import { t } from "./wording.js";

const PAUSES = [1, 2, 4, 8, 15]; // seconds between tries
let waiting = 0;
let wake = new Set();

addEventListener("online", tryNow);

function tryNow() {
  for (const again of wake) again();
}

function pause(seconds) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      wake.delete(done);
      resolve();
    };
    const timer = setTimeout(done, seconds * 1000);
    wake.add(done);
  });
}

function show(unsent) {
  const banner = document.getElementById("banner");
  if (!waiting) return banner.replaceChildren();
  banner.replaceChildren(
    h("p", {}, t(unsent ? "connection.lost_unsent" : "connection.lost")),
    h("button", { type: "button", class: "quiet", onclick: tryNow }, t("connection.try_now")),
  );
}

/**
 * Do `request` until the server answers, however long it is away; what the server says then,
 * yes or no, is the outcome. `unsent`: a reply is waiting, the banner says that it is kept.
 * `signal` (AbortSignal) ends the waiting: nobody looks at that page any more.
 */
export async function insist(request, { unsent = false, signal } = {}) {
  for (let tries = 0; ; tries++) {
    try {
      const outcome = await request();
      if (tries) settle();
      return outcome;
    } catch (error) {
      if (!(error instanceof Away)) {
        if (tries) settle();
        throw error;
      }
      if (!tries) waiting++;
      show(unsent);
      await pause(error.wait ?? PAUSES[Math.min(tries, PAUSES.length - 1)]);
      if (signal?.aborted) {
        settle();
        throw error;
      }
    }
  }
}

function settle() {
  waiting--;
  show();
}
