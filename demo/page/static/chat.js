// A chat: what was said, and the place to say the next thing. The same for a phone and for a topic of the group.

import { createComposer } from "./composer.js";
import { h, keep } from "./dom.js";
import { bubble } from "./message.js";
import { presses } from "./store.js";
import { choice, choose } from "./choice.js";
import { date, t } from "./texts.js";

const NEAR_END = 60; // pixels from the end within which the view is held at the end

// `view`: who() acts, shown() lists the messages, where() says where an act happens, key() names the chat,
// group, links, heading() draws the head, empty() what stands in an empty chat, composer options.
export function createChat(root, view) {
  const head = h("header", { class: "head" });
  const log = h("div", { class: "log", role: "log", tabindex: "0" });
  const foot = h("footer", { class: "foot" });
  root.replaceChildren(head, log, foot);
  const composer = createComposer(foot, view);
  view.reply = composer.reply;
  view.edit = composer.edit;
  const drawn = new Map();
  let last = null;
  let held = true; // at the end: whatever comes or grows, the end stays in view

  const toEnd = () => { if (held) log.scrollTop = log.scrollHeight; };
  const sizes = new ResizeObserver(toEnd);
  sizes.observe(log);
  log.addEventListener("scroll", () => { held = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END; }, { passive: true });

  function draw() {
    keep(head, [view.key(), choice("language"), view.headed()], () => view.heading());
    log.setAttribute("aria-label", `${t("messagesOf")}: ${view.title()}`);
    if (last !== view.key()) {
      drawn.clear();
      log.replaceChildren();
      composer.reset();
      last = view.key();
      held = true;
    }
    lines();
    composer.draw();
    toEnd();
    remember();
  }

  // Puts a node for every message, and keeps those that are as they were.
  function lines() {
    const wanted = [];
    const messages = view.shown();
    let day = "";
    for (const messages_ of albums(messages)) {
      const today = date(messages_[0].date);
      if (today !== day) wanted.push([`day:${today}`, today, () => h("div", { class: "service day" }, h("span", {}, today))]);
      day = today;
      wanted.push([`m:${messages_[0].id}`, signature(messages_), () => bubble(messages_, view)]);
    }
    if (!messages.length) wanted.push(["empty", view.headed(), () => view.empty()]);
    place(wanted);
  }

  function signature(messages) {
    const mine = presses().filter((one) => !one.answered && one.message === messages[messages.length - 1].id);
    return [messages, mine.map((one) => [one.chat, one.data]), choice("language"), view.who().id];
  }

  function place(wanted) {
    const names = new Set(wanted.map(([name]) => name));
    for (const [name, one] of drawn) {
      if (!names.has(name)) {
        one.node.remove();
        drawn.delete(name);
      }
    }
    let before = null;
    for (const [name, signed, build] of wanted) {
      const now = JSON.stringify(signed);
      const old = drawn.get(name);
      if (!old || old.now !== now) {
        const focus = old?.node.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
        const node = build();
        if (old) old.node.replaceWith(node);
        else if (before) before.after(node);
        else log.prepend(node);
        drawn.set(name, { node, now });
        for (const image of node.querySelectorAll("img")) image.addEventListener("load", toEnd);
        if (focus) (node.querySelector(`[data-focus="${CSS.escape(focus)}"]`) ?? node.querySelector("button"))?.focus();
      }
      before = drawn.get(name).node;
    }
  }

  // How far this chat was read, for the marks of the list of topics.
  function remember() {
    const newest = Math.max(0, ...view.shown().map((one) => one.id));
    const seen = choice("seen");
    if (root.offsetParent !== null && (seen[view.key()] ?? 0) < newest) choose("seen", { ...seen, [view.key()]: newest });
  }

  return { draw, composer, log };
}

function albums(messages) {
  const groups = [];
  for (const message of messages) {
    const before = groups[groups.length - 1];
    if (message.album && before && before[0].album === message.album) before.push(message);
    else groups.push([message]);
  }
  return groups;
}
