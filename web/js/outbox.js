/** Messages on their way: kept until the server has them, so that none is lost, and none counts twice
 * (the server plays a message id only once). */

import { Refused, api } from "./api.js";
import { insist } from "./connection.js";
import { randomKey, store } from "./store.js";

const key = (token) => `outbox.${token}`;

/** The message that this session still has to send, or null. */
export const unsent = (token) => store.get(key(token));

/**
 * Send a message, now or when the server is back; gives its answer or throws Refused. Replies and silent
 * turns outlive a reload; a command can be pressed again.
 */
export async function send(token, message, signal) {
  const kept = { id: randomKey(), ...message };
  if (!kept.command) store.set(key(token), kept);
  try {
    const answer = await insist(() => api.send(token, kept), { unsent: !kept.command, signal });
    store.remove(key(token));
    return answer;
  } catch (error) {
    if (error instanceof Refused) store.remove(key(token));
    throw error;
  }
}
