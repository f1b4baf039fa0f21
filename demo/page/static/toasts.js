// Answers to presses: a line over the chat for some seconds, or a box that waits for «OK».

import { choice, officer, resident } from "./choice.js";
import { ask } from "./dialogs.js";
import { h } from "./dom.js";
import { fresh, presses } from "./store.js";
import { t } from "./texts.js";

const shown = new Set();
const SECONDS = 5;

export function drawToasts() {
  for (const press of presses()) {
    if (!press.answered || shown.has(press.id)) continue;
    shown.add(press.id);
    if (!press.text || fresh) continue;
    const ofResident = press.by === resident()?.id && press.chat === press.by;
    if (!ofResident && press.by !== officer()?.id) continue;
    if (press.alert) ask({ title: t("botSays"), text: press.text });
    else toast(document.getElementById(ofResident ? "resident-chat" : "council-chat"), press.text);
  }
}

function toast(chat, text) {
  const line = h("div", { class: "toast", role: "status", lang: choice("language") }, text);
  chat.append(line);
  setTimeout(() => line.remove(), SECONDS * 1000);
}
