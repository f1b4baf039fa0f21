// Where a person writes: text, the bot's commands and keyboard, files, a reply or a change.

import { act, upload } from "./act.js";
import { ask } from "./dialogs.js";
import { choice } from "./choice.js";
import { h, icon, keep } from "./dom.js";
import { replyKeyboard } from "./keyboards.js";
import { brief } from "./media.js";
import { t } from "./texts.js";

const PLACES = { placeSchool: [51.7725, 32.2532], placeStation: [51.7816, 32.2401], placeVillage: [51.8431, 32.4127] };
const SAMPLES = [
  ["samplePhotoLamp", "lamp"], ["samplePhotoPothole", "pothole"], ["samplePhotoRubbish", "rubbish"],
  ["sampleAlbum", "album"], ["sampleDocument", "document"], ["sampleVoice", "voice"],
];

export function createComposer(root, view) {
  const about = h("div", { class: "about-line" });
  const input = h("textarea", { rows: "1", class: "input" });
  const commands = h("button", { type: "button", class: "round", "aria-expanded": "false" }, icon("menu"));
  const attach = h("button", { type: "button", class: "round", "aria-expanded": "false" }, icon("clip"));
  const keys = h("button", { type: "button", class: "round" }, icon("keys"));
  const send = h("button", { type: "submit", class: "round send" }, icon("send"));
  const form = h("form", { class: "composer" }, commands, input, keys, attach, send);
  const menu = h("div", { class: "menu", hidden: true });
  const board = h("div", { class: "board" });
  const begin = h("button", { type: "button", class: "begin" });
  root.replaceChildren(menu, about, form, begin, board);

  let subject = null; // {does: "reply" | "edit", message}
  let shownKeys = true;

  const where = () => ({ ...view.where(), ...(subject?.does === "reply" ? { reply: subject.message.id } : {}) });

  async function say(text) {
    const words = text.trim();
    if (!words) return;
    const done = subject?.does === "edit"
      ? await act("edit", { ...view.where(), message: subject.message.id, text: words })
      : await act("write", { ...where(), text: words });
    if (done) {
      reset();
      grow();
    }
  }

  function reset() {
    subject = null;
    input.value = "";
    closeMenu();
    draw();
  }

  function begins(does, message) {
    subject = { does, message };
    input.value = does === "edit" ? message.text : input.value;
    draw();
    input.focus();
  }

  function grow() {
    input.style.height = "auto";
    input.style.height = `${Math.min(input.scrollHeight, 140)}px`;
  }

  function closeMenu() {
    menu.hidden = true;
    for (const one of [commands, attach]) one.setAttribute("aria-expanded", "false");
  }

  function openMenu(button, items) {
    const again = !menu.hidden && button.getAttribute("aria-expanded") === "true";
    closeMenu();
    if (again) return;
    menu.replaceChildren(...items);
    menu.hidden = false;
    button.setAttribute("aria-expanded", "true");
    menu.querySelector("button")?.focus();
  }

  const item = (does, ...content) => h("button", { type: "button", class: "item", onclick: () => { closeMenu(); input.focus(); does(); } }, ...content);

  const commandItems = () => view.commands().map((one) =>
    item(() => say(`/${one.command}`), h("b", {}, `/${one.command}`), h("span", {}, one.description)));

  function attachItems() {
    const samples = SAMPLES.map(([name, kind]) => item(() => sent("sample", { kind }), t(name)));
    const own = [item(() => pick("photo"), t("uploadPhoto")), item(() => pick("document"), t("uploadFile")), item(choosePlace, t("sendPlace"))];
    return [...samples, ...own, !view.group && item(() => sent("contact"), t("sendContact"))].filter(Boolean);
  }

  async function sent(does, details = {}) {
    if (await act(does, { ...where(), caption: input.value.trim(), ...details })) reset();
  }

  function pick(kind) {
    const chooser = h("input", { type: "file", accept: kind === "photo" ? "image/png,image/jpeg,image/webp" : false });
    chooser.addEventListener("change", async () => {
      if (chooser.files[0] && await upload(chooser.files[0], { ...named(where()), kind, caption: input.value.trim() })) reset();
    });
    chooser.click();
  }

  async function choosePlace() {
    const options = Object.keys(PLACES).map((name) => h("option", { value: name }, t(name)));
    const given = await ask({ title: t("whichPlace"), fields: [h("label", {}, t("location"), h("select", { name: "place" }, options))], yes: t("send") });
    if (given) await sent("location", { latitude: PLACES[given.place][0], longitude: PLACES[given.place][1] });
  }

  function draw() {
    const person = view.who();
    const asleep = !view.group && !person.started;
    form.hidden = asleep || view.closed();
    begin.hidden = !asleep;
    begin.textContent = t("start");
    const labels = [[input, "write"], [commands, "commands"], [attach, "attach"], [send, "send"], [keys, shownKeys ? "hideKeys" : "showKeys"]];
    for (const [element, name] of labels) element.setAttribute("aria-label", t(name));
    for (const [element, name] of labels.slice(1)) element.title = t(name);
    input.placeholder = t("write");
    const board_ = !view.group && person.keys.length > 0;
    keys.hidden = !board_;
    commands.hidden = view.commands().length === 0;
    keys.setAttribute("aria-pressed", String(shownKeys));
    keep(about, [subject, choice("language")], drawSubject);
    keep(board, [board_ && shownKeys && !form.hidden && person.keys, person.id, choice("language")], () => (board_ && shownKeys && !form.hidden ? replyKeyboard(person) : null));
  }

  function drawSubject() {
    if (!subject) return null;
    return h("div", { class: "subject" }, icon(subject.does === "reply" ? "reply" : "edit"),
      h("span", {}, h("b", {}, t(subject.does === "reply" ? "replying" : "editing")), h("span", {}, brief(subject.message).slice(0, 80))),
      h("button", { type: "button", class: "tiny", "aria-label": t("stopIt"), title: t("stopIt"), onclick: reset }, icon("close")));
  }

  form.addEventListener("submit", (event) => { event.preventDefault(); say(input.value); });
  input.addEventListener("input", grow);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); say(input.value); }
    if (event.key === "Escape") reset();
  });
  menu.addEventListener("keydown", (event) => { if (event.key === "Escape") { closeMenu(); input.focus(); } });
  commands.addEventListener("click", () => openMenu(commands, commandItems()));
  attach.addEventListener("click", () => openMenu(attach, attachItems()));
  keys.addEventListener("click", () => { shownKeys = !shownKeys; draw(); });
  begin.addEventListener("click", () => act("start", { who: view.who().id }));

  return { draw, reset, say, reply: (message) => begins("reply", message), edit: (message) => begins("edit", message) };
}

// Of a query only what has a value.
const named = (details) => Object.fromEntries(Object.entries(details).filter(([, value]) => value !== null && value !== undefined));
