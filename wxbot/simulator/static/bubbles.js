// One message of the chat as a list item.

import { button, element, icon, picture } from "./elements.js";
import { linked } from "./links.js";
import { word } from "./words.js";

const GAP = 300;

export function item(message, acts) {
  if (message.side === "system") return system(message, acts);
  const face = element("img", { class: "face", alt: "", src: `/static/${message.side === "me" ? "follower" : "account"}.svg` });
  const body = (BODIES[message.type] || text)(message, acts);
  const column = element("div", { class: "column" }, body, trace(message, acts));
  return element("li", { class: `message ${message.side} is-${message.type}` }, face, column);
}

export function time(message, before) {
  if (before && message.at - before.at < GAP) return null;
  return element("li", { class: "time" }, clock(message.at));
}

export function dots() {
  const face = element("img", { class: "face", alt: "", src: "/static/account.svg" });
  const body = element("div", { class: "bubble typing" }, element("i"), element("i"), element("i"));
  return element("li", { class: "message account is-typing" }, face, body);
}

function clock(at) {
  const date = new Date(at * 1000);
  const hour = `${String(date.getHours()).padStart(2, "0")}:${String(date.getMinutes()).padStart(2, "0")}`;
  const today = new Date().toDateString() === date.toDateString();
  return today ? hour : `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()} ${hour}`;
}

function system(message, acts) {
  const failed = message.push && message.text.includes("故障");
  const line = element("span", { class: failed ? "line failed" : "line" }, failed ? icon("warning") : null, message.text);
  return element("li", { class: "system" }, line, failed ? trace({ ...message, side: "account" }, acts) : null);
}

function trace(message, acts) {
  if (message.side !== "account" || !message.push) return null;
  const mark = button("trace-mark", () => acts.trace(message.push), word("trace_mark"));
  mark.dataset.words = "trace_mark";
  mark.dataset.push = message.push;
  return mark;
}

function text(message, acts) {
  return element("div", { class: "bubble" }, ...linked(message.text || "", acts));
}

function image(message) {
  return element("div", { class: "bubble bare" }, picture(`/phone/media/${message.media_id}`, word("picture"), "photo"));
}

function voice(message) {
  const seconds = Math.min(30, Math.max(2, Math.round((message.text || "").length / 3)));
  const sound = element("span", { class: "sound" }, icon("waves"), `${seconds}″`);
  const heard = message.text ? element("span", { class: "heard" }, message.text) : null;
  const body = element("div", { class: "bubble voice" }, sound, heard);
  body.style.minWidth = `${80 + seconds * 4}px`;
  return body;
}

// The first picture stands still until somebody wants to see the film.
function video(message) {
  const film = element("video", { src: `/phone/media/${message.media_id}`, class: "film", muted: true, playsinline: true, preload: "metadata" });
  const play = button("film-cover", () => {
    Object.assign(film, { controls: true, muted: false });
    play.replaceWith(film);
    film.play();
  }, film, icon("play", "icon play"));
  play.setAttribute("aria-label", word("play"));
  if (!message.title && !message.description) return element("div", { class: "bubble bare" }, play);
  return card(play, message.title || word("video"), message.description);
}

function music(message, acts) {
  const cover = picture(message.media_id ? `/phone/media/${message.media_id}` : "", message.title || "♪", "thumb");
  const words = element("span", { class: "row-words" }, strong(message.title || word("music")), small(message.description));
  return button("bubble row", () => message.url && acts.open(message.url, message.title), words, cover);
}

function location(message) {
  const map = element("span", { class: "map" }, icon("place"));
  const words = element("span", { class: "card-words" }, strong(message.text || word("place")), small(message.description));
  return element("div", { class: "bubble card" }, words, map);
}

function link(message, acts) {
  const words = element("span", { class: "row-words" }, strong(message.title), small(message.description || message.url));
  return button("bubble row", () => acts.open(message.url, message.title), words, element("span", { class: "thumb glyph" }, icon("link")));
}

function card(cover, title, description) {
  return element("div", { class: "bubble card" }, cover, element("span", { class: "card-words" }, strong(title), small(description)));
}

function program(message) {
  return card(picture(`/phone/media/${message.media_id}`, message.title, "cover"), message.title, word("miniprogram"));
}

function voucher(message) {
  return element("div", { class: "bubble" }, `${word("card")} ${message.title}`);
}

function news(message, acts) {
  const articles = message.articles || [];
  if (articles.length === 1) return single(articles[0], acts);
  const rows = articles.map((article, index) => (index ? row(article, acts) : first(article, acts)));
  return element("div", { class: "bubble news many" }, ...rows);
}

function single(article, acts) {
  const words = element("span", { class: "card-words" }, strong(article.title), small(article.description));
  return opener("bubble news one", article, acts, picture(article.picture, article.title, "cover"), words);
}

function first(article, acts) {
  const title = element("strong", { class: "over" }, article.title);
  return opener("news-first", article, acts, picture(article.picture, article.title, "cover"), title);
}

function row(article, acts) {
  const thumb = picture(article.picture, article.title, "thumb");
  return opener("news-row", article, acts, element("span", {}, article.title), thumb);
}

function opener(kind, article, acts, ...inside) {
  const one = button(kind, () => acts.open(article.url, article.title), ...inside);
  one.dataset.address = article.url;
  return one;
}

// The card stays in the chat when its article is taken back.
export function strike(chat, gone) {
  const keys = new Set(gone);
  chat.querySelectorAll("[data-address]").forEach((one) => {
    const over = keys.has(one.dataset.address.split("/s/")[1]);
    if (over === one.classList.contains("taken-back")) return;
    one.classList.toggle("taken-back", over);
    one.querySelector(".taken-mark")?.remove();
    if (over) one.append(element("span", { class: "taken-mark", "data-words": "taken_back" }, word("taken_back")));
  });
}

// A template message or a notification: what each of its fields says, and where it leads.
function notice(message, acts) {
  const rows = (message.lines || []).flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]);
  const inside = [strong(message.title), element("dl", { class: "notice-lines" }, ...rows)];
  if (message.url) inside.push(more("details", () => acts.open(message.url, message.title)));
  else if (message.tail) inside.push(element("p", { class: "notice-more quiet" }, `${word("miniprogram")} · ${message.tail}`));
  return element("div", { class: "bubble notice" }, ...inside);
}

function more(name, open) {
  const words = element("span", { "data-words": name }, word(name));
  return button("notice-more", open, words, element("span", { "aria-hidden": "true" }, "›"));
}

function choices(message, acts) {
  const lines = (message.choices || []).map((choice) =>
    button("choice", () => acts.say(choice.content, choice.id), choice.content));
  const head = message.text ? element("p", {}, ...linked(message.text, acts)) : null;
  const tail = message.tail ? element("p", {}, ...linked(message.tail, acts)) : null;
  return element("div", { class: "bubble choices" }, head, ...lines, tail);
}

function strong(words) {
  return element("strong", {}, words || "");
}

function small(words) {
  return words ? element("small", {}, words) : null;
}

const BODIES = { text, image, voice, video, music, location, link, news, menu: choices, miniprogram: program, card: voucher, template: notice, notice };
