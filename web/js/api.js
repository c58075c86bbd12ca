/** The server's JSON routes. */

import { settings, traineeKey } from "./settings.js";

const BASE = new URL("../../api/", import.meta.url);
const PATIENCE = 30_000; // milliseconds a request may take

/** The server can't be reached, or isn't itself just now. Trying again later may help. */
export class Away extends Error {
  /** `wait`: seconds after which the server wants to be asked again, if it said so. */
  constructor(wait = null) {
    super("the server is away");
    this.wait = wait;
  }
}

/** The server says no; the message is its own line, for the trainee. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function ask(path, body) {
  const headers = { "Sparring-Trainee": traineeKey(), "Accept-Language": settings.language };
  if (body) headers["Content-Type"] = "application/json";
  let answer, data;
  try {
    answer = await fetch(new URL(path, BASE), {
      method: body ? "POST" : "GET",
      headers,
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE),
    });
    data = await answer.json();
  } catch {
    throw new Away();
  }
  // 500 is a failure of this very request: it isn't sent again by itself.
  if (answer.status === 429 || answer.status > 500) throw new Away(Number(answer.headers.get("Retry-After")) || null);
  if (!answer.ok) throw new Refused(answer.status, data.error);
  return data;
}

export const api = {
  lobby: () => ask("lobby"),
  progress: () => ask("progress"),
  start: (request) => ask("sessions", request),
  session: (token) => ask(`sessions/${encodeURIComponent(token)}`),
  send: (token, message) => ask(`sessions/${encodeURIComponent(token)}/messages`, message),
};
