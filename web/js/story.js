/** A session's messages as the trainee sees them: what was said, in order. */

/**
 * Sort messages into `{briefing, items, scorecard}`; items are
 * `{kind: "customer", text}`, `{kind: "reply", id, text, payload, coach, turn}` (text null: a silent turn),
 * `{kind: "hint", text}`, `{kind: "silence"}` (the customer says nothing) and `{kind: "note", text}`.
 */
export function read(messages, into = { briefing: null, items: [], scorecard: null }) {
  for (const message of messages) {
    const { role, text, payload } = message;
    const last = into.items.at(-1);
    if (role === "briefing") into.briefing = payload;
    else if (role === "scorecard") into.scorecard = payload;
    else if (role === "trainee") into.items.push({ kind: "reply", id: message.id, text, turn: message.turn });
    else if (payload?.type === "turn") Object.assign(last, { payload, turn: payload.turn });
    else if (role === "customer") into.items.push({ kind: "customer", text });
    else if (role === "coach" && last?.payload && !last.coach) last.coach = text;
    else if (role === "coach") into.items.push({ kind: "hint", text });
    // The server's line about silence names commands; the page has buttons and its own words.
    else if (!last || last.payload?.silent) into.items.push({ kind: "silence" });
    else into.items.push({ kind: "note", text });
  }
  return into;
}
