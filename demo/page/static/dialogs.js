// One modal dialog for alerts of the bot, forms and pictures.

import { h } from "./dom.js";
import { t } from "./texts.js";

const dialog = document.getElementById("dialog");

// Resolves with the values of the form, or null when it was closed.
export function ask({ title, text = "", fields = [], yes = t("fine"), wide = false }) {
  const done = Promise.withResolvers ? Promise.withResolvers() : deferred();
  const form = h("form", { method: "dialog", class: "ask" },
    h("h2", { id: "dialog-title" }, title),
    text && h("p", { class: "said" }, text),
    ...fields,
    h("div", { class: "row" },
      fields.length > 0 && h("button", { type: "button", class: "soft", onclick: () => dialog.close() }, t("cancel")),
      h("button", { class: "main", value: "yes" }, yes)));
  form.addEventListener("submit", () => done.resolve(Object.fromEntries(new FormData(form))));
  open(form, wide);
  dialog.addEventListener("close", () => done.resolve(null), { once: true });
  return done.promise;
}

export function showPicture(source, caption) {
  open(h("div", { class: "picture" },
    h("h2", { id: "dialog-title" }, caption.split("\n")[0]),
    h("img", { src: source, alt: caption }),
    h("button", { type: "button", class: "main", onclick: () => dialog.close() }, t("close"))), true);
}

export const closeDialog = () => dialog.close();

export function open(content, wide = false) {
  if (dialog.open) dialog.close();
  dialog.classList.toggle("wide", wide);
  dialog.replaceChildren(content);
  dialog.showModal();
}

function deferred() {
  let resolve;
  const promise = new Promise((good) => (resolve = good));
  return { promise, resolve };
}
