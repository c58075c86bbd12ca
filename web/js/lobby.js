/** The lobby: whom to practise with, and how. */

import { act } from "./act.js";
import { api } from "./api.js";
import { h } from "./dom.js";
import { icon, medal } from "./icons.js";
import { portrait } from "./portrait.js";
import { DIFFICULTIES, remember, settings } from "./settings.js";
import { begin } from "./start.js";
import { t } from "./wording.js";

export async function lobby(signal) {
  const { customers, suggested } = await api.lobby();
  return {
    title: t("lobby.title"),
    content: h(
      "div",
      { class: "lobby" },
      h(
        "section",
        { class: "welcome" },
        h("h1", { tabindex: "-1" }, t("lobby.title")),
        h("p", { class: "lead" }, t("lobby.lead")),
        surprise(customers, suggested, signal),
      ),
      choices(),
      h("ul", { class: "cards" }, customers.map((customer) => card(customer, signal))),
    ),
  };
}

function surprise(customers, suggested, signal) {
  const customer = customers.find(({ id }) => id === suggested.customer);
  const story = customer.stories.find(({ id }) => id === suggested.story);
  return h(
    "div",
    { class: "surprise" },
    h(
      "button",
      {
        type: "button",
        class: "button",
        onclick: act(() => begin({ customer: customer.id, story: story.id }, signal)),
      },
      icon("dice"),
      t("lobby.surprise"),
    ),
    h("p", {}, t(customers.some((c) => c.attempts) ? "lobby.surprise_why" : "lobby.surprise_first")),
  );
}

function choices() {
  const level = (difficulty) =>
    h(
      "label",
      { title: t(`difficulty.${difficulty}_means`) },
      h("input", {
        type: "radio",
        name: "difficulty",
        value: difficulty,
        checked: settings.difficulty === difficulty,
        onchange: () => remember({ difficulty }),
      }),
      h("span", {}, t(`difficulty.${difficulty}`)),
    );
  const toggle = (name) =>
    h(
      "label",
      { class: "toggle", title: t(`lobby.${name}_means`) },
      h("input", {
        type: "checkbox",
        role: "switch",
        name,
        checked: settings[name],
        onchange: (event) => remember({ [name]: event.currentTarget.checked }),
      }),
      h("span", {}, t(`lobby.${name}`)),
    );
  return h(
    "form",
    { class: "choices", "aria-label": t("lobby.choices") },
    h("fieldset", { class: "segments" }, h("legend", {}, t("lobby.difficulty")), DIFFICULTIES.map(level)),
    toggle("coach"),
    toggle("timer"),
  );
}

function card(customer, signal) {
  const { language } = settings;
  return h(
    "li",
    { class: "card", "data-customer": customer.id },
    h(
      "header",
      {},
      portrait(customer.id),
      h("div", {}, h("h2", {}, customer.name[language]), h("p", {}, customer.character[language])),
    ),
    h("ul", {}, customer.stories.map((story) => h("li", {}, storyButton(customer, story, signal)))),
  );
}

function storyButton(customer, story, signal) {
  const best = story.best;
  return h(
    "button",
    {
      type: "button",
      class: "story",
      "data-story": story.id,
      onclick: act(() => begin({ customer: customer.id, story: story.id }, signal)),
    },
    h(
      "span",
      { class: "about" },
      h("span", { class: "title" }, story.title[settings.language]),
      h(
        "span",
        { class: "small" },
        t(`stage.${story.stage}`),
        story.difficulty && ` · ${t(`difficulty.${story.difficulty}`)}`,
      ),
    ),
    h(
      "span",
      { class: "best" },
      medal(best?.medal),
      h("span", { class: "small" }, best ? t("lobby.best", { medal: t(`medal.${best.medal}`), score: best.score }) : t("lobby.new")),
    ),
  );
}
