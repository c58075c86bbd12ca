/** The one explanation shown at a time, beside the words it explains. */

import { h } from "./dom.js";

const GAP = 8; // pixels between the words and their explanation
let bubble = null;
let owner = null;

function place(target) {
  const box = target.getClientRects()[0];
  const { width, height } = bubble.getBoundingClientRect();
  const left = Math.min(Math.max(GAP, box.left), innerWidth - width - GAP);
  const above = box.top - height - GAP;
  bubble.style.left = `${left}px`;
  bubble.style.top = `${above >= GAP ? above : box.bottom + GAP}px`;
}

function open(target, content) {
  close();
  bubble ??= document.body.appendChild(h("div", { class: "explanation", role: "tooltip", id: "explanation", popover: "manual" }));
  bubble.replaceChildren(content());
  bubble.showPopover();
  place(target);
  owner = target;
  target.setAttribute("aria-describedby", "explanation");
}

function close() {
  if (!owner) return;
  owner.removeAttribute("aria-describedby");
  owner = null;
  bubble.hidePopover();
}

/** Show `content()` at `target` on hover, focus, tap and Enter; Escape closes it. */
export function attach(target, content) {
  const show = () => owner !== target && open(target, content);
  target.addEventListener("pointerenter", show);
  target.addEventListener("focus", show);
  target.addEventListener("click", show);
  target.addEventListener("pointerleave", () => document.activeElement !== target && close());
  target.addEventListener("blur", close);
  target.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      show();
    }
  });
}

addEventListener("keydown", (event) => {
  if (event.key === "Escape" && owner) {
    event.stopPropagation();
    close();
  }
}, true);
addEventListener("hashchange", close);
addEventListener("scroll", close, true);
addEventListener("pointerdown", (event) => owner && !owner.contains(event.target) && close());
