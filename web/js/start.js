/** Starting sessions, and remembering which one was another's second try. */

import { Refused, api } from "./api.js";
import { insist } from "./connection.js";
import { settings, traineeKey } from "./settings.js";
import { store } from "./store.js";

const KEPT = 200; // second tries remembered

/** Start a session as the settings say and go into its room. */
export async function begin({ customer, story }, signal) {
  const { language, difficulty, coach } = settings;
  await enter({ customer, story, language, difficulty, coach }, signal);
  return null;
}

/** Go on with the session that an embedding page has already started here, or start it. */
export async function resume({ customer, story }, signal) {
  const key = `embedded.${traineeKey()}.${customer}.${story ?? ""}`;
  const token = store.get(key);
  if (token && (await isRunning(token))) location.replace(`#/room/${token}`);
  else {
    const { language, difficulty, coach } = settings;
    store.set(key, await enter({ customer, story, language, difficulty, coach }, signal));
  }
  return null;
}

async function isRunning(token) {
  try {
    return !(await api.session(token)).over;
  } catch (error) {
    if (error instanceof Refused) return false; // it's gone
    throw error;
  }
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
  return token;
}

/** The session that this one is another try at: {token, turn}, or null. */
export const triedBefore = (token) =>
  (store.get("tries") ?? []).find((attempt) => attempt.token === token)?.before ?? null;
