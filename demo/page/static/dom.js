// Elements from data. Text always becomes text nodes; nothing here reads markup.

const SVG = "http://www.w3.org/2000/svg";

// h("button", {class: "soft", onclick: go}, "Go"): an attribute that is false or null is left out.
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

// An icon of 24 by 24 from the paths below; it says nothing to a screen reader.
export function icon(name) {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("class", "icon");
  picture.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  picture.append(path);
  return picture;
}

export function svg(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const signatures = new WeakMap();

// Builds the content of a place anew only when what it is made of has changed.
export function keep(place, signature, build) {
  const now = JSON.stringify(signature);
  if (signatures.get(place) === now) return;
  signatures.set(place, now);
  const label = place.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  place.replaceChildren(...[build()].flat().filter(Boolean));
  if (label) [...place.querySelectorAll("[data-focus]")].find((one) => one.dataset.focus === label)?.focus();
}

const ICONS = {
  send: "M3 20.5 21.5 12 3 3.5v6.6l12 1.9-12 1.9z",
  clip: "M16.5 6v11a4.5 4.5 0 0 1-9 0V5.500a3 3 0 0 1 6 0V15.500a1.5 1.5 0 0 1-3 0V6H9v9.500a3 3 0 0 0 6 0V5.500a4.5 4.5 0 0 0-9 0V17a6 6 0 0 0 12 0V6z",
  menu: "M3 6h18v2H3zm0 5h18v2H3zm0 5h18v2H3z",
  keys: "M3 5h18a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1zm2 3v2h2V8zm4 0v2h2V8zm4 0v2h2V8zm4 0v2h2V8zM5 12v2h2v-2zm4 0v2h6v-2zm8 0v2h2v-2z",
  reply: "M10 9V4.500L2.5 12 10 19.500V15c5 0 8.5 1.6 11 5-1-5.5-4-10-11-11z",
  edit: "M3 17.250V21h3.750L17.8 9.940l-3.75-3.750zM20.7 7.040a1 1 0 0 0 0-1.410l-2.34-2.340a1 1 0 0 0-1.41 0l-1.83 1.83 3.75 3.750z",
  close: "M19 6.4 17.6 5 12 10.6 6.4 5 5 6.4 10.6 12 5 17.6 6.4 19 12 13.4 17.6 19 19 17.6 13.4 12z",
  back: "M20 11H7.800l5.6-5.600L12 4l-8 8 8 8 1.4-1.400L7.8 13H20z",
  lock: "M17 9h-1V7a4 4 0 0 0-8 0v2H7a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2v-8a2 2 0 0 0-2-2zm-7-2a2 2 0 0 1 4 0v2h-4z",
  file: "M6 2h8l6 6v12a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2zm7 1.500V9h5.500z",
  pin: "M14 4v5l3 3v2h-4v6l-1 1-1-1v-6H7v-2l3-3V4H9V2h6v2z",
  plus: "M11 5h2v6h6v2h-6v6h-2v-6H5v-2h6z",
  link: "M3.9 12a3.1 3.1 0 0 1 3.1-3.100h4V7H7a5 5 0 0 0 0 10h4v-1.900H7A3.1 3.1 0 0 1 3.9 12zM8 13h8v-2H8zm9-6h-4v1.900h4a3.1 3.1 0 0 1 0 6.200h-4V17h4a5 5 0 0 0 0-10z",
  person: "M12 12a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zm0 2c-4 0-9 2-9 5v2h18v-2c0-3-5-5-9-5z",
};
