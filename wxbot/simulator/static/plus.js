// What can be sent besides words, one tile for each.

import * as asks from "./asks.js";
import * as codes from "./codes.js";
import * as drawer from "./drawer.js";
import { button, element, icon } from "./elements.js";
import * as notices from "./notices.js";
import { label, onChange } from "./words.js";

const box = document.querySelector(".plus");
const opener = document.querySelector(".to-plus");
let act = () => {};

const TILES = [
  ["picture", () => asks.pictures("picture", { many: true }, (files) => files.forEach((file) => act("image", upload({}, [file]))))],
  ["video", () => asks.film((file) => act("video", file ? upload({}, [file], "video") : {}))],
  ["place", () => asks.place("place", (found) => act("location", found))],
  ["voice", voice],
  ["link", link],
  ["scan", () => codes.scan(act)],
  ["notices", () => notices.ask(act)],
];

export function install(doing) {
  act = doing;
  opener.addEventListener("click", () => (box.hidden ? openBox() : close()));
  onChange(() => label(box));
}

export function upload(fields, files, name = "image") {
  const form = new FormData();
  Object.entries(fields).forEach(([key, value]) => form.append(key, value));
  files.forEach((file) => form.append(name, file));
  return form;
}

export function close() {
  if (box.hidden) return false;
  box.hidden = true;
  opener.setAttribute("aria-expanded", "false");
  return true;
}

function openBox() {
  const tiles = TILES.map(([name, ask]) => {
    const tile = button("tile", () => { close(); ask(); }, element("span", { class: "tile-icon" }, icon(name)), element("span", { "data-words": name }));
    tile.dataset.tile = name;
    return tile;
  });
  box.replaceChildren(element("div", { class: "tiles" }, ...tiles));
  label(box);
  box.hidden = false;
  opener.setAttribute("aria-expanded", "true");
  tiles[0].focus({ preventScroll: true });
}

function voice() {
  drawer.open("voice", () => [asks.entry([["voice_text", "护照丢了怎么办", 0]], "send", (values) => {
    drawer.close();
    act("voice", { recognition: values.voice_text });
  })]);
}

function link() {
  const rows = [["link_title", "领事保护与协助指南", 0], ["link_description", "", 0], ["link_url", "https://example.org/guide", 0]];
  drawer.open("link", () => {
    const form = asks.entry(rows, "send", (values) => {
      drawer.close();
      act("link", { title: values.link_title, description: values.link_description, url: values.link_url });
    });
    form.querySelectorAll("input").forEach((input, index) => { input.required = index !== 1; });
    return [form];
  });
}
