// The page's one loop: asks for what is new, shows it, and sends what the follower does.

import * as asks from "./asks.js";
import { dots, item, strike, time } from "./bubbles.js";
import * as codes from "./codes.js";
import * as drawer from "./drawer.js";
import { button, element } from "./elements.js";
import * as levers from "./levers.js";
import * as menubar from "./menubar.js";
import * as notices from "./notices.js";
import * as plus from "./plus.js";
import * as reports from "./reports.js";
import * as sheet from "./sheet.js";
import * as trace from "./trace.js";
import { label, toggle, word } from "./words.js";

const POLL = 700;
const POLL_WAITING = 150; // Somebody is looking at the typing dots.
const TRIES = ["护照丢了", "新闻", "search Munich"];
const QUIET = new Set(["enter", "report"]); // Nobody did these, so the trace stays where it is.
const { openid } = document.body.dataset;
const chat = document.querySelector(".chat");
const input = document.querySelector(".words");
const wide = matchMedia("(min-width: 768px)");

let seen = null;
let waiting = 0;
let timer = 0;
let polling = false;
let again = false;
let pause = POLL;

const acts = { open: read, say, trace: (push) => trace.show(push, { open: true }) };

// An article of the account's is opened in this follower's name, so that its readers can be counted.
function read(address, title) {
  const article = /^https?:/i.test(address || "") && new URL(address).pathname.startsWith("/s/");
  sheet.open(article ? `${address}?reader=${encodeURIComponent(openid)}` : address, title);
}

async function send(name, body) {
  const options = body instanceof FormData ? { body } : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
  try {
    const answer = await fetch(`/phone/${encodeURIComponent(openid)}/${name}`, { method: "POST", ...options });
    if (!answer.ok) throw new Error((await answer.json()).error);
    const { push } = await answer.json();
    if (!QUIET.has(name)) waiting = push;
  } catch (error) {
    notice(`${word("refused")}: ${error.message}`);
  }
  poll();
}

function say(content, bizmsgmenuid = "") {
  send("text", { content, bizmsgmenuid });
}

// What a button asks for before it tells the account of the tap.
const ASKS = {
  scancode_push: (one, go) => asks.scanned(one.type, (found) => { go(found); sheet.open(found.scanned, one.name); }),
  scancode_waitmsg: (one, go) => asks.scanned(one.type, go),
  pic_sysphoto: (one, go) => asks.pictures(one.type, { many: false }, go),
  pic_photo_or_album: (one, go) => asks.pictures(one.type, { many: true }, go),
  pic_weixin: (one, go) => asks.pictures(one.type, { many: true }, go),
  location_select: (one, go) => asks.place(one.type, go),
};

function tap(one) {
  if (ASKS[one.type]) {
    ASKS[one.type](one, (found) => send("tap", Array.isArray(found) ? plus.upload({ key: one.key }, found) : { key: one.key, ...found }));
    return;
  }
  const key = one.key || one.pagepath || one.url;
  if (one.type === "view") sheet.open(one.url, one.name);
  if (key) send("tap", { key: one.type === "miniprogram" ? one.pagepath : key });
}

async function poll() {
  if (polling) {
    again = true;
    return;
  }
  polling = true;
  clearTimeout(timer);
  try {
    const answer = await fetch(`/phone/${encodeURIComponent(openid)}/chat?after=${seen?.id || 0}`);
    update(await answer.json());
    document.querySelector(".offline")?.remove();
  } catch {
    offline();
  }
  polling = false;
  timer = setTimeout(poll, again ? 0 : pause);
  again = false;
}

// The keyboard, the plus panel and late pictures change the room; who reads the newest message stays at it.
function stayLow() {
  let low = true;
  const down = () => { if (low) chat.scrollTop = chat.scrollHeight; };
  chat.addEventListener("scroll", () => { low = chat.scrollHeight - chat.scrollTop - chat.clientHeight < 80; });
  new ResizeObserver(down).observe(chat);
  chat.addEventListener("load", down, true);
}

