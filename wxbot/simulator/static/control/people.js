// Who follows, what they carry and may still be sent, and who talks with a human agent.

import { button, element } from "../elements.js";
import { span, word } from "../words.js";
import { badge, empty, form, input, number, select, shortened, step, table } from "./board.js";

const PLATFORMS = [[1, "iOS"], [2, "Android"], [3, "…"]];
const SYSTEM = 100; // Tags below are the platform's own.

export function followers(state, act) {
  const { followers: all, total } = state.followers;
  const own = state.tags.tags.filter((tag) => tag.id >= SYSTEM);
  const create = form([input("tag_new", { required: true, maxlength: 30 })], "add", ({ tag_new: name }) => act("tags", { name }), "once");
  const gather = form([number("crowd_count", 1000, { min: 1, max: 100000 })], "crowd", ({ crowd_count: count }) => act("crowd", { count: Number(count) }));
  if (!all.length) return [empty(), create, gather];
  const rows = all.map((one) => [who(one), carried(one, own, act), windows(one), kind(one, act), takes(one, act), rest(one)]);
  const note = total > all.length ? element("p", { class: "quiet" }, `${word("more_lines")} ${all.length} / ${total}`) : null;
  return [table(["follower", "tags", "windows", "phone_kind", "takes_messages", "subscribed"], rows), note, create, gather];
}

function who(one) {
  const link = element("a", { href: `/?openid=${encodeURIComponent(one.openid)}`, title: one.openid }, shortened(one.openid));
  const state = one.following ? (one.agent ? badge(word("with_agent"), "good") : null) : badge(word("left_us"));
  return [link, state, one.scene ? element("small", {}, `${word("scene")} ${one.scene}`) : null].filter(Boolean);
}

function carried(one, own, act) {
  const ids = one.tags.map((tag) => tag.id);
  const chips = one.tags.map((tag) => {
    const off = button("chip", () => act("followers", { openid: one.openid, tags: ids.filter((id) => id !== tag.id) }), tag.name || String(tag.id), " ×");
    off.title = word("tag_remove");
    return off;
  });
  const others = own.filter((tag) => !ids.includes(tag.id)).map((tag) => [tag.id, tag.name]);
  if (!one.following || !others.length) return [element("span", { class: "chips" }, ...chips)];
  const more = select([["", `+ ${word("tag_add")}`], ...others], "", word("tag_add"), (tag) => tag && act("followers", { openid: one.openid, tags: [...ids, Number(tag)] }));
  return [element("span", { class: "chips" }, ...chips, more)];
}

function windows(one) {
  if (!one.windows.length) return element("span", { class: "quiet" }, one.following ? word("window_closed") : "");
  return one.windows.map((window) => element("span", { class: "window" }, badge(word(`window_${window.action}`), window.left ? "good" : "bad"), ` ${window.left} · ${span(window.seconds)}`));
}

function kind(one, act) {
  if (!one.following) return "";
  return select(PLATFORMS, one.platform, word("phone_kind"), (platform) => act("followers", { openid: one.openid, platform: Number(platform) }));
}

function takes(one, act) {
  if (!one.following) return "";
  if (one.blacklisted) return badge(word("blacklisted"), "bad");
  const box = element("input", { type: "checkbox", checked: !one.muted, "aria-label": word("takes_messages") });
  box.addEventListener("change", () => act("followers", { openid: one.openid, muted: !box.checked }));
  return box;
}

function rest(one) {
  const left = Object.values(one.subscriptions).reduce((sum, count) => sum + count, 0);
  return left ? String(left) : "";
}

export function agents(state, act) {
  const { sessions } = state.agents;
  return sessions.length ? sessions.map((session) => talk(session, act)) : [empty()];
}

function talk(session, act) {
  const { openid } = session;
  const lines = session.lines.map((line) => element("li", { class: line.side }, line.bubble.text || `[${word(line.bubble.type)}]`));
  const head = element("p", { class: "talk-head" }, element("strong", { title: openid }, shortened(openid)), badge(session.waiting ? word("waiting") : session.agent, session.waiting ? "" : "good"));
  const answer = form([input("answer_hint", { required: true })], "answer", (found) => act("agents/answer", { openid, content: found.answer_hint }), "once");
  const controls = session.waiting ? [step("take", () => act("agents/take", { openid, agent: session.agent }))] : [answer, step("end", () => act("agents/close", { openid }))];
  return element("article", { class: "talk" }, head, element("ol", { class: "talk-lines" }, ...lines), ...controls);
}
