// The list of the group's topics, as a forum shows it, with the officer's private chat above.

import { choice, choose, officer, place } from "./choice.js";
import { h, icon, keep } from "./dom.js";
import { brief } from "./media.js";
import { colour } from "./message.js";
import { messages, part, topics } from "./store.js";
import { hour, date, t } from "./texts.js";
import { now } from "./store.js";

const COLOURS = { 7322096: "blue", 16766590: "yellow", 13338331: "violet", 9367192: "green", 16749490: "rose", 16478047: "red" };

export const topicColour = (topic) => COLOURS[topic.color] ?? "blue";

export const topicKey = (at) => `group:${at}`;

// The messages of a topic; of General those without one.
export function inTopic(at) {
  const group = part("group");
  const wanted = typeof at === "number" ? at : null;
  return group ? messages(group.id).filter((one) => (one.topic ?? null) === wanted) : [];
}

export function drawTopics() {
  const list = document.getElementById("topics");
  const rows = listed();
  keep(list, [rows, choice("language"), officer()?.id], () => h("ul", {}, rows.map(row)));
}

function listed() {
  const me = officer();
  const privately = messages(me?.id).at(-1);
  const seen = choice("seen");
  const byNews = (a, b) => b.last - a.last || b.at - a.at;
  const all = topics().map((one) => about(one.id, one.name, topicColour(one), one.closed, inTopic(one.id), seen)).sort(byNews);
  return [
    { ...about("general", t("general"), "grey", false, inTopic("general"), seen), sign: "#" },
    { ...about("private", t("privateChat"), colour(me?.id ?? 0), false, privately ? [privately] : [], {}), sign: "", hint: privately ? null : t("privateHint") },
    ...all,
  ].map((one) => ({ ...one, here: one.at === place() || (one.at === "general" && place() === "list") }));
}

function about(at, name, color, closed, said, seen) {
  const spoken = said.filter((one) => one.kind !== "service");
  const last = spoken.at(-1);
  const changed = spoken.reduce((latest, one) => Math.max(latest, Date.parse(one.date)), 0);
  const fresh = spoken.filter((one) => one.id > (seen[topicKey(at)] ?? 0)).length;
  return {
    at, name, color, closed, sign: name.trim()[0].toUpperCase(), last: changed, unread: at === "private" ? 0 : fresh,
    preview: last ? brief(last).replace(/\s+/g, " ").slice(0, 90) : "", when: last ? when(last.date) : "",
  };
}

function when(moment) {
  return date(moment) === date(now) ? hour(moment) : date(moment);
}

function row(one) {
  return h("li", {}, h("button", {
    type: "button", class: "topic", "data-focus": String(one.at), "aria-current": one.here && "true",
    onclick: () => choose("place", one.at),
  },
  h("span", { class: `badge ${one.color}`, "aria-hidden": "true" }, one.at === "private" ? icon("person") : one.sign),
  h("span", { class: "about" },
    h("b", {}, one.name, one.closed && h("span", { class: "closed" }, icon("lock"), h("span", { class: "hidden" }, ` (${t("closedTopic")})`))),
    h("span", { class: "preview" }, one.hint ?? one.preview)),
  h("span", { class: "end" }, h("time", {}, one.when), one.unread > 0 && h("span", { class: "unread" }, String(one.unread), h("span", { class: "hidden" }, ` ${t("unread")}`)))));
}