function update(state) {
  pause = state.typing ? POLL_WAITING : POLL;
  if (state.last < (seen?.id || 0)) {
    seen = null;
    chat.replaceChildren();
    again = true;
    return;
  }
  const low = chat.scrollHeight - chat.scrollTop - chat.clientHeight < 80;
  chat.querySelector(".is-typing")?.remove();
  state.messages.forEach(add);
  strike(chat, state.gone);
  if (state.typing) chat.append(dots());
  if (low || state.messages.some((message) => message.side === "me")) chat.scrollTop = chat.scrollHeight;
  menubar.show(state.menu, tap);
  following(state.following);
  document.querySelector(".agent-line").hidden = !state.agent;
  reports.observe(state);
  if (waiting && !state.typing) {
    if (wide.matches) trace.show(waiting);
    waiting = 0;
  }
}

function add(message) {
  const stamp = time(message, seen);
  if (stamp) chat.append(stamp);
  chat.append(item(message, acts));
  seen = message;
}

function following(yes) {
  const profile = document.querySelector(".profile");
  profile.hidden = yes;
  document.querySelector(".unfollow").hidden = !yes;
  document.querySelector(".follow-again").hidden = yes;
  document.querySelector(".phone").classList.toggle("stranger", !yes);
}

function notice(words) {
  chat.append(element("li", { class: "system" }, element("span", { class: "line failed" }, words)));
  chat.scrollTop = chat.scrollHeight;
}

function offline() {
  if (document.querySelector(".offline")) return;
  const line = element("p", { class: "offline", role: "status", "data-words": "offline" }, word("offline"));
  document.querySelector(".phone").append(line);
}

function tries() {
  document.querySelectorAll(".tries").forEach((box) => {
    box.replaceChildren(...TRIES.map((words) => button("try", () => say(words), words)));
  });
}

function second() {
  const number = Number(/(\d{1,9})$/.exec(openid)?.[1] || 0) + 1;
  const next = `oSimulatorFollower${String(number).padStart(10, "0")}`;
  document.querySelectorAll(".second").forEach((link) => { link.href = `/?openid=${next}`; });
}

function titleMenu() {
  const opener = document.querySelector(".bar-more");
  const menu = document.querySelector(".bar-menu");
  const show = (yes) => { menu.hidden = !yes; opener.setAttribute("aria-expanded", String(yes)); };
  opener.addEventListener("click", (event) => { event.stopPropagation(); show(menu.hidden); });
  document.addEventListener("click", () => show(false));
  return () => { const open = !menu.hidden; show(false); return open; };
}

function writing() {
  const submit = document.querySelector(".send");
  const opener = document.querySelector(".to-plus");
  const draw = () => { submit.hidden = !input.value.trim(); opener.hidden = !submit.hidden; };
  input.addEventListener("input", draw);
  document.querySelector(".composer").addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.value.trim()) say(input.value);
    input.value = "";
    draw();
  });
}

function start() {
  label(document);
  trace.empty();
  tries();
  second();
  writing();
  stayLow();
  plus.install(send);
  reports.install(send);
  const closeTitle = titleMenu();
  document.querySelectorAll(".follow, .follow-again").forEach((one) => one.addEventListener("click", () => send("follow", {})));
  document.querySelector(".unfollow").addEventListener("click", () => send("unfollow", {}));
  document.querySelector(".scan-first").addEventListener("click", () => codes.scan(send));
  document.querySelector(".to-settings").addEventListener("click", () => notices.settings(send, reports.reporting));
  document.querySelector(".to-levers").addEventListener("click", levers.show);
  document.querySelectorAll(".language").forEach((one) => one.addEventListener("click", toggle));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const popup = menubar.closePopups();
    if (popup) popup.focus();
    else if (!drawer.close() && !sheet.close() && !closeTitle() && !plus.close()) trace.close();
  });
  poll();
}

start();
