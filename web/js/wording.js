/** The page's own words, in the language chosen. */

import { settings } from "./settings.js";

const loaded = {};

/** Fetch a language's words; needed before `t`. */
export async function loadWording(language) {
  if (!loaded[language]) {
    const answer = await fetch(new URL(`../wording/${language}.json`, import.meta.url));
    if (!answer.ok) throw new Error(`no wording for ${language}`);
    loaded[language] = await answer.json();
  }
}

/** The wording of `key` ("room.send") with {names} filled in. */
export function t(key, values = {}) {
  const { language } = settings;
  const text = key.split(".").reduce((words, part) => words?.[part], loaded[language]);
  if (typeof text !== "string") throw new Error(`no wording ${key} in ${language}`);
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** The wording for a number of things: `key`.one or `key`.other. */
export const many = (key, count) =>
  t(`${key}.${new Intl.PluralRules(locale()).select(count) === "one" ? "one" : "other"}`, { count });

const locale = () => (settings.language === "zh" ? "zh-CN" : "en");

/** A moment, short: day and time. */
export const moment = (iso) =>
  new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeStyle: "short" }).format(new Date(iso));

export const day = (iso) => new Intl.DateTimeFormat(locale(), { dateStyle: "medium" }).format(new Date(iso));
