// What a menu button or a tile asks the follower for: pictures, a place, something to scan, a film.

import * as drawer from "./drawer.js";
import { button, element, icon } from "./elements.js";
import { word } from "./words.js";

export const PLACES = [
  ["东京", "Tokyo", 35.6762, 139.6503], ["巴黎", "Paris", 48.8566, 2.3522], ["纽约", "New York", 40.7128, -74.006],
  ["曼谷", "Bangkok", 13.7563, 100.5018], ["内罗毕", "Nairobi", -1.2921, 36.8219], ["悉尼", "Sydney", -33.8688, 151.2093],
  ["慕尼黑", "Munich", 48.1351, 11.582], ["圣保罗", "São Paulo", -23.5505, -46.6333], ["上海", "Shanghai", 31.2304, 121.4737],
];
const SAMPLES = [["evening", "png"], ["noon", "jpg"], ["night", "jpg"]];
const MOST = 9;
const CODES = [["https://example.org/t/9", "qrcode"], ["E12345678", "qrcode"], ["EAN_13,6901234567892", "barcode"]];

// The files that were chosen, in the order of choosing; samples are fetched as if they were the phone's own.
export function pictures(name, { many }, done) {
  const chosen = new Map();
  let uploads = [];
  const toggle = (key, file) => {
    if (chosen.has(key)) chosen.delete(key);
    else {
      if (!many) chosen.clear();
      if (chosen.size < MOST) chosen.set(key, file);
    }
    drawer.redraw();
  };
  const cell = (key, address, file) => {
    const place = [...chosen.keys()].indexOf(key);
    const mark = element("span", { class: "shot-mark" }, place < 0 ? "" : String(place + 1));
    const one = button("shot", () => toggle(key, file), element("img", { src: address, alt: "" }), mark);
    one.setAttribute("aria-pressed", String(place >= 0));
    one.setAttribute("aria-label", `${word("picture")} ${key}`);
    return one;
  };
  const add = (files) => {
    const fresh = [...files].map((file) => ({ key: `${file.name} ${file.size}`, address: URL.createObjectURL(file), file }));
    uploads = [...fresh, ...uploads];
    fresh.forEach(({ key, file }) => toggle(key, file));
  };
  const send = async () => {
    const files = await Promise.all([...chosen].map(([key, file]) => file || sample(key)));
    drawer.close();
    done(files);
  };
  drawer.open(name, () => {
    const cells = [...uploads.map((one) => cell(one.key, one.address, one.file)), ...SAMPLES.map(([key]) => cell(key, `/phone/samples/${key}`, null))];
    const go = button("wide", send, chosen.size > 1 ? `${word("send")} (${chosen.size})` : word("send"));
    go.disabled = !chosen.size;
    return [element("div", { class: "shots" }, picker("image/png,image/jpeg,image/gif", many, add), ...cells), go];
  });
}

async function sample(name) {
  const type = Object.fromEntries(SAMPLES)[name];
  return new File([await (await fetch(`/phone/samples/${name}`)).blob()], `${name}.${type}`);
}

function picker(accept, many, add) {
  const file = element("input", { type: "file", accept, multiple: many, class: "hidden-file", tabindex: "-1" });
  file.addEventListener("change", () => file.files.length && add(file.files));
  const opener = button("shot shot-add", () => file.click(), icon("plus"), element("span", { "data-words": "file" }));
  return element("div", { class: "shot-cell" }, opener, file);
}

export function place(name, done) {
  const go = (found) => { drawer.close(); done(found); };
  drawer.open(name, () => {
    const cities = PLACES.map(([chinese, english, latitude, longitude]) =>
      button("chip", () => go({ latitude, longitude, label: `${chinese} ${english}` }), chinese, element("small", {}, english)));
    const rows = [["latitude", "48.1351", 90], ["longitude", "11.5820", 180], ["place_name", "", 0]];
    const form = entry(rows, "send", (values) => go({
      latitude: Number(values.latitude), longitude: Number(values.longitude), label: values.place_name,
    }));
    return [element("div", { class: "chips" }, ...cities), element("p", { class: "drawer-or", "data-words": "other_place" }), form];
  });
}

export function scanned(name, done) {
  const go = (body) => { drawer.close(); done(body); };
  drawer.open(name, () => {
    const finder = element("div", { class: "finder" }, element("span", { class: "finder-frame" }, element("i")));
    const codes = CODES.map(([text, kind]) =>
      button("chip chip-line", () => go({ scanned: text, scan_type: kind }), text, element("small", { "data-words": `code_${kind}` })));
    const form = line("other_code", "scan_this", (text) => go({ scanned: text, scan_type: kindOf(text) }));
    return [finder, element("div", { class: "chips lines" }, ...codes), form];
  });
}

// A barcode is told with the name of its kind before a comma.
function kindOf(text) {
  return /^[A-Z0-9_]+,[0-9A-Z]+$/.test(text) ? "barcode" : "qrcode";
}

export function film(done) {
  drawer.open("video", () => {
    const file = element("input", { type: "file", accept: "video/mp4", class: "hidden-file", tabindex: "-1" });
    const go = (chosen) => { drawer.close(); done(chosen); };
    file.addEventListener("change", () => file.files.length && go(file.files[0]));
    const player = element("video", { src: "/static/samples/evening.mp4", class: "film", controls: true, muted: true, preload: "metadata" });
    const sampleButton = button("wide", () => go(null), element("span", { "data-words": "sample_video" }));
    const chosen = button("wide quiet", () => file.click(), element("span", { "data-words": "file" }));
    return [player, sampleButton, chosen, file];
  });
}

// A form of a single field, whose name stands inside it.
export function line(name, submit, done) {
  const field = element("input", { type: "text", required: true, "data-label": name, "data-placeholder": name });
  const form = element("form", { class: "entry-line", autocomplete: "off" }, field, element("button", { class: "wide", "data-words": submit }, word(submit)));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    done(field.value);
  });
  return form;
}

// A form of labelled rows: name, first value, and for a number how far it may be from zero.
export function entry(rows, submit, done) {
  const fields = rows.map(([name, value, most]) => {
    const kind = most ? { type: "number", step: "any", min: -most, max: most, required: true } : { type: "text" };
    return element("label", {}, element("span", { "data-words": name }), element("input", { name, value, ...kind }));
  });
  const form = element("form", { class: "entry", autocomplete: "off" }, ...fields, element("button", { class: "wide", "data-words": submit }, word(submit)));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    done(Object.fromEntries(new FormData(form)));
  });
  return form;
}
