// The clock, and what kind of account this is.

import { element } from "../elements.js";
import { span, word } from "../words.js";
import { check, day, field, form, input, number, select, step } from "./board.js";

const STEPS = [["+1 min", 60], ["+10 min", 600], ["+1 h", 3600], ["+12 h", 43200], ["+1 d", 86400], ["+48 h", 172800], ["+3 d", 259200], ["+30 d", 2592000]];
const UNITS = [[60, "minutes"], [3600, "hours"], [86400, "days"]];

export function clock(state, act) {
  const { offset, now } = state.clock;
  const off = Math.abs(offset) < 1 ? word("clock_real") : `${word(offset > 0 ? "clock_shifted" : "clock_behind")} ${span(Math.abs(offset))}`;
  const steps = STEPS.map(([words, seconds]) => {
    const one = step("forward", () => act("clock", { advance: seconds }));
    one.textContent = words;
    return one;
  });
  const units = element("select", { name: "unit", "aria-label": word("unit") }, ...UNITS.map(([size, name]) => element("option", { value: size }, word(name))));
  const free = form([number("many", 5, { min: 1 }), units], "forward", ({ many, unit }) => act("clock", { advance: many * unit }));
  return [
    element("p", { class: "clock-day" }, day(now)),
    element("output", { class: "clock-now" }),
    element("p", { class: "quiet" }, off),
    element("div", { class: "steps" }, ...steps),
    free,
    Math.abs(offset) < 1 ? null : step("clock_back", () => act("clock", { offset: 0 })),
  ];
}

export function account(state, act) {
  const { settings } = state;
  const kinds = state.account.kinds.map((kind) => [kind, word(`kind_${kind}`)]);
  const reports = state.account.location_reports.map((one) => [one, word(one === "off" ? "report_none" : `report_${one}`)]);
  const delay = number("job_delay", settings.job_delay, { step: 0.1, class: "count" });
  delay.addEventListener("change", () => act("settings", { job_delay: Number(delay.value) || 0 }));
  const change = (name) => (value) => act("settings", { [name]: value });
  return [
    field("kind", select(kinds, settings.kind, word("kind"), change("kind"))),
    field("report_field", select(reports, settings.location_report, word("report_field"), change("location_report"))),
    check("agents_online", settings.agents_online, change("agents_online")),
    check("mass_confirmation", settings.mass_confirmation, change("mass_confirmation")),
    element("label", { class: "switch" }, delay, element("span", {}, word("job_delay"))),
    check("secret_frozen", settings.secret_frozen, change("secret_frozen")),
    form([input("webhook", { value: settings.webhook_url, type: "url", required: true })], "set", ({ webhook }) => act("settings", { webhook_url: webhook })),
    facts([["AppID", settings.app_id], ["ID", settings.gh_id]]),
  ];
}

export function keys(state, act) {
  const { settings } = state;
  const modes = state.account.modes.map((mode) => [mode, word(`mode_${mode}`)]);
  const own = input("key_own", { required: true, minlength: 43, maxlength: 43, pattern: "[A-Za-z0-9]{43}" });
  return [
    field("mode_field", select(modes, settings.mode, word("mode_field"), (mode) => act("settings", { mode }))),
    facts([["Token", settings.token], [word("key"), settings.aes_key || word("no_key")], [word("key_before"), settings.previous_aes_key || word("no_key")]]),
    element("div", { class: "steps" }, step("rotate", () => act("key")), step("revoke_tokens", () => act("tokens/revoke"))),
    form([own], "set", (found) => act("key", { aes_key: found.key_own }), "once"),
    element("p", { class: "quiet" }, word("key_hint")),
  ];
}

function facts(rows) {
  return element("dl", { class: "facts" }, ...rows.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, element("code", {}, value))]));
}
