// The sheet for scanning: the codes that the account has made, and any other scene.

import { line } from "./asks.js";
import * as drawer from "./drawer.js";
import { button, element, icon } from "./elements.js";
import { span, word } from "./words.js";

export async function scan(act) {
  const { codes } = await (await fetch("/phone/codes")).json();
  codes.sort((one, other) => over(one) - over(other));
  const go = (body) => { drawer.close(); act("scan", body); };
  drawer.open("scan", () => {
    const rows = codes.map((code) => row(code, go));
    const list = rows.length ? element("ul", { class: "codes" }, ...rows) : element("p", { class: "drawer-empty", "data-words": "no_codes" });
    const form = line("other_scene", "scan_this", (scene) => go({ scene }));
    form.querySelector("input").maxLength = 64;
    return [list, form];
  });
}

function over(code) {
  return code.left !== null && code.left <= 0;
}

function row(code, go) {
  const address = `/cgi-bin/showqrcode?ticket=${encodeURIComponent(code.ticket)}`;
  const picture = over(code) ? element("span", { class: "code-gone" }, icon("scan")) : element("img", { src: address, alt: "", class: "code-picture" });
  const life = code.permanent ? word("permanent") : over(code) ? word("gone") : `${word("still")} ${span(code.left)}`;
  const words = element("span", { class: "row-words" }, element("strong", {}, code.scene), element("small", {}, life));
  const one = button("code-row", () => go({ ticket: code.ticket }), picture, words);
  one.disabled = over(code);
  return element("li", {}, one);
}
