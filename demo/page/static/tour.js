// The guided tour: a card over the page that tells one step after another, and does it when asked.

import { act } from "./act.js";
import { choice, choose, officer, place, resident } from "./choice.js";
import { closeDialog, open } from "./dialogs.js";
import { h, icon, keep } from "./dom.js";
import { messages, part, presses, residents, topics } from "./store.js";
import { inLanguage, t } from "./texts.js";
import { inTopic } from "./topics.js";
import { RESIDENT, STAFF } from "./tour_steps.js";

const QUIET = 350; // milliseconds without news after which the bot has said what it had to say
const SILENT = 2500; // milliseconds after which the bot has nothing to say to this
const PATIENCE = 9000;

const TAKE = "Взяти в роботу";

const card = document.getElementById("tour");
const opener = document.getElementById("open-tour");
const steps = { resident: RESIDENT, staff: STAFF };
let busy = false;

export function openTour() {
  if (choice("tour")) return end();
  const begin = (which) => () => {
    closeDialog();
    if (which === "resident") choose("resident", residents().find((one) => one.language === choice("language"))?.id ?? resident().id);
    choose("pane", which === "resident" ? "resident" : "council");
    choose("tour", { which, step: 0 });
    card.querySelector(".main")?.focus();
  };
  return open(h("div", { class: "ask tours" }, h("h2", { id: "dialog-title" }, t("tourWhich")),
    h("button", { type: "button", class: "main", onclick: begin("resident") }, t("tourResident")),
    h("button", { type: "button", class: "main", onclick: begin("staff") }, t("tourStaff")),
    h("button", { type: "button", class: "soft", onclick: closeDialog }, t("cancel"))));
}

function end() {
  choose("tour", null);
  opener.focus();
}

export function drawTour() {
  const at = choice("tour");
  card.hidden = !at;
  opener.setAttribute("aria-expanded", String(Boolean(at)));
  if (!at) return light([]);
  const list = steps[at.which];
  const step = list[at.step];
  const finished = step.done(worker(at.which));
  light(finished ? [] : step.lit);
  return keep(card, [at, finished, busy, choice("language")], () => drawStep(list, step, at, finished));
}

function drawStep(list, step, at, finished) {
  const last = at.step === list.length - 1;
  const go = (by) => () => (last && by > 0 ? end() : choose("tour", { ...at, step: at.step + by }));
  return [
    h("header", {}, h("span", { class: "count" }, `${t(at.which === "resident" ? "paneResident" : "paneCouncil")}. ${t("step")} ${at.step + 1} ${t("of")} ${list.length}${finished ? ` · ✓ ${t("stepDone")}` : ""}`),
      h("button", { type: "button", class: "round", "aria-label": t("close"), title: t("close"), onclick: end }, icon("close"))),
    bar((at.step + 1) / list.length),
    h("div", { role: "status" }, h("h2", {}, inLanguage(step.title)), h("p", {}, inLanguage(step.text))),
    h("div", { class: "row" },
      at.step > 0 && h("button", { type: "button", class: "soft", "data-focus": "back", onclick: go(-1) }, t("previous")),
      h("button", { type: "button", class: finished ? "soft" : "main", "data-focus": "do", disabled: busy, onclick: () => run(step, at.which) }, busy ? t("doing") : t("doIt")),
      h("button", { type: "button", class: finished ? "main" : "soft", "data-focus": "next", onclick: go(1) }, t(last ? "finish" : "next"))),
  ];
}

function bar(part_) {
  const inner = h("span");
  inner.style.width = `${Math.round(part_ * 100)}%`;
  return h("div", { class: "bar", "aria-hidden": "true" }, inner);
}

async function run(step, which) {
  busy = true;
  drawTour();
  choose("pane", which === "resident" ? "resident" : "council");
  try {
    await step.run(worker(which));
  } finally {
    busy = false;
    drawTour();
  }
}

