// A panel that rises over the lower part of the phone and asks for something. There is one at a time.

import { button, element, icon } from "./elements.js";
import { label, onChange } from "./words.js";

const cover = document.querySelector(".drawer-cover");
const box = cover.querySelector(".drawer");
let before = null;
let again = null;

// The builder is called again when the language changes, so that a half-filled form may lose what was typed.
export function open(name, build) {
  before = cover.hidden ? document.activeElement : before;
  again = () => draw(name, build);
  again();
  cover.hidden = false;
  (box.querySelector("[autofocus]") || box.querySelector(".drawer-body button, .drawer-body input"))?.focus({ preventScroll: true });
}

export function close() {
  if (cover.hidden) return false;
  cover.hidden = true;
  again = null;
  box.replaceChildren();
  before?.focus({ preventScroll: true });
  return true;
}

function draw(name, build) {
  const shut = button("round drawer-close", close, icon("close"));
  shut.dataset.label = "close";
  const head = element("header", { class: "drawer-head" }, element("h2", { "data-words": name, id: "drawer-title" }), shut);
  const body = element("div", { class: "drawer-body" }, ...build());
  box.replaceChildren(head, body);
  label(box);
}

export function redraw() {
  again?.();
}

cover.addEventListener("click", (event) => { if (event.target === cover) close(); });
onChange(redraw);
