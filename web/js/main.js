/** The page: its frame, and which view the address (`#/…`) shows. */

import { Refused, api } from "./api.js";
import { insist } from "./connection.js";
import { debrief } from "./debrief.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { lobby } from "./lobby.js";
import { progress } from "./progress.js";
import { room } from "./room.js";
import { LANGUAGES, THEMES, beTrainee, embedded, remember, settings } from "./settings.js";
import { resume } from "./start.js";
import { loadWording, t } from "./wording.js";

const main = document.getElementById("main");
let leaving = new AbortController();

/** Views by the first part of the address: (parts, signal) → {title, content, focus?}. */
const VIEWS = {
  "": (_, signal) => lobby(signal),
  room: ([token], signal) => room(token, signal),
  debrief: ([token], signal) => debrief(token, signal),
  progress: (_, signal) => progress(signal),
  start: ([customer, story], signal) => resume({ customer, story: story || undefined }, signal),
};

/** Address to parts; a token of the embedding page is taken out of it. */
function address() {
  const [path, query] = location.hash.replace(/^#\/?/, "").split("?");
  const trainee = new URLSearchParams(query).get("trainee");
  if (trainee) beTrainee(trainee);
  const [view, ...parts] = path.split("/").map(decodeURIComponent);
  return { view: Object.hasOwn(VIEWS, view) ? view : "", parts };
}

async function show(focus = true) {
  leaving.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  const { view, parts } = address();
  frame(view);
  main.replaceChildren(h("p", { class: "loading", role: "status" }, t("loading")));
  let page;
  try {
    page = await insist(() => VIEWS[view](parts, signal), { signal });
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof Refused)) throw error;
    page = trouble(error);
  }
  if (signal.aborted || page === null) return;
  document.title = `${page.title} · Sparring 陪练`;
  document.body.dataset.view = page.view ?? (view || "lobby");
  main.replaceChildren(...[page.content].flat());
  scrollTo(0, 0);
  page.shown?.();
  if (focus && !page.keepsFocus) main.querySelector("h1")?.focus({ preventScroll: true });
}

/** What the server says no to: its line, and the way back. */
function trouble(error) {
  const title = t(error.status === 404 ? "trouble.gone" : "trouble.title");
  return {
    title,
    view: "trouble",
    content: h(
      "div",
      { class: "trouble" },
      h("h1", { tabindex: "-1" }, title),
      h("p", {}, error.message),
      h("a", { class: "button", href: "#/" }, t("trouble.to_lobby")),
    ),
  };
}

function frame(view) {
  document.documentElement.lang = settings.language === "zh" ? "zh-CN" : "en";
  document.getElementById("skip").textContent = t("skip");
  document.getElementById("announcer").setAttribute("aria-label", t("announcer"));
  const link = (to, name, words, here) =>
    h("a", { href: to, "aria-current": here && "page" }, icon(name), h("span", {}, words));
  document.getElementById("top").replaceChildren(
    h("a", { class: "brand", href: "#/" }, h("span", { lang: "en" }, "Sparring"), h("span", { lang: "zh-CN" }, "陪练")),
    h(
      "nav",
      { "aria-label": t("nav.label") },
      link("#/", "person", t("nav.lobby"), view === ""),
      link("#/progress", "progress", t("nav.progress"), view === "progress"),
    ),
    h("div", { class: "preferences" }, languageSwitch(), !embedded && themeButton()),
  );
}

function languageSwitch() {
  const names = { en: "English", zh: "中文" };
  return h(
    "div",
    { class: "switch", role: "group", "aria-label": t("nav.language") },
    LANGUAGES.map((language) =>
      h(
        "button",
        {
          type: "button",
          lang: language === "zh" ? "zh-CN" : "en",
          "data-language": language,
          "aria-pressed": String(settings.language === language),
          onclick: () => changeLanguage(language),
        },
        names[language],
      ),
    ),
  );
}

async function changeLanguage(language) {
  await insist(() => loadWording(language));
  remember({ language });
  await show(false);
  document.querySelector(`[data-language=${language}]`).focus();
}

function themeButton() {
  const icons = { auto: "auto", light: "sun", dark: "moon" };
  const next = THEMES[(THEMES.indexOf(settings.theme) + 1) % THEMES.length];
  return h(
    "button",
    {
      type: "button",
      class: "round",
      "aria-label": t("nav.theme", { theme: t(`theme.${settings.theme}`) }),
      title: t("nav.theme", { theme: t(`theme.${settings.theme}`) }),
      onclick: (event) => {
        remember({ theme: next });
        inTheme(next);
        const button = themeButton();
        event.currentTarget.replaceWith(button);
        button.focus();
      },
    },
    icon(icons[settings.theme]),
  );
}

function inTheme(theme) {
  document.documentElement.dataset.theme = theme;
  dispatchEvent(new Event("themechange"));
}

inTheme(settings.theme);
document.body.classList.toggle("embedded", embedded);
document.getElementById("skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => dispatchEvent(new Event("themechange")));
addEventListener("hashchange", () => show());
// On paper everything is light.
addEventListener("beforeprint", () => inTheme("light"));
addEventListener("afterprint", () => inTheme(settings.theme));
await loadWording(settings.language);
await show(false);
