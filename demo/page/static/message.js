// One message as a bubble, an album as one bubble, and what the service says as a pill.

import { formatted } from "./entities.js";
import { h, icon } from "./dom.js";
import { inlineKeyboard } from "./keyboards.js";
import { attachment, brief, photos } from "./media.js";
import { hour, t } from "./texts.js";

const SERVICES = {
  forum_topic_created: "serviceCreated", forum_topic_edited: "serviceRenamed", forum_topic_closed: "serviceClosed",
  forum_topic_reopened: "serviceReopened", pinned_message: "servicePinned", new_chat_members: "serviceJoined",
  left_chat_member: "serviceLeft",
};
const COLOURS = 7;

export const colour = (number) => `c${Math.abs(number) % COLOURS}`;

// `messages` is one message, or the parts of an album; `view` tells who looks (see chat.js).
export function bubble(messages, view) {
  const [message] = messages;
  if (message.kind === "service") return servicePill(message);
  const mine = message.sender?.id === view.who().id;
  const captioned = messages.find((one) => one.text) ?? message;
  const last = messages[messages.length - 1];
  return h("div", { class: `line ${mine ? "mine" : "theirs"}`, "data-message": message.id },
    h("div", { class: "stack" },
      h("div", { class: `bubble ${message.kind}`, role: "article", "aria-label": spoken(message, mine) },
        author(message, mine, view),
        message.forwarded && h("p", { class: "forwarded" }, `${t("forwarded")} ${message.forwarded}`),
        message.reply && quote(message.reply),
        messages.length > 1 ? photos(messages) : attachment(message),
        captioned.text && h("div", { class: "text" }, formatted(captioned.text, captioned.entities, view.links)),
        h("div", { class: "meta" }, message.reactions && h("span", {}, message.reactions.join(" ")),
          message.pinned && h("span", { title: t("pinned") }, icon("pin")),
          last.edited && h("span", {}, t("edited")), h("time", { datetime: last.date }, hour(last.date)))),
      inlineKeyboard(last, view)),
    h("div", { class: "does" },
      h("button", { type: "button", class: "tiny", "aria-label": `${t("replyTo")}: ${brief(message).slice(0, 40)}`, title: t("replyTo"), onclick: () => view.reply(message) }, icon("reply")),
      mine && captioned.text && h("button", { type: "button", class: "tiny", "aria-label": `${t("editOwn")}: ${brief(message).slice(0, 40)}`, title: t("editOwn"), onclick: () => view.edit(captioned) }, icon("edit"))));
}

function author(message, mine, view) {
  if (mine || !view.group || !message.sender) return null;
  return h("p", { class: `author ${colour(message.sender.id)}` }, message.sender.name, message.sender.bot && h("span", { class: "tag" }, t("bot")));
}

function quote(reply) {
  return h("div", { class: "quote" }, h("b", {}, reply.name), h("span", {}, brief(reply)));
}

const spoken = (message, mine) => `${mine ? "" : `${message.sender?.name ?? ""}, `}${hour(message.date)}`.trim();

function servicePill(message) {
  const { what, name, text } = message.service;
  const said = t(SERVICES[what] ?? "serviceOther");
  const words = what === "new_chat_members" || what === "left_chat_member" ? `${name}: ${said}` : `${message.sender?.name ?? ""}: ${said}${text ? ` «${text}»` : name ? ` «${name}»` : ""}`;
  return h("div", { class: "service", "data-message": message.id }, h("span", {}, words));
}
