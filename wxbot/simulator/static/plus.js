// What can be sent besides words: a picture, a place, a voice message, a link.

import { button, element, icon } from "./elements.js";
import { label, onChange, word } from "./words.js";

const PLACES = [
  ["北京", "Beijing", 39.9042, 116.4074], ["上海", "Shanghai", 31.2304, 121.4737], ["慕尼黑", "Munich", 48.1351, 11.582],
  ["巴黎", "Paris", 48.8566, 2.3522], ["纽约", "New York", 40.7128, -74.006], ["东京", "Tokyo", 35.6762, 139.6503],
  ["曼谷", "Bangkok", 13.7563, 100.5018], ["内罗毕", "Nairobi", -1.2921, 36.8219], ["圣保罗", "São Paulo", -23.5505, -46.6333],
];

const box = document.querySelector(".plus");
const opener = document.querySelector(".to-plus");
let act = () => {};

export function install(doing) {
  act = (name, body) => { close(); doing(name, body); };
  opener.addEventListener("click", () => (box.hidden ? openBox() : close()));
  onChange(() => { if (!box.hidden) choose(); });
}

export function close() {
  if (box.hidden) return false;
  box.hidden = true;
  opener.setAttribute("aria-expanded", "false");
  return true;
}

function openBox() {
  box.hidden = false;
  opener.setAttribute("aria-expanded", "true");
  choose();
  box.querySelector("button").focus({ preventScroll: true });
}

function show(...nodes) {
  box.replaceChildren(...nodes);
  label(box);
}

function choose() {
  const tiles = [["picture", pictures], ["place", places], ["voice", voice], ["link", link]];
  const nodes = tiles.map(([name, form]) => {
    const tile = button("tile", form, element("span", { class: "tile-icon" }, icon(name)), element("span", { "data-words": name }));
    tile.dataset.tile = name;
    return tile;
  });
  show(element("div", { class: "tiles" }, ...nodes));
}

function pictures() {
  const file = element("input", { type: "file", accept: "image/png,image/jpeg,image/gif", class: "hidden-file", tabindex: "-1" });
  file.addEventListener("change", () => file.files.length && act("image", file.files[0]));
  const sample = button("wide", () => act("image", {}), element("span", { "data-words": "sample" }));
  const chosen = button("wide quiet", () => file.click(), element("span", { "data-words": "file" }));
  show(head("picture"), sample, chosen, file);
  sample.focus();
}

function places() {
  const cities = PLACES.map(([chinese, english, latitude, longitude]) =>
    button("chip", () => act("location", { latitude, longitude, label: `${chinese} ${english}` }), chinese, element("small", {}, english)));
  const form = entry("location", [["latitude", "48.1351"], ["longitude", "11.5820"], ["place_name", ""]], (values) => ({
    latitude: Number(values.latitude), longitude: Number(values.longitude), label: values.place_name,
  }));
  form.querySelectorAll("input").forEach((input, index) => {
    if (index < 2) Object.assign(input, { type: "number", step: "any", min: index ? -180 : -90, max: index ? 180 : 90 });
  });
  show(head("place"), element("div", { class: "chips" }, ...cities), form);
  cities[0].focus();
}

function voice() {
  show(head("voice"), entry("voice", [["voice_text", "护照丢了怎么办"]], (values) => ({ recognition: values.voice_text })));
  box.querySelector("input").focus();
}

function link() {
  const rows = [["link_title", "领事保护与协助指南"], ["link_description", ""], ["link_url", "https://example.org/guide"]];
  const form = entry("link", rows, (values) => ({ title: values.link_title, description: values.link_description, url: values.link_url }));
  form.querySelectorAll("input").forEach((input, index) => { input.required = index !== 1; });
  show(head("link"), form);
  box.querySelector("input").focus();
}

function head(name) {
  const back = button("round", choose, icon("back"));
  back.dataset.label = "back";
  return element("header", { class: "plus-head" }, back, element("strong", { "data-words": name }));
}

function entry(name, rows, body) {
  const fields = rows.map(([row, value]) =>
    element("label", {}, element("span", { "data-words": row }), element("input", { name: row, value, type: "text" })));
  const form = element("form", { class: "entry", autocomplete: "off" }, ...fields, element("button", { class: "wide", "data-words": "send" }, word("send")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act(name, body(Object.fromEntries(new FormData(form))));
  });
  return form;
}
