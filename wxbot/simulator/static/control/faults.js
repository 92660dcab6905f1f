// What shall go wrong: faults that last, pushes that nobody should believe, and many pushes at once.

import { element } from "../elements.js";
import { word } from "../words.js";
import { badge, check, field, form, input, number, post, select, step } from "./board.js";

const SWITCHES = ["lost", "unknown_nodes", "equal_create_time", "equal_msg_id", "out_of_order", "empty_recognition", "control_characters", "jobs_lost", "jobs_held"];
const COUNTS = [["slow", 0.5], ["reset", 1], ["duplicates", 1], ["duplicates_after", 0.5], ["job_duplicates", 1], ["send_failures", 1]];
const CODES = [-1, 40001, 40164, 42001, 43101, 45009, 45011, 45015, 45028, 45047, 48001, 9500002];
const HINTS = ["message/custom/send", "message/mass/sendall", "message/mass/send", "message/template/send", "message/subscribe/bizsend", "draft/add", "freepublish/submit", "user/get"];
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
  const refuse = form([input("path", { value: "/cgi-bin/message/custom/send", required: true, list: "paths" }), codes, number("times", 1, { min: 1 })], "refuse_calls", ({ path, errcode, times }) =>
    act("faults", { errors: { ...plan.errors, [path]: { errcode: Number(errcode), times: Number(times) } } }), "long-first");
  const gone = [...refused, ...cuts(plan)];
  const lasting = element("div", { class: "half" }, element("div", { class: "switches" }, ...switches), element("div", { class: "switches" }, ...counts));
  const single = element("div", { class: "half" }, ...outcomes(state, act), refuse, paths(), ...troubles(plan, act), gone.length ? element("ul", { class: "refused" }, ...gone) : null);
  return [element("div", { class: "halves" }, lasting, single), step("fault_clear", () => act("faults", { clear: true }))];
}

function paths() {
  return element("datalist", { id: "paths" }, ...HINTS.map((path) => element("option", { value: `/cgi-bin/${path}` })));
}

// How mass messages and publications end.
function outcomes(state, act) {
  const masses = [["", "send success"], ...state.outcomes.mass.map((one) => [one, one])];
  const publishes = [[0, word("publish_0")], ...state.outcomes.publish.map((one) => [one, word(`publish_${one}`)])];
  return [
    field("mass_outcome", select(masses, state.faults.mass_outcome, word("mass_outcome"), (value) => act("faults", { mass_outcome: value }))),
    field("publish_outcome", select(publishes, state.faults.publish_outcome, word("publish_outcome"), (value) => act("faults", { publish_outcome: Number(value) }))),
  ];
}

// One path is cut off, before or after its effect, or is slower than the others.
function troubles(plan, act) {
  const when = element("select", { name: "when", "aria-label": word("cut") }, ...["before", "after"].map((one) => element("option", { value: one }, word(`cut_${one}`))));
  const path = () => input("path", { value: "/cgi-bin/message/mass/sendall", required: true, list: "paths" });
  const cut = form([path(), when, number("times", 1, { min: 1 })], "cut", (found) => {
    const before = { before: 0, after: 0, ...plan.resets[found.path], [found.when]: Number(found.times) };
    return act("faults", { resets: { ...plan.resets, [found.path]: before } });
  }, "long-first");
  const slow = form([path(), number("seconds", 3, { step: 0.05 })], "slow_down", (found) =>
    act("faults", { latency: { ...plan.latency, [found.path]: Number(found.seconds) } }), "long-first");
  return [cut, slow];
}

function cuts(plan) {
  const rows = [
    ...Object.entries(plan.resets).flatMap(([path, one]) => ["before", "after"].filter((when) => one[when]).map((when) => [path, `${word(`cut_${when}`)} × ${one[when]}`])),
    ...Object.entries(plan.latency).filter(([, seconds]) => seconds).map(([path, seconds]) => [path, `${seconds} s`]),
  ];
  return rows.map(([path, words]) => element("li", {}, element("code", {}, path), " ", badge(words, "bad")));
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
