/** A small drawn face for each customer. Looks come from the customer's id, so that a customer added as a
 * file has a face at once; the mood moves brows, eyes and mouth. */

import { s } from "./dom.js";

const INK = "#2b2a33";
const GROUNDS = ["#dfe8e2", "#e9e1d3", "#e3dfea", "#dbe6ec", "#ecdedb", "#e6e8d4"];
const SKINS = ["#f6dcc6", "#eec9a7", "#d9a67f", "#b57f5a", "#f8e4d4"];
const HAIRS = ["#3a3038", "#5a4236", "#8a6a4a", "#2f3442", "#9a9794", "#74483a"];
const CLOTHES = ["#5d7f86", "#a8745f", "#6f6b92", "#7b8b5f", "#4d5666", "#b08d4f"];

/** Looks drawn for the first customers; everybody else's are drawn from their id. */
const DRAWN = {
  dictatorial: { ground: 4, skin: 1, hair: 4, hairColour: 4, clothes: 4, outfit: "suit", jaw: "square", brow: 5 },
  analytical: { ground: 3, skin: 0, hair: 1, hairColour: 3, clothes: 0, outfit: "polo", jaw: "oval", glasses: "round" },
  self_centred: { ground: 2, skin: 4, hair: 2, hairColour: 5, clothes: 2, outfit: "scarf", jaw: "heart", earrings: true },
  haggler: { ground: 1, skin: 2, hair: 3, hairColour: 0, clothes: 5, outfit: "collar", jaw: "oval", freckles: true },
  buy_and_vanish: { ground: 0, skin: 0, hair: 5, hairColour: 1, clothes: 3, outfit: "hood", jaw: "oval", away: true },
};

const JAWS = {
  oval: "M27 42c0-15 8.5-24 21-24s21 9 21 24c0 16-9.5 28-21 28S27 58 27 42z",
  square: "M26.5 40c0-14 8.5-22 21.5-22s21.5 8 21.5 22v12c0 6-2 10-6.5 13.5-4 3.5-9 5-15 5s-11-1.5-15-5c-4.5-3.5-6.5-7.5-6.5-13.5z",
  heart: "M26.5 40c0-14 9-22 21.5-22s21.5 8 21.5 22c0 12-6 20-11.5 25-3.5 3.5-6.5 6-10 6s-6.5-2.5-10-6c-5.5-5-11.5-13-11.5-25z",
};

/** Hair: what hangs behind the head, and what lies on it. */
const HAIR = [
  { front: "M25 43c-2-18 8-29 23-29s25 11 23 29c-2-8-5-13-9-16-9 3-22 2-28-1-4 4-7 9-9 17z" },
  { front: "M25 42c-3-19 9-29 24-29 14 0 24 9 22 28-2-7-4-12-7-15-8 1-19-1-26-7-2 7-9 12-13 23z" },
  {
    back: "M20 50c-4-24 8-40 28-40s33 16 28 40c-1 8 2 14 4 20-8 4-16 2-20-2H36c-5 5-13 6-20 2 3-6 5-12 4-20z",
    front: "M26 44c-3-19 8-29 22-29s25 10 22 29c-1-9-5-15-10-19-8 8-24 7-34 19z",
  },
  {
    back: "M60 14c2-7 14-8 15 0 1 7-7 10-12 9z",
    front: "M25 44c-3-20 9-30 23-30s26 10 23 30c-2-10-6-16-12-20-8 3-20 3-25 0-4 4-7 11-9 20z",
  },
  { front: "M25.5 47c-3-9-2-19 3-25 1 7 0 10 1 15 0 4-2 6-4 10zM70.5 47c3-9 2-19-3-25-1 7 0 10-1 15 0 4 2 6 4 10zM31 19c5-7 28-8 34 0-9-3-25-3-34 0z" },
  { front: "M24 47c-4-21 8-34 25-34s26 12 23 34c-1-6-2-10-4-13-4 6-10 8-14 7 1-2 2-3 2-5-6 7-16 9-23 7 2-1 3-3 3-5-5 2-9 5-12 9z" },
  {
    back: "M22 46c-6 10-4 22-8 32 8 3 16 0 20-4h28c5 5 12 7 20 4-4-10-2-22-8-32z",
    front: "M25 45c-3-21 9-31 23-31s26 10 23 31c-2-12-10-19-23-20-13 1-21 8-23 20z",
  },
];

