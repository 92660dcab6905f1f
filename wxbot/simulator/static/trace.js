// The panel that tells how one reply came about: the bot's own decision, the deliveries, the XML.

import { element, icon } from "./elements.js";
import { has, onChange, word } from "./words.js";

const DEADLINE = 5000;
const ORDER = ["why", "intent", "hit", "candidates", "language", "took_ms"];
const panel = document.querySelector(".trace");
const body = panel.querySelector(".trace-body");
let current = 0;
let last = null;

export function empty() {
  body.replaceChildren(element("p", { class: "trace-empty" }, word("trace_empty")));
}

export async function show(push, { open = false } = {}) {
  current = push;
  mark(push);
  if (open) panel.classList.add("open");
  if (last?.id !== push) body.replaceChildren(element("p", { class: "trace-empty" }, word("trace_wait")));
  const answer = await fetch(`/phone/trace/${push}`);
  if (current !== push) return;
  last = answer.ok ? await answer.json() : null;
  draw();
}

export function close() {
  const open = panel.classList.contains("open");
  panel.classList.remove("open");
  return open;
}

function mark(push) {
  document.querySelectorAll(".trace-mark").forEach((one) => one.classList.toggle("current", one.dataset.push === String(push)));
}

function draw() {
  if (!last) {
    body.replaceChildren(element("p", { class: "trace-empty" }, word("trace_gone")));
    return;
  }
  body.replaceChildren(decision(last.decision), deliveries(last), facts(last), ...documents(last));
}

function decision(found) {
  if (!found) return section(null, element("p", { class: "trace-note" }, word("no_decision")));
  const names = [...ORDER.filter((name) => name in found), ...Object.keys(found).filter((name) => !ORDER.includes(name))];
  const rows = names.filter((name) => found[name] !== null && found[name] !== "" && name !== "why").map((name) => row(name, found[name]));
  const why = found.why ? element("p", { class: "trace-why" }, String(found.why)) : null;
  return section(null, why, element("dl", { class: "decision" }, ...rows.flat()));
}

function row(name, value) {
  const title = name === "language" ? word("language_key") : has(name) ? word(name) : name;
  return [element("dt", {}, title), element("dd", {}, ...drawn(name, value))];
}

function drawn(name, value) {
  if (name === "took_ms") return [`${value} ms`];
  if (name === "intent" && value && typeof value === "object") return intent(value);
  if (name === "candidates" && Array.isArray(value)) return [candidates(value)];
  if (Array.isArray(value)) return [element("ul", {}, ...value.map((one) => element("li", {}, ...drawn("", one))))];
  if (value && typeof value === "object") return [element("dl", {}, ...Object.entries(value).flatMap(([key, one]) => row(key, one)))];
  return [String(value)];
}

function intent(value) {
  const { source, words, key, ...rest } = value;
  const parts = [source && badge(source), words && element("span", {}, String(words)), key && element("code", {}, String(key))].filter(Boolean);
  return Object.keys(rest).length ? [...parts, ...drawn("", rest)] : parts;
}

function candidates(values) {
  const lines = values.map((one) => {
    const known = one && typeof one === "object";
    const why = known && one.why ? element("small", {}, String(one.why)) : null;
    return element("li", {}, element("code", {}, String(known ? one.name ?? JSON.stringify(one) : one)), why);
  });
  return element("ol", { class: "candidates" }, ...lines);
}

function deliveries(push) {
  const rows = push.deliveries.map((one) => {
    const bar = element("span", { class: `latency ${one.body_class}` });
    bar.style.width = `${Math.max(2, Math.min(100, (one.latency_ms / DEADLINE) * 100))}%`;
    const state = element("span", { class: "delivery-state" }, badge(word(`class_${one.body_class}`), one.body_class), one.status ? String(one.status) : "");
    const fault = one.fault ? element("small", { class: "fault" }, one.fault) : null;
    return element("li", {}, element("span", { class: "delivery-number" }, `#${one.number}`),
      element("span", { class: "track" }, bar), element("span", { class: "ms" }, duration(one.latency_ms)), state, fault);
  });
  return section("deliveries", rows.length ? element("ol", { class: "deliveries" }, ...rows) : element("p", { class: "trace-note" }, "–"));
}

function duration(ms) {
  return ms < 1000 ? `${ms < 10 ? ms : Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`;
}

function facts(push) {
  const lock = push.mode === "plain" ? null : icon("lock", "icon small");
  return section("push", element("dl", {},
    element("dt", {}, word("mode")), element("dd", {}, lock, word(`mode_${push.mode}`)),
    element("dt", {}, word("outcome")), element("dd", {}, word(`outcome_${push.outcome}`)),
    element("dt", {}, "key"), element("dd", {}, element("code", { class: "long" }, push.delivery_key))));
}

function documents(push) {
  const answers = push.deliveries.filter((one) => one.body).map((one) => one.body);
  const found = [folded("xml_in", push.xml)];
  if (answers.length) found.push(folded("xml_out", answers.at(-1)));
  return found;
}

function folded(name, xml) {
  return element("details", {}, element("summary", {}, word(name)), element("pre", { tabindex: "0" }, element("code", {}, indented(xml))));
}

// Only for the eye: the bytes on the wire have no line breaks.
function indented(xml) {
  let depth = 0;
  return xml.split(/(?=<(?!!\[CDATA)[^>]+>)/).map((part) => {
    if (part.startsWith("</")) depth -= 1;
    const closing = part.startsWith("</");
    const line = `${"  ".repeat(Math.max(0, depth))}${part}`;
    if (!closing && part.startsWith("<")) depth += 1;
    return { closing, line };
  }).reduce((text, { closing, line }, index, all) => {
    const leaf = closing && index && !all[index - 1].closing;
    return text + (leaf ? line.trim() : `${text ? "\n" : ""}${line}`);
  }, "");
}

function section(name, ...children) {
  const title = name ? element("h3", {}, word(name)) : null;
  return element("section", { class: "trace-section" }, title, ...children);
}

function badge(words, kind = "") {
  return element("span", { class: `badge ${kind}` }, String(words));
}

panel.querySelector(".trace-close").addEventListener("click", close);
onChange(() => (last ? draw() : empty()));
