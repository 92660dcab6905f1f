// The page's side of the control addresses: time, kind of account, and what shall go wrong.

import { button, element } from "./elements.js";
import { onChange, word } from "./words.js";

const box = document.querySelector(".levers");
const inside = box.querySelector(".levers-body");
const HOUR = 3600;
const STEPS = [["+1 min", 60], ["+1 h", HOUR], ["+48 h", 48 * HOUR], ["+3 d", 72 * HOUR]];
const SWITCHES = [
  ["lost", true, false], ["duplicates", 1, 0], ["unknown_nodes", true, false], ["equal_create_time", true, false],
  ["slow", 3, 0], ["reset", 1, 0], ["control_characters", true, false],
];
const CODES = ["-1", "42001", "45009", "45011", "45015", "48001"];

async function control(name, body) {
  const options = body ? { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } } : {};
  return (await fetch(`/control/${name}`, options)).json();
}

async function draw() {
  const [clock, account, faults] = await Promise.all(["clock", "account", "faults"].map((name) => control(name)));
  inside.replaceChildren(time(clock), kinds(account), ...switches(faults), refusals(faults), clear());
}

async function change(name, body) {
  await control(name, body);
  await draw();
}

function time(clock) {
  const now = new Date(clock.now * 1000).toLocaleString(document.documentElement.lang);
  const steps = STEPS.map(([words, seconds]) => button("step", () => change("clock", { advance: seconds }), words));
  const back = button("step", () => change("clock", { offset: 0 }), word("clock_back"));
  return row("clock", element("output", {}, now), element("span", { class: "steps" }, ...steps, clock.offset ? back : null));
}

function kinds(account) {
  const options = account.kinds.map((kind) => element("option", { value: kind, selected: kind === account.kind }, kind));
  const select = element("select", { "aria-label": word("account_kind") }, ...options);
  select.addEventListener("change", () => change("account", { kind: select.value }));
  return row("account_kind", select);
}

function switches(faults) {
  return SWITCHES.map(([name, on, off]) => {
    const check = element("input", { type: "checkbox", checked: Boolean(faults[name]) });
    check.addEventListener("change", () => change("faults", { [name]: check.checked ? on : off }));
    return element("label", { class: "switch" }, check, word(`fault_${name}`));
  });
}

function refusals(faults) {
  const path = element("input", { value: "/cgi-bin/message/custom/send", "aria-label": word("fault_path") });
  const code = element("select", { "aria-label": "errcode" }, ...CODES.map((one) => element("option", {}, one)));
  const set = button("step", () => change("faults", { errors: { ...faults.errors, [path.value]: { errcode: Number(code.value), times: 1 } } }), word("fault_once"));
  const lines = Object.entries(faults.errors).map(([one, refusal]) => element("small", {}, `${one} → ${refusal.errcode} × ${refusal.times}`));
  return row("fault_errors", path, element("span", { class: "steps" }, code, set), ...lines);
}

function clear() {
  return button("step", () => change("faults", { clear: true }), word("fault_clear"));
}

function row(name, ...children) {
  return element("div", { class: "lever" }, element("span", { class: "lever-name" }, word(name)), ...children);
}

export function show() {
  document.querySelector(".trace").classList.add("open");
  if (box.open) draw().then(reveal);
  box.open = true;
}

function reveal() {
  box.scrollIntoView({ block: "start" });
}

box.addEventListener("toggle", () => box.open && draw().then(reveal));
onChange(() => box.open && draw());
