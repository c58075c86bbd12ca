/** The room: the conversation with the customer, beside the briefing. */

import { act, notice } from "./act.js";
import { Refused, api } from "./api.js";
import { briefing } from "./briefing.js";
import { createChat } from "./chat.js";
import { createClock } from "./clock.js";
import { insist } from "./connection.js";
import { announce, h } from "./dom.js";
import { icon } from "./icons.js";
import { moodPanel } from "./mood.js";
import { send as post, unsent } from "./outbox.js";
import { customerLine, hintLine, replyBlock, silenceLine } from "./said.js";
import { instant, settings } from "./settings.js";
import { store } from "./store.js";
import { read } from "./story.js";
import { createTyping } from "./typing.js";
import { t } from "./wording.js";

const NARROW = matchMedia("(max-width: 899px)");

export async function room(token, signal) {
  const session = await api.session(token);
  const { start, criteria = {} } = session;
  const { language, difficulty } = start;
  let story = read(session.messages);
  const { facts } = story.briefing;
  const name = facts.name;
  const show = start.coach ? "all" : "text";
  const draft = `draft.${token}`;

  // ---- what stands around the chat
  const mood = moodPanel(start.customer, name, facts.title, session.state);
  const typing = createTyping(name, instant, signal);
  const finish = h("div", { class: "finish", hidden: true });
  const panel = briefingPanel(story.briefing, story.items.some((item) => item.kind === "reply"), () => chat.focus());
  const tools = h(
    "div",
    { class: "tools", role: "group", "aria-label": t("room.tools") },
    panel.button,
    tool("hint", act(hint)),
    tool("retry", act(retry)),
    tool("wait", () => whenIdle(() => chat.submit({ wait: clock.take().seconds }))),
    tool("end", () => whenIdle(confirmEnd)),
  );
  let busy = false;
  const whenIdle = (action) => !busy && action();
  function setBusy(now) {
    busy = now;
    tools.classList.toggle("busy", now);
  }

  const { element, ready } = createChat({
    label: t("room.your_reply", { name }),
    placeholder: t("room.placeholder"),
    messagesLabel: t("room.conversation"),
    sendLabel: t("room.send"),
    send,
    typed(text) {
      clock.key();
      store.set(draft, text);
    },
  });
  let chat = { focus() {} };

  const clock = createClock({
    difficulty,
    impatient: () => settings.timer,
    nudge: (seconds) => whenIdle(() => chat.submit({ wait: seconds })),
    tick: mood.waiting,
    held: () => busy || panel.covers(),
    signal,
  });

  // ---- drawing
  function draw(item, place, state = "") {
    if (item.kind === "customer") {
      (place ?? chat.add()).append(customerLine(item.text, language));
    } else if (item.kind === "reply") {
      const block = replyBlock(item, { criteria, language, show, state });
      (place ?? chat.add("user")).replaceChildren(...block.filter(Boolean));
    } else if (item.kind === "hint") (place ?? chat.add()).append(hintLine(item.text, language));
    else if (item.kind === "silence") (place ?? chat.add()).append(silenceLine(name));
    else (place ?? chat.add()).append(h("p", { class: "silence-line" }, item.text));
  }

  function drawAll() {
    chat.clear();
    for (const item of story.items) draw(item);
    mood.show(session.state);
    chat.toEnd();
    settle();
  }

  /** The session waits for the trainee, or is over. */
  function settle() {
    const over = story.scorecard !== null;
    element.classList.toggle("over", over);
    finish.hidden = !over;
    tools.hidden = over;
    if (over) {
      clock.stop();
      finish.replaceChildren(...finished());
      chat.toEnd();
    } else {
      const last = story.items.at(-1);
      clock.start(last?.kind !== "silence", !story.items.some((item) => item.kind === "reply"));
    }
  }

  function finished() {
    return [
      h("p", {}, t("room.over")),
      h("a", { class: "button", href: `#/debrief/${token}` }, t("room.to_debrief"), icon("next")),
      h("button", { type: "button", class: "quiet", onclick: act(retry) }, icon("retry"), t("room.retry")),
    ];
  }

  // ---- acting
  async function send(message, place) {
    setBusy(true);
    const item = { kind: "reply", text: message.text ?? null };
    draw(item, place, "sending");
    chat.toEnd();
    const measured = clock.take();
    clock.stop();
    store.remove(draft);
    try {
      const answer = await post(token, { ...measured, ...message }, signal);
      // What a typed command does to the session, the server knows best.
      if (item.text?.startsWith("/")) await refresh();
      else await take(answer.messages, item, place);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof Refused)) throw error;
      place.closest("[slot]").remove();
      notice(error.message);
      if (item.text) chat.write(item.text);
    } finally {
      setBusy(false);
      if (!signal.aborted) settle();
    }
  }

  /** Show what came of a reply: its scores at once, the customer's lines as if being written. */
  async function take(messages, item, place) {
    const { items, scorecard } = read(messages, { briefing: null, items: [item], scorecard: null });
    story.items.push(item);
    draw(item, place);
    chat.toEnd();
    if (item.coach && show === "all") announce(item.coach);
    for (const next of items.slice(1)) {
      if (next.kind === "customer") await typing.pause(next.text);
      if (signal.aborted) return;
      story.items.push(next);
      draw(next);
      chat.toEnd();
      announce(next.kind === "customer" ? t("room.says", { name, text: next.text }) : next.text ?? t("room.silence", { name }));
    }
    if (item.payload) mood.show(item.payload, true);
    story.scorecard = scorecard;
    if (scorecard) announce(t("room.over"));
  }

  /** Draw the session as the server has it. */
  async function refresh() {
    const fresh = await insist(() => api.session(token), { signal });
    story = read(fresh.messages);
    session.state = fresh.state;
    drawAll();
  }

  async function hint() {
    if (busy) return;
    const { messages } = await post(token, { command: "hint" }, signal);
    const item = { kind: "hint", text: messages.map(({ text }) => text).join("\n") };
    story.items.push(item);
    draw(item);
    chat.toEnd();
    announce(item.text);
    chat.focus();
  }

  async function retry() {
    if (busy) return;
    const taken = story.items.findLast((item) => item.kind === "reply");
    await post(token, { command: "retry" }, signal);
    await refresh();
    announce(t("room.taken_back"));
    if (taken?.text) chat.write(taken.text);
    chat.focus();
  }

  function confirmEnd() {
    const dialog = h(
      "dialog",
      { class: "ask", "aria-labelledby": "ask-title" },
      h("h2", { id: "ask-title" }, t("room.end_question")),
      h("p", {}, t("room.end_means")),
      h(
        "form",
        { method: "dialog" },
        h("button", { class: "quiet", value: "" }, t("room.go_on")),
        h("button", { class: "button", value: "end" }, t("room.end_now")),
      ),
    );
    dialog.addEventListener("close", act(async () => {
      dialog.remove();
      if (dialog.returnValue !== "end") return chat.focus();
      await post(token, { command: "end" }, signal);
      location.hash = `#/debrief/${token}`;
    }));
    document.body.append(dialog);
    dialog.showModal();
  }

  // ---- the page
  return {
    title: `${name} · ${facts.title}`,
    keepsFocus: true,
    content: h(
      "div",
      { class: "room" },
      panel.element,
      h(
        "div",
        { class: "talk" },
        mood.element,
        h("div", { class: "chat" }, element),
        typing.element,
        finish,
        tools,
      ),
    ),
    async shown() {
      chat = await ready;
      drawAll();
      chat.show();
      const message = unsent(token);
      if (message && !story.scorecard) chat.submit(message);
      else if (store.get(draft)) chat.write(store.get(draft));
      if (!panel.covers()) chat.focus();
    },
  };
}

