// A page that slides over the chat, as the built-in browser does. Pages of other machines open outside.

import { element, icon } from "./elements.js";
import { label, word } from "./words.js";

const sheet = document.querySelector(".sheet");
const body = sheet.querySelector(".sheet-body");
let before = null;

export function open(address, title) {
  if (!/^https?:\/\//i.test(address || "")) return;
  before = document.activeElement;
  sheet.querySelector(".sheet-title").textContent = title || address;
  sheet.querySelector(".sheet-outside").href = address;
  sheet.setAttribute("aria-label", title || address);
  body.replaceChildren(local(address) ? frame(address, title) : outside(address));
  sheet.hidden = false;
  sheet.querySelector(".sheet-back").focus();
}

export function close() {
  if (sheet.hidden) return false;
  sheet.hidden = true;
  body.replaceChildren();
  before?.focus();
  return true;
}

function local(address) {
  return ["127.0.0.1", "localhost"].includes(new URL(address).hostname);
}

function frame(address, title) {
  const sandbox = "allow-scripts allow-same-origin allow-forms allow-popups";
  return element("iframe", { src: address, title: title || address, sandbox, referrerpolicy: "no-referrer" });
}

function outside(address) {
  const words = element("p", { "data-words": "outside_text" }, word("outside_text"));
  const link = element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, address);
  const box = element("div", { class: "sheet-outside-text" }, icon("outside"), words, link);
  label(box);
  return box;
}

sheet.querySelector(".sheet-back").addEventListener("click", close);
