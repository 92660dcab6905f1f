// The published menu under the chat, and the way between it and the keyboard.

import { button, element, icon } from "./elements.js";

const bar = document.querySelector(".menu");
const list = bar.querySelector(".menu-buttons");
const composer = document.querySelector(".composer");
const toMenu = composer.querySelector(".to-menu");
let shown = "";

export function show(menu, tap) {
  const wanted = JSON.stringify(menu.button);
  if (wanted === shown) return;
  const first = !shown || shown === "[]";
  shown = wanted;
  list.replaceChildren(...menu.button.map((one) => top(one, tap)));
  toMenu.hidden = !menu.button.length;
  if (!menu.button.length) keyboard(false);
  else if (first && !composer.querySelector(".words").value) menuMode();
}

export function closePopups() {
  const open = list.querySelector("[aria-expanded=true]");
  list.querySelectorAll("[aria-expanded]").forEach((one) => one.setAttribute("aria-expanded", "false"));
  list.querySelectorAll(".popup").forEach((popup) => { popup.hidden = true; });
  return open;
}

export function keyboard(focus = true) {
  bar.hidden = true;
  composer.hidden = false;
  closePopups();
  if (focus) composer.querySelector(".words").focus();
}

function menuMode() {
  composer.hidden = true;
  bar.hidden = false;
  document.querySelector(".plus").hidden = true;
  composer.querySelector(".to-plus").setAttribute("aria-expanded", "false");
}

function top(one, tap) {
  const below = one.sub_button || [];
  if (!below.length) return element("li", {}, button("menu-button", () => { closePopups(); tap(one); }, one.name));
  const popup = element("ul", { class: "popup", hidden: true }, ...below.map((sub) => line(sub, tap)));
  const main = button("menu-button", () => toggle(main, popup), icon("list", "icon list"), one.name);
  main.setAttribute("aria-expanded", "false");
  main.setAttribute("aria-haspopup", "true");
  return element("li", {}, main, popup);
}

function line(sub, tap) {
  return element("li", {}, button("popup-button", () => { closePopups(); tap(sub); }, sub.name));
}

function toggle(main, popup) {
  const open = main.getAttribute("aria-expanded") === "true";
  closePopups();
  main.setAttribute("aria-expanded", String(!open));
  popup.hidden = open;
  if (!open) popup.querySelector("button").focus({ preventScroll: true });
}

toMenu.addEventListener("click", () => { menuMode(); bar.querySelector(".to-keyboard").focus(); });
bar.querySelector(".to-keyboard").addEventListener("click", () => keyboard());
document.addEventListener("click", (event) => { if (!bar.contains(event.target)) closePopups(); });
