/**
 * Puts the practice room on any page, where the room's settings allow that page's origin:
 *
 *   <script src="https://…/webhooks/sparring/embed.js" data-customer="haggler" data-story="winter_coat"
 *           data-language="zh" data-trainee="token of your own" defer></script>
 *
 * All attributes are optional. Without a customer the trainee chooses one; without a trainee token the
 * browser's own is used. `data-label` names the button otherwise.
 */
(() => {
  const script = document.currentScript;
  const { customer, story, language, trainee, label } = script.dataset;
  const base = new URL("./", script.src);
  const chinese = (language ?? document.documentElement.lang ?? "").startsWith("zh");
  const words = chinese
    ? { open: "练习接待顾客", close: "关闭练习室", title: "陪练" }
    : { open: "Practise with a customer", close: "Close the practice room", title: "Sparring" };

  const STYLE = `
    :host { all: initial; position: fixed; right: 1rem; bottom: 1rem; z-index: 2147483000; color-scheme: light dark; font-family: system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
    button { font: inherit; cursor: pointer; border: 0; }
    button:focus-visible { outline: 3px solid light-dark(#0d6b63, #74cdc0); outline-offset: 3px; }
    .open { display: flex; align-items: center; gap: .6rem; padding: .8rem 1.2rem; border-radius: 2rem; background: #0d6b63; color: #fff; font-size: 16px; font-weight: 600; box-shadow: 0 6px 24px #0004; }
    .open:hover { background: #0a5750; }
    .open svg { width: 1.4em; height: 1.4em; }
    .panel { position: fixed; inset: auto 1rem 1rem auto; width: min(29rem, calc(100vw - 2rem)); height: min(48rem, calc(100dvh - 2rem)); border-radius: 18px; overflow: hidden; background: light-dark(#f6f3ed, #14171a); box-shadow: 0 16px 60px #0006; display: flex; flex-direction: column; }
    .bar { display: flex; justify-content: flex-end; background: #0d6b63; }
    .close { width: 44px; height: 44px; background: none; color: #fff; font-size: 22px; line-height: 1; }
    .close:focus-visible { outline-color: #fff; outline-offset: -5px; }
    iframe { flex: 1; width: 100%; border: 0; }
    [hidden] { display: none !important; }
    @media (max-width: 520px) { .panel { inset: 0; width: 100vw; height: 100dvh; border-radius: 0; } }
  `;

  function address() {
    const query = new URLSearchParams({ embed: "1" });
    if (language) query.set("lang", language);
    const path = customer ? `/start/${[customer, story].filter(Boolean).map(encodeURIComponent).join("/")}` : "/";
    // The token stands behind the #, which browsers send to no server and in no Referer.
    const token = trainee ? `?${new URLSearchParams({ trainee })}` : "";
    return `${base}?${query}#${path}${token}`;
  }

  function element(tag, properties = {}, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  function launch() {
    const host = element("div");
    host.setAttribute("data-sparring", "");
    const root = host.attachShadow({ mode: "open" });
    const style = new CSSStyleSheet();
    style.replaceSync(STYLE);
    root.adoptedStyleSheets = [style];
    const open = element("button", { type: "button", className: "open", textContent: label || words.open });
    open.setAttribute("aria-expanded", "false");
    const close = element("button", { type: "button", className: "close", textContent: "×" });
    close.setAttribute("aria-label", words.close);
    const panel = element("div", { className: "panel", hidden: true }, element("div", { className: "bar" }, close));
    panel.setAttribute("role", "dialog");
    panel.setAttribute("aria-label", words.title);
    let frame = null;
    const toggle = (shown) => {
      if (shown && !frame) {
        frame = element("iframe", { src: address(), title: words.title, referrerPolicy: "no-referrer" });
        panel.append(frame);
      }
      panel.hidden = !shown;
      open.hidden = shown;
      open.setAttribute("aria-expanded", String(shown));
      (shown ? close : open).focus();
    };
    open.addEventListener("click", () => toggle(true));
    close.addEventListener("click", () => toggle(false));
    panel.addEventListener("keydown", (event) => event.key === "Escape" && toggle(false));
    root.append(open, panel);
    document.body.append(host);
  }

  async function ask() {
    const question = new URL("api/embed", base);
    if (customer) question.searchParams.set("customer", customer);
    const answer = await fetch(question);
    if (!answer.ok) throw new Error((await answer.json()).error);
    if (document.body) launch();
    else addEventListener("DOMContentLoaded", launch);
  }

  // A page that isn't allowed gets no readable answer: the browser reports a failed request.
  ask().catch((problem) => console.warn(`Sparring doesn't appear on this page: ${problem.message}`));
})();
