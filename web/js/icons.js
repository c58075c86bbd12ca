/** Line icons and medals, drawn with the text's colour. */

import { s } from "./dom.js";

const PATHS = {
  hint: "M9 18h6M10 21h4M12 3a6 6 0 0 0-3.8 10.6c.8.7 1.3 1.5 1.3 2.4h5c0-.9.5-1.7 1.3-2.4A6 6 0 0 0 12 3z",
  retry: "M4 9h10a5.5 5.5 0 0 1 0 11H8M4 9l4.5-4.5M4 9l4.5 4.5",
  wait: "M12 7v5l3 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z",
  end: "M6 4v17M6 5c4-2 7 2 12 0v9c-5 2-8-2-12 0",
  briefing: "M7 3h7l4 4v14H7zM14 3v4h4M10 12h5M10 16h5",
  back: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
  close: "M6 6l12 12M18 6L6 18",
  print: "M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z",
  download: "M12 3v12M7 11l5 5 5-5M4 20h16",
  again: "M19 12a7 7 0 1 1-2-5M19 3v4.5h-4.5",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2.5M12 19.5V22M2 12h2.5M19.5 12H22M5 5l1.7 1.7M17.3 17.3L19 19M5 19l1.7-1.7M17.3 6.7L19 5",
  moon: "M20 14A8.5 8.5 0 0 1 10 4a8.5 8.5 0 1 0 10 10z",
  auto: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 3v18M12 7h6.5M12 12h9M12 17h6.5",
  dice: "M5 4h14a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zM8.5 8.5h.01M15.5 15.5h.01M12 12h.01",
  progress: "M4 20V4M4 20h16M7 15l4-4 3 2.5L20 7",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM5 20c.5-4 3-6 7-6s6.5 2 7 6",
};

/** An icon beside its words: hidden from screen readers. */
export const icon = (name) =>
  s(
    "svg",
    { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" },
    s("path", { d: PATHS[name], fill: "none", stroke: "currentColor", "stroke-width": name === "dice" ? 2.2 : 1.8, "stroke-linecap": "round", "stroke-linejoin": "round" }),
  );

/** A medal, or an empty place for one. Its meaning stands beside it in words. */
export const medal = (kind) =>
  s(
    "svg",
    { viewBox: "0 0 24 28", class: `medal ${kind ?? "none"}`, "aria-hidden": "true" },
    s("path", { class: "ribbon", d: "M7 2l5 9 5-9h3l-5.5 11h-5L4 2z" }),
    s("circle", { class: "disc", cx: 12, cy: 18.5, r: 7.5 }),
    kind && s("path", { class: "star", d: "M12 14.2l1.3 2.7 3 .4-2.2 2.1.5 3-2.6-1.4-2.6 1.4.5-3-2.2-2.1 3-.4z" }),
  );
