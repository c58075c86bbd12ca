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
}

let named = null; // the trainee that the embedding page names
const own = store.get("trainee") ?? randomKey();
store.set("trainee", own);

/** Practise as the trainee that the embedding page names. */
export function beTrainee(token) {
  named = token;
  store.set("embedded.trainee", token);
}

/** Who practises: whom the embedding page names (also after a reload), else this browser's own key. */
export const traineeKey = () => named ?? ((embedded && store.get("embedded.trainee")) || own);
