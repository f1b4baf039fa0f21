// Buttons under a message, and the keyboard that the bot puts in place of the person's own.

import { act } from "./act.js";
import { h } from "./dom.js";
import { link } from "./entities.js";
import { presses } from "./store.js";
import { t } from "./texts.js";

export function inlineKeyboard(message, view) {
  if (!message.keys) return null;
  return h("div", { class: "keys" }, message.keys.map((row) =>
    h("div", { class: "row" }, row.map((button) => inlineButton(message, button, view)))));
}

function inlineButton(message, button, view) {
  const style = `key ${button.style ?? ""}`;
  if (button.url) {
    const opened = link(button.url, [button.text], view.links);
    opened.className = style;
    return opened;
  }
  if (button.copy_text) {
    return h("button", { type: "button", class: style, onclick: () => navigator.clipboard?.writeText(button.copy_text.text) }, button.text);
  }
  const waiting = presses().some((one) => !one.answered && one.by === view.who().id && one.message === message.id && one.chat === message.chat && one.data === button.callback_data);
  return h("button", {
    type: "button", class: style, disabled: !button.callback_data, "aria-busy": waiting && "true",
    "data-focus": `${message.id}:${button.callback_data}`,
    onclick: () => act("press", { ...view.where(), message: message.id, data: button.callback_data }),
  }, button.text);
}

export function replyKeyboard(person) {
  return h("div", { class: "reply-keys", role: "group", "aria-label": t("botKeys") }, person.keys.map((row) =>
    h("div", { class: "row" }, row.map((key) =>
      h("button", { type: "button", class: `key ${key.style ?? ""}`, onclick: () => act("tap", { who: person.id, key: key.text }) }, key.text)))));
}
