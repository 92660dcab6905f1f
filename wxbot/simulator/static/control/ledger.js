// What went over the wire lately, the newest first.

import { element } from "../elements.js";
import { word } from "../words.js";
import { badge, empty, moment, shortened, table } from "./board.js";

const GOOD = new Set(["delivered", "agent"]);

export function pushes(state) {
  const { pushes: all, total, alarms } = state.tail;
  if (!all.length) return [empty()];
  const rows = all.map((one) => {
    const fault = one.fault ? element("small", { class: "bad" }, one.fault) : null;
    const what = [element("strong", {}, one.what || "?"), one.key ? element("code", {}, one.key) : null].filter(Boolean);
    const outcome = [badge(word(`outcome_${one.outcome}`), GOOD.has(one.outcome) ? "good" : "bad"), fault].filter(Boolean);
    return [moment(one.at), element("span", { title: one.from_user }, shortened(one.from_user)), what, `${one.deliveries}`, one.latency_ms === null ? "" : `${Math.round(one.latency_ms)} ms`, outcome];
  });
  const note = element("p", { class: "quiet" }, `${word("total")} ${total.pushes}${alarms ? ` · ${word("alarms")} ${alarms}` : ""}`);
  return [table(["time", "follower", "what", "tries", "latency", "outcome"], rows), note];
}

export function calls(state) {
  const { calls: all, total } = state.tail;
  if (!all.length) return [empty()];
  const rows = all.map((one) => [moment(one.at), element("code", { title: one.rid }, one.path), one.errcode ? badge(one.errcode, "bad") : badge(word("ok"), "good")]);
  return [table(["time", "path", "errcode"], rows), element("p", { class: "quiet" }, `${word("total")} ${total.calls}`)];
}
