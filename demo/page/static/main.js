// The page: two chats side by side, drawn anew whenever the server tells news.

import { act } from "./act.js";
import { createChat } from "./chat.js";
import { choice, choose, officer, place, resident } from "./choice.js";
import { h, icon } from "./dom.js";
import { drawPanel, togglePanel } from "./panel.js";
import { drawPeople } from "./people.js";
import { connect, messages, now, part, topics, watch } from "./store.js";
import { moment, t, translate } from "./texts.js";
import { drawToasts } from "./toasts.js";
import { drawTopics, inTopic, topicColour, topicKey } from "./topics.js";
import { drawTour, openTour } from "./tour.js";

const links = (who, say) => ({
  payload: (url) => deepLink(url),
  start: (payload) => act("start", { who: who().id, payload }),
  command: (text) => say(text),
});

// The payload of a deep link to this very bot; null for any other address.
function deepLink(url) {
  const found = /^(?:https?:\/\/)?t\.me\/([A-Za-z0-9_]+)\?start=([A-Za-z0-9_-]*)$/.exec(url) ?? /^tg:\/\/resolve\?domain=([A-Za-z0-9_]+)&start=([A-Za-z0-9_-]*)$/.exec(url);
  return found && found[1] === part("bot").username ? found[2] : null;
}

const botHead = (person) => [
  h("span", { class: "avatar blue", "aria-hidden": "true" }, icon("person")),
  h("div", {}, h("h2", {}, part("bot").name), h("p", {}, person.blocked ? t("blocked") : typing(person.id) ? t("typing") : t("bot"))),
];

// Telegram shows «typing» for five seconds.
const acted = new Map();
function typing(chat) {
  const told = part(`typing:${chat}`);
  if (!told) return false;
  const known = acted.get(chat);
  if (!known || known.count !== told.count) acted.set(chat, { count: told.count, at: performance.now() });
  return performance.now() - acted.get(chat).at < 5000;
}

const whatItCan = (person) => h("div", { class: "what" }, h("h3", {}, t("whatCan")), h("p", {}, part("bot")[person.language === "en" ? "en" : "uk"]));

const phone = createChat(document.getElementById("resident-chat"), {
  group: false,
  who: resident,
  key: () => `private:${resident().id}`,
  title: () => part("bot").name,
  shown: () => messages(resident().id),
  where: () => ({ who: resident().id, place: "private" }),
  closed: () => false,
  commands: () => resident().commands,
  headed: () => [part("bot"), resident().blocked, typing(resident().id)],
  heading: () => botHead(resident()),
  empty: () => whatItCan(resident()),
  links: links(resident, (text) => phone.composer.say(text)),
});

const inPrivate = () => place() === "private";
const topic = () => topics().find((one) => one.id === place());

const council = createChat(document.getElementById("council-chat"), {
  get group() { return !inPrivate(); },
  who: officer,
  key: () => (inPrivate() ? `private:${officer().id}` : topicKey(topic()?.id ?? "general")),
  title: () => (inPrivate() ? t("privateChat") : topic()?.name ?? t("general")),
  shown: () => (inPrivate() ? messages(officer().id) : inTopic(topic()?.id ?? "general")),
  where: () => (inPrivate() ? { who: officer().id, place: "private" } : { who: officer().id, place: "group", topic: topic()?.id ?? null }),
  closed: () => !inPrivate() && Boolean(topic()?.closed),
  commands: () => (inPrivate() ? officer().commands : officer().group_commands),
  headed: () => [part("group"), topic(), officer().id, typing(officer().id)],
  heading: councilHead,
  empty: () => (inPrivate() ? whatItCan(officer()) : h("p", { class: "nothing" }, t("noMessages"))),
  links: links(officer, (text) => council.composer.say(text)),
});

function councilHead() {
  const back = h("button", { type: "button", class: "round back", "aria-label": t("backToTopics"), title: t("backToTopics"), onclick: () => choose("place", "list") }, icon("back"));
  if (inPrivate()) return [back, ...botHead(officer())];
  const name = topic()?.name ?? t("general");
  const under = topic()?.closed ? t("closedTopic") : `${part("group").title}, ${t("members")}`;
  const avatar = topic() ? h("span", { class: `avatar ${topicColour(topic())}`, "aria-hidden": "true" }, name[0]) : h("span", { class: "avatar grey", "aria-hidden": "true" }, "#");
  return [back, avatar, h("div", {}, h("h2", {}, name), h("p", {}, under))];
}

function drawFrame() {
  const clock = document.getElementById("clock");
  clock.textContent = moment(now);
  clock.dateTime = now.toISOString();
  document.getElementById("language").textContent = t("other");
  document.getElementById("language").lang = choice("language") === "en" ? "uk" : "en";
  document.getElementById("stage").dataset.pane = choice("pane");
  document.getElementById("window").dataset.view = place() === "list" ? "list" : "chat";
  for (const button of document.querySelectorAll("#switch button")) {
    button.setAttribute("aria-pressed", String(button.dataset.pane === choice("pane")));
  }
}

function draw() {
  if (!part("bot")) return;
  translate();
  drawFrame();
  drawPeople();
  drawTopics();
  phone.draw();
  council.draw();
  drawToasts();
  drawPanel();
  drawTour(phone, council);
}

for (const button of document.querySelectorAll("#switch button")) {
  button.addEventListener("click", () => choose("pane", button.dataset.pane));
}
document.getElementById("language").addEventListener("click", () => choose("language", choice("language") === "en" ? "uk" : "en"));
document.getElementById("open-panel").addEventListener("click", togglePanel);
document.getElementById("open-tour").addEventListener("click", openTour);

watch(draw);
connect((alive) => { document.getElementById("lost").hidden = alive; });
