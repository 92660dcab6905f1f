// What shall go wrong: faults that last, pushes that nobody should believe, and many pushes at once.

import { element } from "../elements.js";
import { word } from "../words.js";
import { badge, check, form, input, number, post, step } from "./board.js";

const SWITCHES = ["lost", "unknown_nodes", "equal_create_time", "equal_msg_id", "out_of_order", "empty_recognition", "control_characters"];
const COUNTS = [["slow", 0.5], ["reset", 1], ["duplicates", 1], ["duplicates_after", 0.5]];
const CODES = [-1, 40001, 42001, 45009, 45011, 45015, 45047, 48001];
const TAKEN = ["old_key", "unknown_event", "unknown_type"]; // These are honest.
const FIRST = "oSimulatorFollower0000000001";
const results = [];
let burst = "";

export function faults(state, act) {
  const plan = state.faults;
  const switches = SWITCHES.map((name) => check(`fault_${name}`, plan[name], (on) => act("faults", { [name]: on })));
  const counts = COUNTS.map(([name, stride]) => {
    const one = number(`count_${name}`, plan[name], { step: stride, class: "count" });
    one.addEventListener("change", () => act("faults", { [name]: Number(one.value) || 0 }));
    return element("label", { class: `switch ${plan[name] ? "on" : ""}` }, one, element("span", {}, word(`count_${name}`)));
  });
  const refused = Object.entries(plan.errors).map(([path, one]) => element("li", {}, element("code", {}, path), " ", badge(`${one.errcode} × ${one.times}`, "bad")));
  const codes = element("select", { name: "errcode", "aria-label": "errcode" }, ...CODES.map((one) => element("option", {}, one)));
  const refuse = form([input("path", { value: "/cgi-bin/message/custom/send", required: true }), codes, number("times", 1, { min: 1 })], "refuse_calls", ({ path, errcode, times }) =>
    act("faults", { errors: { ...plan.errors, [path]: { errcode: Number(errcode), times: Number(times) } } }), "long-first");
  return [
    element("div", { class: "switches" }, ...switches), element("div", { class: "switches" }, ...counts),
    refuse, refused.length ? element("ul", { class: "refused" }, ...refused) : null,
    step("fault_clear", () => act("faults", { clear: true })),
  ];
}

export function drills(state, act) {
  const names = state.followers.followers.map((one) => one.openid);
  const who = element("input", { name: "as", list: "openids", value: names[0] || FIRST, "aria-label": word("as") });
  const list = element("datalist", { id: "openids" }, ...names.map((value) => element("option", { value })));
  const kinds = state.hostile.kinds.map((kind) => {
    const one = step(`hostile_${kind}`, () => send(kind, who.value, act));
    one.disabled = state.settings.mode === "plain" && state.hostile.sealed.includes(kind);
    if (one.disabled) one.title = word("needs_sealing");
    return one;
  });
  const told = results.map(([kind, outcome, status]) => {
    const wanted = state.hostile.forged.includes(kind) ? outcome !== "delivered" : !TAKEN.includes(kind) || outcome === "delivered";
    const words = `${word(outcome === "delivered" ? "taken" : "turned_away")} · HTTP ${status}`;
    return element("li", {}, word(`hostile_${kind}`), " ", badge(words, wanted ? "good" : "bad"));
  });
  const events = element("select", { name: "event", "aria-label": word("what") }, element("option", { value: "" }, word("burst_texts")), element("option", { value: "TEMPLATESENDJOBFINISH" }, word("burst_jobs")));
  const start = form([labelled("burst_count", 200), labelled("burst_followers", 50), events], "burst_go", (found) => run(found, act));
  return [
    element("label", { class: "field" }, element("span", {}, word("as")), who), list,
    element("div", { class: "steps" }, ...kinds),
    told.length ? element("ol", { class: "results" }, ...told) : null,
    element("h3", {}, word("burst")), start, burst ? element("p", { class: "quiet" }, burst) : null,
  ];
}

function labelled(name, value) {
  return element("label", { class: "small" }, element("span", {}, word(name)), number(name, value, { min: 1 }));
}

async function send(kind, openid, act) {
  await act(async () => {
    const push = await post("hostile", { openid, kind });
    results.unshift([kind, push.outcome, push.deliveries.at(-1)?.status ?? 0]);
    results.length = Math.min(results.length, 5);
  });
}

async function run(found, act) {
  burst = word("burst_running");
  await act(async () => {
    const fields = found.event ? { MsgID: 1, Status: "success" } : {};
    const took = await post("burst", { count: Number(found.burst_count), followers: Number(found.burst_followers), event: found.event, fields });
    const outcomes = Object.entries(took.outcomes).map(([name, count]) => `${word(`outcome_${name}`)} ${count}`).join(word("and"));
    burst = `${took.count} · ${took.seconds} s · ${outcomes} · ${word("median")} ${took.median_ms} ms · ${word("slowest")} ${took.slowest_ms} ms`;
  }, () => { burst = ""; });
}
