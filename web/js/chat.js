/**
 * The chat: deep-chat, with everything said put into it as slots. The words themselves are elements of our
 * page that show through those slots: always text, styled and scored by us, whatever they contain.
 */

import "../node_modules/deep-chat/dist/deepChat.bundle.js";
import { h } from "./dom.js";

let current = null; // the chat whose input is being sent
let slots = 0;

// deep-chat renders typed text as Markdown. This one renders nothing: it makes a slot.
window.remarkable_plugins = [
  { plugin: (markdown) => (markdown.render = () => `<p>${current.typedSlot()}</p>`) },
];

const INSIDE = `
  #chat-view { background: transparent; grid-template-rows: minmax(0, 1fr) auto; }
  #messages { padding: .25rem 0 .75rem; scrollbar-width: thin; scrollbar-color: var(--line) transparent; scroll-behavior: auto; }
  #messages:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px; border-radius: 8px; }
  .inner-message-container { width: calc(100% - 2rem); max-width: 46rem; }
  .message-bubble, .html-message { background: transparent !important; color: inherit !important; padding: 0; margin: 0; width: 100%; max-width: 100%; border-radius: 0; line-height: inherit; }
  .message-bubble > p { margin: 0; }
  :host(.over) #input { display: none !important; }
  #input { box-sizing: border-box; width: calc(100% - 2rem); max-width: 46rem; margin: 0 auto; position: relative; }
  #text-input-container { width: 100%; margin: .25rem 0 .5rem; background: var(--surface); border: 1px solid var(--field); border-radius: 14px; box-shadow: none; max-height: 9.5rem; }
  #text-input-container:focus-within { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
  #text-input { padding: .8rem 3.4rem .8rem 1rem !important; min-height: 1.4em; line-height: 1.45; color: var(--ink) !important; font-size: 1rem; overflow: visible; }
  #text-input:empty::before, .text-input-placeholder::before, [deep-chat-placeholder-text]:empty:before { color: var(--muted) !important; }
  .input-button { width: 2.4rem !important; height: 2.4rem !important; border-radius: 10px; display: grid !important; place-items: center; }
  .input-button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
`;

const ARROW =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M12 19V6M6 11.5l6-6 6 6" fill="none" stroke="white" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/></svg>';

/** Name the send button, which deep-chat makes when it gets round to it. */
function nameButton(inside, label) {
  const observer = new MutationObserver(name);
  observer.observe(inside, { childList: true, subtree: true });
  function name() {
    const button = inside.querySelector(".input-button");
    button?.setAttribute("aria-label", label);
    if (button) observer.disconnect();
  }
  name();
}

/**
 * A chat. `send(message, place)` is called for each message of the trainee, typed ({text}) or handed to
 * `submit`; it fills `place` with what stands in the chat and resolves when the answer has been shown.
 * Until then nothing else can be sent.
 */
export function createChat({ label, placeholder, messagesLabel, sendLabel, send, typed }) {
  const element = document.createElement("deep-chat");
  let handed = null; // a message that wasn't typed
  let halfTyped = ""; // sending clears the input; what stood in it comes back
  let place = null;

  function slot() {
    const name = `said-${++slots}`;
    const content = h("div", { slot: name, class: "said" });
    element.append(content);
    return { content, html: `<slot name="${name}"></slot>` };
  }

  const chat = {
    element,
    /** An empty place at the end of the chat, for one thing said. */
    add(role = "ai") {
      const { content, html } = slot();
      element.addMessage({ html, role });
      return content;
    },
    typedSlot() {
      const { content, html } = slot();
      place = content;
      return html;
    },
    /** Send something that wasn't typed. */
    submit(message) {
      handed = message;
      halfTyped = input().textContent;
      current = chat;
      element.submitUserMessage({ text: "·" });
    },
    clear() {
      element.clearMessages();
      element.replaceChildren();
    },
    /** Show the chat, once what was said before stands in it. */
    show: () => (element.style.visibility = "visible"),
    toEnd: () => element.scrollToBottom(),
    focus: () => input()?.focus(),
    /** Put words into the input, as if typed. */
    write(text) {
      input().textContent = text;
      input().dispatchEvent(new Event("input"));
    },
  };
  const input = () => element.shadowRoot.querySelector("#text-input");

  element.style.cssText =
    "visibility:hidden;display:block;width:100%;height:100%;border:0;background:transparent;font-family:inherit;font-size:1rem;color:inherit";
  element.connect = {
    handler: async (body, signals) => {
      const message = handed ?? { text: body.messages.at(-1).text.trim() };
      handed = null;
      if (halfTyped) chat.write(halfTyped);
      halfTyped = "";
      const here = place;
      await send(message, here);
      const { content, html } = slot();
      content.remove(); // deep-chat wants an answer to finish; ours are there already
      await signals.onResponse({ html });
    },
  };
  element.displayLoadingBubble = false;
  element.auxiliaryStyle = INSIDE;
  element.textInput = { placeholder: { text: placeholder }, characterLimit: 2000 };
  const button = (colour, extra) => ({ container: { default: { backgroundColor: colour, bottom: ".85rem", insetInlineEnd: ".35rem", ...extra } }, svg: { content: ARROW, styles: { default: { width: "1.3rem", height: "1.3rem", filter: "none" } } } });
  element.submitButtonStyles = {
    position: "inside-end",
    submit: button("var(--accent-fill)"),
    loading: button("var(--accent-fill)", { opacity: "0.45" }),
    disabled: button("var(--accent-fill)", { opacity: "0.45" }),
  };
  element.onInput = ({ content, isUser }) => isUser && typed(content.text ?? "");

  /** Roles and names for what deep-chat has made. */
  function arrange() {
    const inside = element.shadowRoot;
    const messages = inside.querySelector("#messages");
    messages.tabIndex = 0;
    messages.setAttribute("role", "region");
    messages.setAttribute("aria-label", messagesLabel);
    input().setAttribute("aria-label", label);
    input().setAttribute("aria-multiline", "true");
    nameButton(inside, sendLabel);
    current = chat;
    return chat;
  }

  // deep-chat may render twice before it comes to rest, and tells of the first time only.
  const ready = new Promise((resolve) => {
    const look = () =>
      element._hasBeenRendered && !element._waitingToRender_ ? resolve(arrange()) : setTimeout(look, 10);
    look();
  });
  return { element, ready };
}
