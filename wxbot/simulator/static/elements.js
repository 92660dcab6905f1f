// Builds nodes. Text always goes in as text, so nothing that the bot sends can become markup.

const SVG = "http://www.w3.org/2000/svg";

export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "click") node.addEventListener("click", value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

export function icon(name, kind = "icon") {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  svg.setAttribute("class", kind);
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `/static/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

export function button(kind, click, ...children) {
  return element("button", { type: "button", class: kind, click }, ...children);
}

// A picture that cannot be shown leaves a coloured field with the first letter of what it belongs to.
export function picture(address, name, kind) {
  const box = element("span", { class: `picture ${kind}` });
  const letter = element("span", { class: "picture-letter", "aria-hidden": "true" }, firstLetter(name));
  box.style.setProperty("--hue", String(hue(name)));
  box.append(letter);
  if (/^(https?:\/\/|\/)/i.test(address || "")) {
    const image = element("img", { alt: "", loading: "lazy", referrerpolicy: "no-referrer" });
    image.addEventListener("load", () => box.classList.add("shown"));
    image.addEventListener("error", () => image.remove());
    image.src = address;
    box.append(image);
  }
  return box;
}

function firstLetter(name) {
  return Array.from((name || "").trim())[0] || "·";
}

function hue(name) {
  return Array.from(name || "").reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 360, 190);
}
