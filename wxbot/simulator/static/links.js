// Turns the bot's text into nodes. Only links to the web and menu links live; every other tag stays visible as text.

import { element } from "./elements.js";

const ANCHOR = /<a\s[^>]*?href\s*=\s*(?:"([^"]*)"|'([^']*)')[^>]*>([\s\S]*?)<\/a>/gi;
const ADDRESS = /https?:\/\/[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]*[A-Za-z0-9/#=&%_-]/g;

export function linked(text, { open, say }) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(ANCHOR)) {
    nodes.push(...bare(text.slice(end, match.index), open));
    const made = anchor(decoded(match[1] ?? match[2]), match[3], open, say);
    nodes.push(...(made ? [made] : bare(match[0], open)));
    end = match.index + match[0].length;
  }
  return [...nodes, ...bare(text.slice(end), open)];
}

function anchor(target, words, open, say) {
  if (/^https?:\/\//i.test(target)) return web(target, words, open);
  const menu = /^weixin:\/\/bizmsgmenu\?(.*)$/is.exec(target);
  if (!menu) return null;
  const given = new URLSearchParams(menu[1]);
  const content = given.get("msgmenucontent") || words;
  // A link and not a button, since only a link breaks over lines as the words around it do.
  const node = element("a", { href: "#", role: "button", class: "menu-link" }, words);
  node.addEventListener("click", (event) => {
    event.preventDefault();
    say(content, given.get("msgmenuid") || "");
  });
  return node;
}

function web(target, words, open) {
  const node = element("a", { href: target, rel: "noopener noreferrer" }, words);
  node.addEventListener("click", (event) => {
    event.preventDefault();
    open(target, words);
  });
  return node;
}

function bare(text, open) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    nodes.push(text.slice(end, match.index), web(match[0], match[0], open));
    end = match.index + match[0].length;
  }
  return [...nodes, text.slice(end)].filter((part) => part !== "");
}

function decoded(target) {
  return target.trim().replaceAll("&amp;", "&");
}