const OUTFITS = {
  suit: [
    ["M14 96c1-14 9-21 22-24l12 10 12-10c13 3 21 10 22 24z", "cloth"],
    ["M38 72l10 11 10-11 3 3-8 21H43l-8-21z", "#f6f3ee"],
    ["M46 84h4l1.5 12h-7z", "#9c4a43"],
  ],
  polo: [
    ["M14 96c1-14 9-21 23-24 4 5 18 5 22 0 14 3 22 10 23 24z", "cloth"],
    ["M36 71l12 12-7 6-8-14zM60 71L48 83l7 6 8-14z", "#f6f3ee"],
  ],
  collar: [
    ["M14 96c1-14 9-21 23-24l11 8 11-8c14 3 22 10 23 24z", "cloth"],
    ["M37 71l11 10 11-10 2 4-13 11-13-11z", "#f6f3ee"],
  ],
  scarf: [
    ["M14 96c1-14 9-21 23-24h22c14 3 22 10 23 24z", "cloth"],
    ["M33 70c8 7 22 7 30 0 4 4 3 9-2 12-8 4-20 4-27 0-5-3-5-8-1-12zM55 82l9 14H52z", "#d9a9a0"],
  ],
  hood: [
    ["M12 96c1-15 8-23 20-27 6 8 26 8 32 0 12 4 19 12 20 27z", "cloth"],
    ["M30 68c-2 6 6 14 18 14s20-8 18-14", null],
    ["M42 81l-1 11M54 81l1 11", null],
  ],
  round: [["M14 96c1-14 9-21 23-24 3 6 19 6 22 0 14 3 22 10 23 24z", "cloth"]],
};

const FACES = {
  pleased: { brow: 0, lift: -2.5, eyes: "smile", mouth: "M38 57c4 7 16 7 20 0z", open: true, blush: true },
  calm: { brow: 0, lift: 0, eyes: "open", mouth: "M40 59c4 3.5 12 3.5 16 0" },
  uneasy: { brow: -3, lift: -1, eyes: "open", mouth: "M40 60.5c3-2.5 5 1.5 8 0s5-2 8-.5" },
  irritated: { brow: 3, lift: 1, eyes: "narrow", mouth: "M40 61.5c4-3.5 12-3.5 16 0" },
  furious: { brow: 5, lift: 2, eyes: "narrow", mouth: "M39 63c3-7 15-7 18 0-4-1.5-14-1.5-18 0z", open: true, flush: true },
};

function hash(text) {
  let value = 2166136261;
  for (const c of text) value = Math.imul(value ^ c.codePointAt(0), 16777619) >>> 0;
  return value;
}

/** Looks from an id: the same for the same id. */
function looks(id) {
  if (Object.hasOwn(DRAWN, id)) return DRAWN[id];
  let seed = hash(id);
  const pick = (count) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * count);
  };
  return {
    ground: pick(GROUNDS.length),
    skin: pick(SKINS.length),
    hair: pick(HAIR.length),
    hairColour: pick(HAIRS.length),
    clothes: pick(CLOTHES.length),
    outfit: Object.keys(OUTFITS)[pick(Object.keys(OUTFITS).length)],
    jaw: Object.keys(JAWS)[pick(3)],
    glasses: [null, null, "round", "square"][pick(4)],
    earrings: pick(4) === 0,
    freckles: pick(5) === 0,
    moustache: pick(7) === 0,
  };
}

const line = (d, width = 2, extra = {}) =>
  s("path", { d, fill: "none", stroke: INK, "stroke-width": width, "stroke-linecap": "round", "stroke-linejoin": "round", ...extra });

const shape = (d, fill, width = 1.8) =>
  s("path", { d, fill, stroke: INK, "stroke-width": width, "stroke-linecap": "round", "stroke-linejoin": "round" });

function eyes(kind, away) {
  if (kind === "smile") return [line("M35 45c1.5-3.5 5.5-3.5 7 0", 2.2), line("M54 45c1.5-3.5 5.5-3.5 7 0", 2.2)];
  const shift = away ? 2.2 : 0;
  const pupil = (x) => s("ellipse", { cx: x + shift, cy: 45, rx: 2, ry: kind === "narrow" ? 1.8 : 2.6, fill: INK });
  const lids = kind === "narrow" || away ? [line("M34.5 42.5h8", 1.6), line("M53.5 42.5h8", 1.6)] : [];
  return [pupil(38.5), pupil(57.5), ...lids];
}

