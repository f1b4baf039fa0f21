// Who one is: the residents and the officers to choose from, and new ones.

import { act } from "./act.js";
import { choice, choose, officer, resident } from "./choice.js";
import { ask, closeDialog, open } from "./dialogs.js";
import { h, icon, keep } from "./dom.js";
import { officers, residents } from "./store.js";
import { ROLES, inLanguage, t } from "./texts.js";

export function drawPeople() {
  const one = document.getElementById("resident-who");
  keep(one, [residents().map(listed), resident()?.id, choice("language")], () => [
    chooser("resident", t("asResident"), residents(), resident()),
    h("button", { type: "button", class: "round", title: t("addResident"), "aria-label": t("addResident"), onclick: addResident }, icon("plus")),
    h("button", { type: "button", class: "round", title: t("links"), "aria-label": t("links"), onclick: showLinks }, icon("link")),
  ]);
  const other = document.getElementById("council-who");
  keep(other, [officers().map(listed), officer()?.id, choice("language")], () => [
    chooser("officer", t("asOfficer"), officers(), officer()),
    h("button", { type: "button", class: "round", title: t("addOfficer"), "aria-label": t("addOfficer"), onclick: addOfficer }, icon("plus")),
  ]);
}

const listed = ({ id, name, post, language }) => [id, name, post, language];

function chooser(what, label, people, current) {
  const select = h("select", { "data-focus": what }, people.map((one) =>
    h("option", { value: one.id, selected: one.id === current?.id }, one.post ? `${one.name}, ${one.post}` : `${one.name}${one.language === "en" ? " (English)" : ""}`)));
  select.addEventListener("change", () => choose(what, Number(select.value)));
  return h("label", {}, h("span", {}, label), select);
}

async function addResident() {
  const given = await ask({ title: t("addResident"), yes: t("add"), fields: [nameField(), languageField()] });
  if (given) await act("add", given);
}

async function addOfficer() {
  const roles = Object.entries(ROLES).map(([code, name]) => h("option", { value: code }, inLanguage(name)));
  const role = h("label", {}, t("role"), h("select", { name: "role" }, roles));
  const given = await ask({ title: t("addOfficer"), yes: t("add"), fields: [nameField(), role] });
  if (given) await act("add", given);
}

const nameField = () => h("label", {}, t("name"), h("input", { name: "name", required: true, maxlength: "64", autocomplete: "off" }));

const languageField = () => h("label", {}, t("personLanguage"), h("select", { name: "language" },
  h("option", { value: "uk" }, "Українська"), h("option", { value: "en" }, "English")));

// The posters of the town: each code is a deep link, opened as the chosen resident.
async function showLinks() {
  const links = await (await fetch("/links")).json();
  open(h("div", { class: "codes" },
    h("h2", { id: "dialog-title" }, t("links")), h("p", { class: "quiet" }, t("linksText")),
    h("ul", {}, links.map((one) => h("li", {},
      h("img", { src: `/code/${one.payload}`, alt: `QR: ${one.url}`, width: 120, height: 120 }),
      h("div", {}, h("b", {}, inLanguage([one.uk, one.en])), h("code", {}, one.url),
        h("button", { type: "button", class: "soft", onclick: () => { closeDialog(); act("start", { who: resident().id, payload: one.payload }); } }, t("openLink")))))),
    h("button", { type: "button", class: "main", onclick: closeDialog }, t("close"))), true);
}
