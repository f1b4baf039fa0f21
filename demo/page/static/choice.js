// What is chosen on the page: who one is, which topic is open, the language. It survives a reload.

import { officers, part, refresh, residents, topics } from "./store.js";

const KEY = "hromada-demo";
const DEFAULTS = { language: "uk", resident: 0, officer: 0, place: "list", pane: "resident", seen: {}, tour: null };

const chosen = { ...DEFAULTS, ...read() };

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

export const choice = (name) => chosen[name];

export function choose(name, value) {
  chosen[name] = value;
  localStorage.setItem(KEY, JSON.stringify(chosen));
  refresh();
}

export const resident = () => part(`person:${chosen.resident}`) ?? residents()[0];
export const officer = () => part(`person:${chosen.officer}`) ?? officers()[0];

// Where the officer is: "list" (General, with the list on a phone), "general", "private", or a topic's number.
export function place() {
  const at = chosen.place;
  return typeof at === "number" && !topics().some((one) => one.id === at) ? "general" : at;
}
