// Telling where the follower is, when the account asks for that: on entering the chat, or all the time.

import { word } from "./words.js";

const EVERY = 5000;
let where = { latitude: 31.230416, longitude: 121.473701, label: "上海 Shanghai" };
let mode = "off";
let act = () => {};
let timer = 0;

export const reporting = {
  words: () => (mode === "off" ? word("report_off") : `${word(`report_${mode}`)} · ${where.label || `${where.latitude}, ${where.longitude}`}`),
  moveTo: (place) => { where = place; tell(); },
};

export function install(doing) {
  act = doing;
  document.addEventListener("visibilitychange", () => { if (!document.hidden) tell(); });
}

// Called with every answer of the poll; only a change begins or ends something.
export function observe(state) {
  const wanted = state.following ? state.report : "off";
  if (wanted === mode) return;
  mode = wanted;
  clearInterval(timer);
  if (mode === "always") timer = setInterval(() => { if (!document.hidden) act("report", where); }, EVERY);
  tell();
}

function tell() {
  if (mode !== "off") act("enter", where);
}
