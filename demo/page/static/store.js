// What the server has told: parts by key (see demo/page/parts.py), and who wants to know when they change.

const parts = new Map();
const watchers = [];
let planned = false;

export let now = new Date();
export let fresh = true; // until the first news after everything was told: old toasts are not shown again

export const part = (key) => parts.get(key);
export const watch = (watcher) => watchers.push(watcher);

export function connect(onState) {
  const source = new EventSource("/events");
  source.addEventListener("everything", (event) => {
    parts.clear();
    fresh = true;
    take(JSON.parse(event.data));
    onState(true);
  });
  source.addEventListener("changes", (event) => take(JSON.parse(event.data)));
  source.addEventListener("error", () => onState(false));
}

function take(news) {
  for (const [key, value] of Object.entries(news.set)) parts.set(key, value);
  for (const key of news.gone) parts.delete(key);
  now = new Date(news.now);
  refresh();
}

// Draws soon, once for many changes.
export function refresh() {
  if (planned) return;
  planned = true;
  requestAnimationFrame(() => {
    planned = false;
    for (const watcher of watchers) watcher();
    fresh = false;
  });
}

const group = (prefix) => [...parts].filter(([key]) => key.startsWith(prefix)).map(([, value]) => value);

export const residents = () => group("person:").filter((one) => !one.officer);
export const officers = () => group("person:").filter((one) => one.officer);
export const topics = () => group("topic:").sort((a, b) => a.id - b.id);
export const presses = () => group("press:");
export const calls = () => group("call:").sort((a, b) => b.number - a.number);
export const messages = (chat) => group(`message:${chat}:`).sort((a, b) => a.id - b.id);