const tool = (name, onclick) =>
  h("button", { type: "button", class: "tool", "data-tool": name, title: t(`room.${name}_means`), onclick }, icon(name), h("span", {}, t(`room.${name}`)));

/** The briefing beside the chat; on a narrow screen it covers the chat until it is closed. */
function briefingPanel(payload, underWay, closed) {
  const close = h("button", { type: "button", class: "button close", onclick: () => toggle(false) }, t(underWay ? "briefing.back" : "briefing.begin"));
  const element = h(
    "aside",
    { class: "briefing", id: "briefing", "aria-label": t("briefing.title"), tabindex: "0" },
    h("h2", {}, t("briefing.title")),
    briefing(payload),
    close,
  );
  const button = h(
    "button",
    { type: "button", class: "tool open-briefing", "aria-controls": "briefing", onclick: () => toggle(true) },
    icon("briefing"),
    h("span", {}, t("briefing.title")),
  );
  function toggle(open) {
    element.classList.toggle("open", open);
    button.setAttribute("aria-expanded", String(open));
    if (open) element.focus();
    else closed();
  }
  element.addEventListener("keydown", (event) => event.key === "Escape" && element.classList.contains("open") && toggle(false));
  element.classList.toggle("open", !underWay);
  button.setAttribute("aria-expanded", String(!underWay));
  return { element, button, covers: () => NARROW.matches && element.classList.contains("open") };
}
