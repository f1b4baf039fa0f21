// Formatted text as Telegram draws it: from plain text and the entities that the server's strict parser found.
// Offsets are UTF-16 units, as in JavaScript's own strings.

import { h } from "./dom.js";

const PLAIN = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

// Nodes of the text; `links` says what links and commands do: {start, command}.
export function formatted(text, entities = [], links = {}) {
  return within(text, 0, text.length, [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length), links);
}

function within(text, from, to, entities, links) {
  const nodes = [];
  let at = from;
  while (entities.length) {
    const [first, ...rest] = entities;
    const start = Math.max(first.offset, at);
    const end = Math.min(first.offset + first.length, to);
    const inner = rest.filter((one) => one.offset < end);
    entities = rest.filter((one) => one.offset >= end);
    if (end <= start) continue;
    if (start > at) nodes.push(document.createTextNode(text.slice(at, start)));
    nodes.push(wrapped(first, text.slice(start, end), within(text, start, end, inner, links), links));
    at = end;
  }
  if (to > at) nodes.push(document.createTextNode(text.slice(at, to)));
  return nodes;
}

function wrapped(entity, text, children, links) {
  if (PLAIN[entity.type]) return h(PLAIN[entity.type], {}, children);
  switch (entity.type) {
    case "text_link": return link(entity.url, children, links);
    case "url": return link(text, children, links);
    case "email": return h("a", { href: `mailto:${text}` }, children);
    case "phone_number": return h("a", { href: `tel:${text}` }, children);
    case "bot_command":
      return h("button", { type: "button", class: "inline", onclick: () => links.command?.(text) }, children);
    case "spoiler": return spoiler(children);
    default: return h("span", {}, children);
  }
}

// A deep link of this very bot acts here; any other opens beside the page.
export function link(url, children, links = {}) {
  const payload = links.payload?.(url);
  if (payload !== null && payload !== undefined) {
    return h("button", { type: "button", class: "inline", onclick: () => links.start(payload) }, children);
  }
  return h("a", { href: safe(url), target: "_blank", rel: "noopener noreferrer" }, children);
}

function safe(url) {
  const full = /^[a-z]+:/i.test(url) ? url : `https://${url}`;
  return /^(https?|mailto|tel|tg):/i.test(full) ? full : "#";
}

function spoiler(children) {
  const shown = h("button", { type: "button", class: "spoiler" }, children);
  shown.addEventListener("click", () => shown.classList.add("open"));
  return shown;
}