// Marks the button to press next, in the newest message that has it.
function light(words) {
  for (const one of document.querySelectorAll(".lit")) one.classList.remove("lit");
  for (const word of [...words].reverse()) {
    const found = [...document.querySelectorAll(".chat .key")].filter((one) => one.textContent.includes(word)).at(-1);
    if (found) return found.classList.add("lit");
  }
  return undefined;
}

// What a step may ask and do, as the resident or as the officer.
function worker(which) {
  const staff = which === "staff";
  const who = () => (staff ? officer() : resident());
  const topic = () => (typeof place() === "number" ? place() : null);
  const here = () => (staff && place() !== "private" ? inTopic(topic() ?? "general") : messages(who()?.id));
  const where = () => (staff && place() !== "private" ? { who: who().id, place: "group", topic: topic() } : { who: who().id, place: "private" });
  const words = (text) => (Array.isArray(text) ? text[who()?.language === "en" ? 1 : 0] : text);
  const latest = () => here().filter((one) => one.sender?.bot).sort((a, b) => Date.parse(a.edited ?? a.date) - Date.parse(b.edited ?? b.date) || a.id - b.id);
  const newest = (text) => latest().at(-1)?.text?.includes(words(text));
  const does = async (name, details = {}) => {
    const before = seen();
    if (await act(name, { ...where(), ...details })) await quiet(before);
  };
  const pressed = (message, button) => does("press", { message: message.id, data: button.callback_data });
  const keysOf = (message) => (message.keys ?? []).flat();

  return {
    said: (text) => here().some((one) => one.sender?.bot && one.text?.includes(words(text))),
    privately: (text) => messages(who()?.id).some((one) => one.text?.includes(text)),
    generally: (text) => inTopic("general").some((one) => one.sender?.bot && one.text?.includes(text)),
    photo: () => here().some((one) => one.sender?.bot && one.kind === "photo"),
    newest,
    inCase: () => topics().some((one) => one.id === place() && one.name.startsWith("ЗВ-")),
    open: (at) => choose("place", at),
    // The newest case that nobody has taken; a case that is open on the page stays open.
    openCase() {
      const cases = topics().filter((one) => one.name.startsWith("ЗВ-") && !one.closed);
      if (cases.some((one) => one.id === place())) return;
      const free = cases.filter((one) => inTopic(one.id).some((said) => keysOf(said).some((key) => key.text === TAKE)));
      choose("place", (free.at(-1) ?? cases.at(-1))?.id ?? "general");
    },
    act: does,
    start: (payload) => does("start", { payload }),
    say: (text) => does("write", { text: words(text) }),
    async press(text) {
      const wanted = words(text);
      for (const fits of [(one) => one.text === wanted, (one) => one.text.includes(wanted)]) {
        for (const message of latest().reverse()) {
          const button = keysOf(message).find((one) => fits(one) && one.callback_data);
          if (button) return pressed(message, button);
        }
      }
      return undefined;
    },
    // The newest question: the answer with these words, or else the first.
    answer(text) {
      const message = latest().at(-1);
      return pressed(message, keysOf(message).find((one) => one.text.includes(words(text))) ?? keysOf(message)[0]);
    },
    async replyTo(text, answer) {
      const message = latest().reverse().find((one) => one.text?.includes(text));
      if (message) await does("write", { text: answer, reply: message.id });
    },
  };
}

const seen = () => JSON.stringify([resident(), officer(), part("group")].filter(Boolean).map((one) => messages(one.id).filter((said) => said.sender?.bot)));

// Until the bot has said something after `before`, and then nothing new for a moment.
async function quiet(before) {
  const begun = performance.now();
  let last = before;
  let since = begun;
  while (performance.now() - begun < PATIENCE) {
    await new Promise((wake) => setTimeout(wake, 60));
    const now = seen();
    if (now !== last || presses().some((one) => !one.answered)) since = performance.now();
    last = now;
    if (performance.now() - since > (now === before ? SILENT : QUIET)) return;
  }
}
