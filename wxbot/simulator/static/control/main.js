// The control page's one loop: asks for the state, and redraws the sections that have changed.

import { element } from "../elements.js";
import { label, onChange, teach, toggle, word } from "../words.js";
import { account, clock, keys } from "./account.js";
import { moment, post, read } from "./board.js";
import { drills, faults } from "./faults.js";
import { LABELS } from "./labels.js";
import { calls, pushes } from "./ledger.js";
import { agents, followers } from "./people.js";
import { sendings, templates } from "./sendings.js";
import { codes, media, menus } from "./things.js";

const POLL = 1500;
const SECTIONS = { clock, account, keys, followers, agents, sendings, templates, menus, codes, faults, drills, media, pushes, calls };
const board = document.querySelector(".board");
const toast = document.querySelector(".toast");
let state = null;
let ahead = 0;
let timer = 0;

// A path and its body, or a function that does more; afterwards the page shows what came of it.
async function act(what, body) {
  let refused = false;
  try {
    await (typeof what === "function" ? what() : post(what, body));
  } catch (error) {
    if (typeof body === "function") body();
    say(error.message);
    refused = true;
  }
  await poll(true, refused);
}

async function poll(forced = false, afresh = false) {
  clearTimeout(timer);
  try {
    state = await read();
    ahead = state.clock.now - Date.now() / 1000;
    document.querySelector(".away").hidden = true;
    draw(forced, afresh);
  } catch {
    document.querySelector(".away").hidden = false;
  }
  timer = setTimeout(poll, POLL);
}

// Afresh means that a field shows what was refused, although the state is the same.
function draw(forced, afresh) {
  for (const [name, build] of Object.entries(SECTIONS)) {
    const old = board.querySelector(`#${name} .inside`);
    const fresh = element("div", { class: "inside" }, ...build(state, act));
    fresh.querySelectorAll(".clock-now").forEach((one) => { one.value = old.querySelector(".clock-now")?.value || ""; });
    const other = afresh || old.outerHTML !== fresh.outerHTML;
    if (other && (forced || !busy(old))) old.replaceWith(fresh);
  }
  tick();
}

// Whoever is filling in a field must not lose it to the next poll.
function busy(section) {
  return section.contains(document.activeElement) && document.activeElement.matches("input, select");
}

function tick() {
  if (!state) return;
  const now = moment(Date.now() / 1000 + ahead);
  document.querySelectorAll(".clock-now, .top-clock").forEach((one) => { one.value = now; });
}

function say(words) {
  toast.textContent = words;
  toast.hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { toast.hidden = true; }, 6000);
}

function frame() {
  const cards = Object.keys(SECTIONS).map((name) =>
    element("section", { id: name, class: "card", "aria-labelledby": `${name}-title` }, element("h2", { id: `${name}-title`, "data-words": `section_${name}` }), element("div", { class: "inside" })));
  board.replaceChildren(...cards);
  const links = Object.keys(SECTIONS).map((name) => element("a", { href: `#${name}`, "data-words": `section_${name}` }));
  document.querySelector(".top-nav").replaceChildren(...links);
}

function start() {
  teach(LABELS);
  frame();
  label(document);
  onChange(() => state && draw(true));
  document.querySelector(".language").addEventListener("click", toggle);
  document.querySelector(".reset").addEventListener("click", () => confirm(word("reset_sure")) && act("reset"));
  setInterval(tick, 500);
  poll();
}

start();
