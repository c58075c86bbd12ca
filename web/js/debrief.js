/** The debrief: what came of the conversation, why, and what to do better. */

import { act } from "./act.js";
import { Refused, api } from "./api.js";
import { comparison } from "./compare.js";
import { moodCurve, radar } from "./curves.js";
import { h } from "./dom.js";
import { icon, medal } from "./icons.js";
import { portrait } from "./portrait.js";
import { customerLine, hintLine, replyBlock, silenceLine } from "./said.js";
import { begin, triedBefore, tryAgain } from "./start.js";
import { read } from "./story.js";
import { many, t } from "./wording.js";

const ENDING_MOODS = { won: "pleased", partial: "uneasy", lost: "furious" };
const ORDER = { broken: 0, missed: 1, partly: 2, met: 3 };

export async function debrief(token, signal) {
  const session = await api.session(token);
  const story = read(session.messages);
  const card = story.scorecard;
  if (!card) {
    location.replace(`#/room/${token}`);
    return null;
  }
  const older = await olderTry(token);
  const { suggested } = await api.lobby();
  const { facts } = story.briefing;
  const replies = story.items.filter((item) => item.kind === "reply" && item.payload);
  const jump = (turn) => goTo(document.getElementById(`turn-${turn}`));
  return {
    title: `${t("debrief.title")} · ${facts.name}`,
    content: h(
      "div",
      { class: "debrief" },
      h(
        "div",
        { class: "outcome" },
        verdict(card, facts, session.start),
        actions(session, story, suggested, signal),
        older && comparison(older.card, card, older.before),
        h(
          "div",
          { class: "curves" },
          radar(card, older?.card),
          moodCurve(replies, older?.replies, jump),
        ),
        criteria(card, jump),
      ),
      transcript(session, story, signal),
    ),
  };
}

/** The try that this one is set beside: its scorecard and replies, or null. */
async function olderTry(token) {
  const before = triedBefore(token);
  if (!before) return null;
  try {
    const story = read((await api.session(before.token)).messages);
    if (!story.scorecard) return null;
    return { before, card: story.scorecard, replies: story.items.filter((item) => item.payload) };
  } catch (error) {
    if (error instanceof Refused) return null; // it's gone
    throw error;
  }
}

function verdict(card, facts, start) {
  return h(
    "section",
    { class: `verdict ${card.ending.kind}` },
    h("p", { class: "small" }, `${facts.name} · ${facts.title} · ${t(`difficulty.${start.difficulty}`)}`),
    h("h1", { tabindex: "-1", lang: card.language }, card.ending.title),
    h(
      "div",
      { class: "score" },
      medal(card.medal),
      h("p", {}, h("b", {}, card.score), h("span", { class: "of" }, "/100")),
      h(
        "p",
        { class: "small" },
        t(`medal.${card.medal}`),
        h("br"),
        [many("debrief.replies", card.turns), card.retries && many("debrief.retries", card.retries)].filter(Boolean).join(" · "),
      ),
    ),
    h(
      "div",
      { class: "ending" },
      h("div", { class: "face" }, portrait(card.customer, ENDING_MOODS[card.ending.kind])),
      h("p", { lang: card.language }, card.ending.story),
    ),
  );
}

function actions(session, story, suggested, signal) {
  const next = () => begin(suggested, signal);
  return h(
    "div",
    { class: "actions" },
    h("button", { type: "button", class: "button", "data-action": "again", onclick: act(() => tryAgain(session, 1, signal)) }, icon("again"), t("debrief.again")),
    h("button", { type: "button", class: "quiet", "data-action": "next", onclick: act(next) }, icon("next"), t("debrief.next")),
    h("button", { type: "button", class: "quiet", onclick: () => print() }, icon("print"), t("debrief.print")),
    h("button", { type: "button", class: "quiet", "data-action": "download", onclick: () => download(session, story) }, icon("download"), t("debrief.download")),
  );
}

/** Keep the whole session as a file: how it was started, everything said, and the scorecard. */
function download(session, story) {
  const { start, messages } = session;
  const data = JSON.stringify({ start, messages, scorecard: story.scorecard }, null, 1);
  const url = URL.createObjectURL(new Blob([data], { type: "application/json" }));
  const link = h("a", { href: url, download: `sparring-${start.customer}-${start.story}.json` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function criteria(card, jump) {
  const worth = card.criteria.filter(({ max, points, status }) => max > 0 || points < 0 || status === "broken");
  const sorted = worth.sort((a, b) => ORDER[a.status] - ORDER[b.status]);
  return h(
    "section",
    { class: "criteria", "aria-labelledby": "criteria-title" },
    h("h2", { id: "criteria-title" }, t("debrief.criteria")),
    h("ol", { lang: card.language }, sorted.map((criterion) => criterionItem(criterion, jump))),
  );
}

function criterionItem({ title, points, max, status, evidence, reason, tip, example }, jump) {
  return h(
    "li",
    { class: `criterion ${status}` },
    h(
      "header",
      {},
      h("h3", {}, title),
      h("span", { class: "status" }, t(`status.${status}`)),
      h("span", { class: "points" }, max > 0 ? `${points}/${max}` : String(points).replace("-", "−")),
    ),
    evidence.length > 0 &&
      h(
        "ul",
        { class: "quotes" },
        evidence.map(({ turn, quote }) =>
          h(
            "li",
            {},
            h(
              "button",
              { type: "button", class: "quote", onclick: () => jump(turn) },
              h("span", { class: "small" }, t("debrief.turn", { turn })),
              h("q", {}, quote || t("room.you_waited")),
            ),
          ),
        ),
      ),
    status !== "met" && [
      h("p", { class: "tip" }, h("b", {}, t("debrief.tip")), " ", tip),
      h("p", { class: "example" }, h("b", {}, t("debrief.example")), " ", h("q", {}, example)),
    ],
    h("details", {}, h("summary", {}, t("debrief.why")), h("p", {}, reason), status === "met" && h("p", {}, h("q", {}, example))),
  );
}

function transcript(session, story, signal) {
  const { start, criteria = {} } = session;
  const { language } = start;
  const name = story.briefing.facts.name;
  const lines = story.items.map((item) => {
    if (item.kind === "customer") return h("li", {}, customerLine(item.text, language));
    if (item.kind === "hint") return h("li", {}, hintLine(item.text, language));
    if (item.kind === "silence") return h("li", {}, silenceLine(name));
    if (item.kind === "note") return h("li", {}, h("p", { class: "silence-line" }, item.text));
    return h(
      "li",
      { class: "exchange", id: `turn-${item.turn}`, tabindex: "-1" },
      item.payload && h(
        "p",
        { class: "turn-head" },
        h("span", {}, t("debrief.turn", { turn: item.turn })),
        h(
          "button",
          { type: "button", class: "link", "data-turn": item.turn, onclick: act(() => tryAgain(session, item.turn, signal)) },
          icon("again"),
          t("debrief.again_from"),
        ),
      ),
      replyBlock(item, { criteria, language }),
    );
  });
  return h(
    "section",
    { class: "transcript", "aria-labelledby": "transcript-title", tabindex: "0" },
    h("h2", { id: "transcript-title" }, t("debrief.conversation")),
    h("ol", {}, lines),
  );
}

function goTo(element) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
  element.focus({ preventScroll: true });
  element.classList.remove("pointed");
  void element.offsetWidth; // so that the pointing starts anew
  element.classList.add("pointed");
}
