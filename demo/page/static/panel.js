// For the curious: the clock, bad days, what waits to be sent, the letters, and the calls to Telegram.

import { act } from "./act.js";
import { choice, place, resident } from "./choice.js";
import { h, icon, keep } from "./dom.js";
import { calls, part, refresh } from "./store.js";
import { shortMoment, t } from "./texts.js";

const EVERY = 2000; // milliseconds between two looks behind the scenes
const SHOWN_CALLS = 14;

const panel = document.getElementById("panel");
const opener = document.getElementById("open-panel");
let behind = { outbox: [], letters: [] };
let passing = false;
let timer = null;

export function togglePanel() {
  const opened = panel.hidden;
  panel.hidden = !opened;
  opener.setAttribute("aria-expanded", String(opened));
  clearInterval(timer);
  if (!opened) return opener.focus();
  look();
  timer = setInterval(look, EVERY);
  refresh();
  return requestAnimationFrame(() => panel.querySelector("button")?.focus());
}

async function look() {
  const answer = await fetch("/backstage").catch(() => null);
  if (answer?.ok) behind = await answer.json();
  refresh();
}

export function drawPanel() {
  if (panel.hidden) return;
  keep(panel, [behind, passing, part("faults"), calls().slice(0, SHOWN_CALLS), choice("language"), resident()?.blocked, place()], () => [
    h("header", {}, h("h2", {}, t("curious")), h("button", { type: "button", class: "round", "aria-label": t("close"), title: t("close"), onclick: togglePanel }, icon("close"))),
    clock(), troubles(), outbox(), letters(), log(),
  ]);
}

const section = (title, ...content) => h("section", {}, h("h3", {}, title), ...content);
const button = (name, does, extra = {}) => h("button", { type: "button", class: "soft", "data-focus": name, onclick: does, ...extra }, t(name));

function clock() {
  const jump = (how) => async () => {
    passing = true;
    refresh();
    await act("wait", { how });
    passing = false;
    look();
  };
  return section(t("time"), h("p", { class: "quiet" }, t("timeText")),
    h("div", { class: "buttons" }, ["minute", "day", "month"].map((how) => button(how, jump(how), { disabled: passing }))),
    h("p", { role: "status", class: "quiet" }, passing ? t("passing") : ""));
}

function troubles() {
  const faults = part("faults");
  const topic = typeof place() === "number" ? place() : null;
  return section(t("troubles"), h("p", { class: "quiet" }, t("troublesText")),
    h("div", { class: "buttons" },
      button("slow", () => act("slow"), { "aria-pressed": String(faults.slow > 0) }),
      button("refuse", () => act("refuse")), button("outage", () => act("outage")), button("restart", () => act("restart")),
      button(resident()?.blocked ? "unblock" : "block", () => act("block", { who: resident().id })),
      topic && button("closeTopic", () => act("close_topic", { topic })), topic && button("deleteTopic", () => act("delete_topic", { topic }))),
    faults.waiting > 0 && h("p", { class: "quiet" }, `${t("willFail")} ${faults.waiting}`));
}

function outbox() {
  if (!behind.outbox.length) return section(t("outbox"), h("p", { class: "quiet" }, t("nothingWaits")));
  return section(t("outbox"), h("ul", { class: "rows" }, behind.outbox.map((one) =>
    h("li", {}, h("b", {}, one.to), h("span", {}, shortMoment(one.due)), one.attempts > 0 && h("span", {}, `${t("tries")}: ${one.attempts}`)))));
}

function letters() {
  const listed = behind.letters.map((one) => h("li", {}, h("details", {},
    h("summary", {}, h("b", {}, one.subject), h("span", {}, `${one.to}, ${shortMoment(one.at)}`)),
    h("p", { class: "letter" }, one.text), one.files.length > 0 && h("p", { class: "quiet" }, one.files.join(", ")))));
  return section(t("letters"), h("p", { class: "quiet" }, listed.length ? t("lettersText") : t("noLetters")), listed.length > 0 && h("ul", { class: "rows" }, listed));
}

function log() {
  return section(t("callsTitle"), h("ul", { class: "rows calls" }, calls().slice(0, SHOWN_CALLS).map((one) =>
    h("li", { class: one.error ? "bad" : "" }, h("code", {}, one.method), h("span", {}, one.to), one.error && h("span", { class: "why" }, one.error)))));
}
