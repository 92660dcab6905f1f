// What the account has put up: menus, codes and media.

import { element, icon } from "../elements.js";
import { span, word } from "../words.js";
import { badge, empty, form, input, shortened, table } from "./board.js";

const LIVES = [600, 86400, 2592000, 0];
const PLATFORMS = { 1: "iOS", 2: "Android", 3: "…" };

export function menus(state, act) {
  const { conditional, default: usual } = state.menus;
  const website = form([input("button_name", { required: true, maxlength: 5 })], "menu_on_website", (found) => act("menus/website", found), "once");
  const special = conditional.map((one) => menu(word("menu_conditional"), one, rule(one.rule)));
  if (!usual.buttons.length) return [website, empty()];
  return [...special, menu(word("menu_default"), usual, []), website];
}

function rule({ tag, tag_id: id, client_platform_type: platform }) {
  const parts = [id && `${word("rule_tag")} ${tag || ""} ${tag ? `(${id})` : id}`, platform && `${word("rule_platform")} ${PLATFORMS[platform]}`];
  return parts.filter(Boolean).map((words) => badge(words, "good"));
}

function menu(title, one, conditions) {
  const head = element("p", { class: "menu-head" }, element("strong", {}, title), ...conditions, element("code", {}, one.id));
  const columns = one.buttons.map((top) => {
    const below = [...top.sub_button].map((sub) => element("li", { title: target(sub) }, sub.name));
    return element("div", { class: "menu-column" }, element("ul", {}, ...below), element("span", { class: "menu-top", title: target(top) }, top.name));
  });
  const rest = one.seen_by_total > one.seen_by.length ? ` … (${one.seen_by_total})` : "";
  const seen = one.seen_by.length ? one.seen_by.map(shortened).join(word("and")) + rest : word("nobody");
  return element("article", { class: "menu" }, head, element("div", { class: "menu-columns" }, ...columns), element("p", { class: "quiet" }, `${word("seen_by")}${word("colon")}${seen}`));
}

function target(one) {
  return [one.type, one.key || one.url || one.pagepath || one.media_id].filter(Boolean).join(" · ");
}

export function codes(state, act) {
  const lives = element("select", { name: "seconds", "aria-label": word("life") }, ...LIVES.map((life) => element("option", { value: life }, word(`life_${life}`))));
  const make = form([input("scene", { required: true, maxlength: 64 }), lives], "make", ({ scene, seconds }) => act("codes", { scene, seconds: Number(seconds) }), "once");
  const living = state.codes.codes.filter((one) => !over(one));
  const cards = [...living, ...state.codes.codes.filter(over)].map(code);
  return [make, cards.length ? element("div", { class: "codes" }, ...cards) : empty()];
}

function over(one) {
  return one.left !== null && one.left <= 0;
}

function code(one) {
  const address = `/cgi-bin/showqrcode?ticket=${encodeURIComponent(one.ticket)}`;
  const life = one.permanent ? word("permanent") : over(one) ? word("expired") : `${word("still")} ${span(one.left)}`;
  const words = [element("strong", {}, one.scene), element("small", {}, life)];
  if (over(one)) return element("span", { class: "code over" }, element("span", { class: "code-blank" }, icon("scan")), ...words);
  return element("a", { class: "code", href: address, target: "_blank" }, element("img", { src: address, alt: one.scene }), ...words);
}

export function media(state) {
  const { media: all, total } = state.media;
  if (!all.length) return [empty()];
  const rows = all.map((one) => {
    const left = one.left === null ? badge(word("permanent"), "good") : over(one) ? badge(word("expired"), "bad") : `${word("in")} ${span(one.left)}`;
    const name = over(one) ? one.name : element("a", { href: `/phone/media/${one.id}`, target: "_blank" }, one.name);
    return [[name, element("small", {}, `${one.mimetype} · ${size(one.size)}`)], span(one.age), left];
  });
  const note = total > all.length ? element("p", { class: "quiet" }, `${word("more_lines")} ${all.length} / ${total}`) : null;
  return [table(["medium", "age", "expires"], rows), note];
}

function size(bytes) {
  if (bytes >= 1 << 20) return `${(bytes / (1 << 20)).toFixed(1)} MB`;
  return bytes >= 1024 ? `${Math.round(bytes / 1024)} KB` : `${bytes} B`;
}
