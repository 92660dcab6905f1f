// Asks for the state and changes it; and the small parts that several sections are made of.

import { button, element } from "../elements.js";
import { language, word } from "../words.js";

export async function read() {
  const answer = await fetch("/control/state");
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

// The answer's body. Throws an error with the simulator's own sentence when it refuses.
export async function post(path, body = {}) {
  const options = { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
  const answer = await fetch(`/control/${path}`, options);
  const found = await answer.json();
  if (!answer.ok) throw new Error(found.error);
  return found;
}

export function step(name, click, kind = "") {
  const one = button(`step ${kind}`, click, word(name));
  return one;
}

export function field(name, ...inside) {
  return element("label", { class: "field" }, element("span", {}, word(name)), ...inside);
}

export function select(options, chosen, name, change) {
  const list = element("select", { "aria-label": name }, ...options.map(([value, words]) =>
    element("option", { value, selected: String(value) === String(chosen) }, words)));
  if (change) list.addEventListener("change", () => change(list.value));
  return list;
}

export function check(name, on, change) {
  const box = element("input", { type: "checkbox", checked: on });
  box.addEventListener("change", () => change(box.checked));
  return element("label", { class: "switch" }, box, element("span", {}, word(name)));
}

export function badge(words, kind = "") {
  return element("span", { class: `badge ${kind}` }, String(words));
}

export function empty() {
  return element("p", { class: "empty" }, word("none"));
}

export function table(names, rows) {
  const head = element("tr", {}, ...names.map((name) => element("th", { scope: "col" }, name ? word(name) : "")));
  const body = rows.map((cells) => element("tr", {}, ...cells.map((cell) => element("td", {}, ...[cell].flat()))));
  return element("div", { class: "table" }, element("table", {}, element("thead", {}, head), element("tbody", {}, ...body)));
}

// A form whose fields arrive as an object of strings.
export function form(inside, submit, done, kind = "") {
  const made = element("form", { class: `line ${kind}`, autocomplete: "off" }, ...inside, element("button", { class: "step" }, word(submit)));
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    done(Object.fromEntries(new FormData(made)));
    if (made.matches(".once")) made.reset();
  });
  return made;
}

export function input(name, attributes = {}) {
  return element("input", { name, "aria-label": word(name), placeholder: word(name), ...attributes });
}

export function number(name, value, attributes = {}) {
  return element("input", { name, type: "number", value, min: 0, "aria-label": word(name), ...attributes });
}

export function moment(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString(language() === "en" ? "en-GB" : "zh-CN");
}

export function day(seconds) {
  const options = { year: "numeric", month: "long", day: "numeric", weekday: "short" };
  return new Date(seconds * 1000).toLocaleDateString(language() === "en" ? "en-GB" : "zh-CN", options);
}

export function shortened(openid) {
  return openid.length > 18 ? `${openid.slice(0, 8)}…${openid.slice(-6)}` : openid;
}
