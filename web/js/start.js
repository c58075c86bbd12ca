/** Starting sessions, and remembering which one was another's second try. */

import { api } from "./api.js";
import { insist } from "./connection.js";
import { settings } from "./settings.js";
import { store } from "./store.js";

const KEPT = 200; // second tries remembered

/** Start a session as the settings say and go into its room. */
export async function begin({ customer, story }, signal) {
  const { language, difficulty, coach } = settings;
  await enter({ customer, story, language, difficulty, coach }, signal);
  return null;
}

/** Another try at a session: from its beginning, or replayed up to before `turn`. */
export async function tryAgain({ token, start }, turn, signal) {
  const { customer, story, language, difficulty, coach } = start;
  const anew = { customer, story, language, difficulty, coach };
  await enter(turn > 1 ? { again: { token, turn } } : anew, signal, { token, turn });
}

async function enter(request, signal, before = null) {
  const { token } = await insist(() => api.start(request), { signal });
  if (before) {
    const tries = store.get("tries") ?? [];
    store.set("tries", [...tries, { token, before }].slice(-KEPT));
  }
  if (!signal?.aborted) location.replace(`#/room/${token}`);
}

/** The session that this one is another try at: {token, turn}, or null. */
export const triedBefore = (token) =>
  (store.get("tries") ?? []).find((attempt) => attempt.token === token)?.before ?? null;