function brows(face, heavy = 3) {
  const y = 37.5 + face.lift;
  const inner = y + face.brow;
  const width = { "stroke-width": heavy * 0.9 };
  return [
    line(`M33 ${y + 1 - face.brow / 2}q5-3 9.5 ${inner - y + face.brow / 2 - 0.5}`, 2.6, width),
    line(`M63 ${y + 1 - face.brow / 2}q-5-3-9.5 ${inner - y + face.brow / 2 - 0.5}`, 2.6, width),
  ];
}

/** The face of a customer in a mood; a picture without words of its own. */
export function portrait(id, mood = "calm") {
  const look = looks(id);
  const face = FACES[mood] ?? FACES.calm;
  const hair = HAIR[look.hair];
  const colour = HAIRS[look.hairColour];
  const skin = SKINS[look.skin];
  const clothes = OUTFITS[look.outfit].map(([d, fill]) =>
    fill === null ? line(d, 1.8) : shape(d, fill === "cloth" ? CLOTHES[look.clothes] : fill),
  );
  return s(
    "svg",
    { viewBox: "0 0 96 96", class: "portrait", "aria-hidden": "true", "data-mood": mood },
    s("circle", { cx: 48, cy: 48, r: 48, fill: GROUNDS[look.ground] }),
    s(
      "g",
      look.away ? { transform: "rotate(-3 48 60)" } : {},
      hair.back && shape(hair.back, colour),
      look.outfit === "hood" && shape("M22 74c-6-22 4-62 26-62s32 40 26 62z", CLOTHES[look.clothes]),
      shape("M40 62h16v10c-3 6-13 6-16 0z", skin, 1.6),
      clothes,
      s("ellipse", { cx: 26.5, cy: 46, rx: 3.6, ry: 5, fill: skin, stroke: INK, "stroke-width": 1.6 }),
      s("ellipse", { cx: 69.5, cy: 46, rx: 3.6, ry: 5, fill: skin, stroke: INK, "stroke-width": 1.6 }),
      shape(JAWS[look.jaw], skin),
      face.flush && s("path", { d: JAWS[look.jaw], fill: "#c2452f", opacity: 0.22 }),
      (face.blush || face.flush) && [34, 62].map((cx) => s("ellipse", { cx, cy: 53, rx: 4.2, ry: 2.6, fill: "#d9644f", opacity: 0.35 })),
      look.freckles && [33, 36, 60, 63].map((cx, i) => s("circle", { cx, cy: 51 + (i % 2) * 2, r: 0.7, fill: INK, opacity: 0.5 })),
      eyes(face.eyes, look.away),
      brows(face, look.brow),
      line("M48 45.5c-1 3-2.5 5-2 6.5.5 1 2 1 3.5.5", 1.6),
      look.moustache && shape("M39 57c3-3 7-3 9-1 2-2 6-2 9 1-4 2-14 2-18 0z", colour, 1.4),
      face.open ? shape(face.mouth, "#fff", 1.9) : line(face.mouth, 2.2),
      shape(hair.front, colour),
      look.glasses && glasses(look.glasses),
      look.earrings && [26, 70].map((cx) => s("circle", { cx, cy: 54, r: 2.4, fill: "#d5a94e", stroke: INK, "stroke-width": 1.2 })),
    ),
    mood === "furious" && line("M76 22l6-5M79 29l8-1M71 17l3-7", 2.2),
  );
}

function glasses(kind) {
  const frame = { fill: "#ffffff", "fill-opacity": 0.25, stroke: INK, "stroke-width": 1.9 };
  const lens =
    kind === "round"
      ? (cx) => s("circle", { cx, cy: 45, r: 7.2, ...frame })
      : (cx) => s("rect", { x: cx - 7.5, y: 39.5, width: 15, height: 11, rx: 2.5, ...frame });
  return [lens(38.5), lens(57.5), line("M45.7 44.5q2.3-1.5 4.6 0", 1.7)];
}
