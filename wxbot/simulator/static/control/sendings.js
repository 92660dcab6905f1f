// What the account sends and publishes, and an administrator's word on it; and the templates it has.

import { element } from "../elements.js";
import { word } from "../words.js";
import { badge, empty, form, input, moment, select, step, table } from "./board.js";

const ENDS = { SENDING: "", SEND_SUCCESS: "good", SEND_FAIL: "bad", DELETE: "" };
const RUNNING = 1;
const KINDS = [["0", "template_message"], ["2", "template_once"], ["3", "template_lasting"]];

export function sendings(state, act) {
  const { masses, publishes, drafts, reached } = state.sendings;
  const counts = Object.entries(reached).map(([kind, count]) => badge(`${word(`reached_${kind}`)} ${count}`, "good"));
  const rest = element("p", { class: "quiet" }, `${word("drafts")} ${drafts}`);
  const summary = element("div", { class: "chips" }, ...counts, rest);
  const every = [...masses.map((one) => [one.at, mass(one, act)]), ...publishes.map((one) => [one.at, publish(one)])];
  const rows = every.sort(([one], [other]) => other - one).map(([, row]) => row);
  return rows.length ? [summary, table(["time", "what", "reach", "outcome"], rows)] : [summary, empty()];
}

function mass(one, act) {
  const what = [element("strong", {}, word(`mass_${one.kind}`)), element("small", {}, word(`scope_${one.scope}`)), element("code", {}, one.client_id)];
  const reach = one.outcome === "send success" ? `${one.sent} / ${one.total}` : `– / ${one.total}`;
  return [moment(one.at), what, reach, one.waiting ? decision(one, act) : end(one)];
}

function decision(one, act) {
  const decide = (agreed) => act("masses/confirm", { msg_id: one.id, agreed });
  return element("span", { class: "steps" }, step("agree", () => decide(true)), step("disagree", () => decide(false), "danger"));
}

function end(one) {
  const words = one.status === "SEND_FAIL" ? one.outcome : word(`status_${one.status}`);
  return badge(words, ENDS[one.status]);
}

function publish(one) {
  const kind = one.status === RUNNING ? "" : one.status ? "bad" : "good";
  return [moment(one.at), [element("strong", {}, word("publish")), element("code", {}, one.id)], "", badge(word(`publish_${one.status}`), kind)];
}

export function templates(state, act) {
  const rows = state.templates.templates.map((one) => {
    const lines = one.content.trim().split("\n").map((line) => element("small", {}, line));
    const sort = word(one.sort === "message" ? "template_message" : one.kind === 3 ? "template_lasting" : "template_once");
    return [[element("strong", {}, one.title), element("code", {}, one.id)], lines, badge(sort)];
  });
  const kinds = select(KINDS.map(([value, name]) => [value, word(name)]), "0", word("template_sort"));
  kinds.name = "kind";
  const content = element("textarea", { name: "content", rows: 3, required: true, "aria-label": word("template_content"), placeholder: "活动名称：{{thing1.DATA}}\n开始时间：{{time2.DATA}}" });
  const add = form([input("template_title", { required: true }), kinds, content], "add", (found) =>
    act("templates", { title: found.template_title, content: found.content, kind: Number(found.kind) }), "once");
  return [table(["template", "template_content", "template_sort"], rows), add];
}
