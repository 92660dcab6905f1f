// Subscribing to notifications, and what the follower can take back later.

import { place } from "./asks.js";
import * as drawer from "./drawer.js";
import { button, element, icon } from "./elements.js";
import { language, word } from "./words.js";

const { account, openid } = document.body.dataset;
const WEB_PAGE = 1;

async function templates() {
  return (await (await fetch(`/phone/${encodeURIComponent(openid)}/subscriptions`)).json()).templates;
}

function title(one) {
  return language() === "en" ? one.english : one.chinese;
}

// The sheet that a page brings up: yes or no to each line, told together.
export async function ask(act) {
  const offered = await templates();
  const wanted = new Map(offered.map((one) => [one.id, true]));
  const tell = (allowed) => {
    drawer.close();
    const choices = Object.fromEntries([...wanted].map(([id, yes]) => [id, allowed && yes]));
    act("subscribe", { choices, scene: WEB_PAGE });
  };
  drawer.open("notices", () => {
    const face = element("img", { src: "/static/account.svg", alt: "", class: "ask-face" });
    const head = element("p", { class: "ask-head" }, face, element("span", {}, element("strong", {}, account), element("span", { "data-words": "notices_ask" })));
    const rows = offered.map((one) => {
      const check = element("input", { type: "checkbox", checked: wanted.get(one.id) });
      check.addEventListener("change", () => wanted.set(one.id, check.checked));
      const words = element("span", { class: "row-words" }, element("strong", {}, title(one)), element("small", { "data-words": one.lasting ? "notices_lasting" : "notices_once" }));
      return element("label", { class: "ask-row" }, words, check);
    });
    const answers = element("div", { class: "ask-answers" }, answer("wide quiet", "refuse", () => tell(false)), answer("wide", "allow", () => tell(true)));
    return [head, element("div", { class: "ask-rows" }, ...rows), answers];
  });
}

function answer(kind, name, act) {
  const one = button(kind, act, word(name));
  one.dataset.words = name;
  return one;
}

// Where a follower finds later what he allowed.
export async function settings(act, reporting) {
  const offered = (await templates()).filter((one) => one.left);
  const leave = (name, body) => { drawer.close(); act(name, body); };
  drawer.open("settings", () => {
    const rows = offered.map((one) => setting("notices", title(one), one.lasting ? word("notices_held") : `${word("notices_left")} ${one.left}`, "refuse_later", () => leave("unsubscribe", { templates: [one.id] })));
    const none = element("p", { class: "drawer-empty", "data-words": "notices_none" });
    const where = setting("place", word("report"), reporting.words(), "choose", () => place("report", reporting.moveTo));
    const privacy = setting("lock", word("privacy"), word("privacy_text"), "withdraw", () => leave("revoke", {}));
    const group = (...inside) => element("div", { class: "ask-rows" }, ...inside);
    return [element("h3", { "data-words": "notices" }), rows.length ? group(...rows) : none, element("h3", { "data-words": "privacy_title" }), group(where, privacy)];
  });
}

function setting(sign, name, small, verb, act) {
  const words = element("span", { class: "row-words" }, element("strong", {}, name), element("small", {}, small));
  return element("div", { class: "setting" }, icon(sign), words, answer("step", verb, act));
}
