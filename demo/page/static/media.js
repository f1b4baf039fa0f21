// What a message carries beside its text: pictures, files, voices, places, contacts.

import { showPicture } from "./dialogs.js";
import { h, icon, svg } from "./dom.js";
import { t } from "./texts.js";

const file = (media) => `/file/${encodeURIComponent(media.file)}`;

export function attachment(message) {
  switch (message.kind) {
    case "photo": return photos([message]);
    case "document": return documentCard(message.media);
    case "voice": case "audio": return voice(message.media);
    case "video": case "animation": case "video_note": return card("file", t("video"), message.media.file_name ?? "");
    case "sticker": return h("p", { class: "sticker" }, message.media.emoji ?? t("sticker"));
    case "venue": return place(message.venue.location, message.venue.title, message.venue.address);
    case "location": return place(message.location);
    case "contact": return card("person", `${message.contact.first_name} ${message.contact.last_name ?? ""}`.trim(), message.contact.phone_number);
    case "poll": return poll(message.poll);
    default: return null;
  }
}

// One picture, or an album as a grid.
export function photos(messages) {
  return h("div", { class: `photos of-${Math.min(messages.length, 4)}` }, messages.map(photo));
}

function photo(message) {
  const caption = message.text ? `${t("photo")}: ${message.text.slice(0, 200)}` : t("photo");
  const { width, height } = message.media;
  return h("button", { type: "button", class: "photo", "aria-label": `${t("openPhoto")}. ${caption.split("\n")[0]}`, onclick: () => showPicture(file(message.media), caption) },
    h("img", { src: file(message.media), alt: "", width, height, loading: "eager" }));
}

function documentCard(media) {
  const size = media.file_size > 1024 * 1024 ? `${(media.file_size / 1024 / 1024).toFixed(1)} MB` : `${Math.max(1, Math.round(media.file_size / 1024))} KB`;
  return h("a", { class: "card", href: file(media), target: "_blank", rel: "noopener" },
    h("span", { class: "badge" }, icon("file")), h("span", { class: "about" }, h("b", {}, media.file_name ?? t("document")), h("small", {}, size)));
}

function card(picture, title, detail) {
  return h("div", { class: "card" }, h("span", { class: "badge" }, icon(picture)), h("span", { class: "about" }, h("b", {}, title), h("small", {}, detail)));
}

// The bars are drawn from the file's name: a sample has no sound to show.
function voice(media) {
  const bars = [...media.file.slice(-15), ...media.file.slice(-15)].map((letter, place) =>
    svg("rect", { x: place * 5, y: 14 - height(letter), width: 3, height: height(letter) * 2, rx: 1.5 }));
  return h("div", { class: "card voice", role: "img", "aria-label": `${t("voice")}, ${media.duration} s` },
    h("span", { class: "badge" }, icon("send")), svg("svg", { viewBox: "0 0 150 28", class: "wave", "aria-hidden": "true" }, ...bars),
    h("small", {}, `0:0${media.duration}`));
}

const height = (letter) => 2 + (letter.charCodeAt(0) % 11);

// A map of nowhere with a pin: the page asks no map server.
function place({ latitude, longitude }, title = t("location"), address = "") {
  const shift = (Math.abs(latitude * 1000) % 40) - 20;
  const roads = [
    `M0 ${70 + shift} C 80 ${50 + shift}, 160 ${110 + shift}, 280 ${60 + shift}`,
    `M${90 - shift} 0 C ${110 - shift} 60, ${80 - shift} 100, ${130 - shift} 150`,
    `M${200 + shift} 0 L ${180 + shift} 150`,
  ].map((d) => svg("path", { d, class: "road" }));
  const map = svg("svg", { viewBox: "0 0 280 150", class: "map", role: "img", "aria-label": title },
    svg("rect", { width: 280, height: 150, class: "ground" }),
    svg("path", { d: "M0 120 C 70 100, 140 150, 280 118 L 280 150 L 0 150 Z", class: "river" }),
    ...roads,
    svg("path", { d: "M140 92 C 122 68, 120 62, 120 56 a20 20 0 0 1 40 0 C 160 62, 158 68, 140 92 z", class: "pin" }),
    svg("circle", { cx: 140, cy: 56, r: 7, class: "hole" }));
  return h("div", { class: "place" }, map, h("p", {}, h("b", {}, title), h("small", {}, address || `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`)));
}

function poll(poll) {
  return h("div", { class: "poll" }, h("b", {}, poll.question), h("ul", {}, poll.options.map((one) => h("li", {}, one.text))));
}

// In a few words, for lists and quotes.
export function brief(message) {
  if (message.text) return message.text;
  return t({ audio: "voice", animation: "video", video_note: "video", venue: "location" }[message.kind] ?? (message.kind === "text" || message.kind === "service" ? "write" : message.kind));
}
