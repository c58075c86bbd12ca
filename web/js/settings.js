/** The trainee's choices, remembered; and what the address asks for. */

import { randomKey, store } from "./store.js";

export const LANGUAGES = ["en", "zh"];
export const DIFFICULTIES = ["easy", "standard", "hard"];
export const THEMES = ["auto", "light", "dark"];

const asked = new URLSearchParams(location.search);
/** Lines appear at once, without a typing pause. */
export const instant = asked.has("instant");
/** Shown inside another page, by embed.js. */
export const embedded = asked.has("embed");

const prefers = navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
export const settings = {
  language: prefers,
  difficulty: "standard",
  coach: true,
  timer: true,
  theme: "auto",
  ...store.get("settings"),
};
const wanted = asked.get("lang");
if (LANGUAGES.includes(wanted)) settings.language = wanted;

/** Change settings and remember them. */
export function remember(changes) {
  Object.assign(settings, changes);
  store.set("settings", settings);
  applyTheme();
}

export function applyTheme() {
  document.documentElement.dataset.theme = settings.theme;
}

let trainee = null;

/** Who practises: the embedding page's token, else this browser's own key. */
export function traineeKey() {
  if (trainee === null) {
    trainee = store.get("trainee") ?? randomKey();
    store.set("trainee", trainee);
  }
  return trainee;
}

/** Practise as the trainee that the embedding page names; not remembered. */
export function beTrainee(token) {
  trainee = token;
}
