// Text with entities. Offsets count UTF-16 units, as JavaScript strings do.

import { h } from "./dom.js";

// rich returns nodes; on = {command(text), link(url) → true when handled}.
export function rich(text, entities = [], on = {}) {
  return part(text, 0, text.length, [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length), on);
}

function part(text, begin, end, entities, on) {
  const nodes = [];
  let at = begin;
  while (entities.length) {
    const e = entities[0];
    const stop = Math.min(e.offset + e.length, end);
    if (e.offset < at) { // overlaps what is already shown
      entities = entities.slice(1);
      continue;
    }
    if (e.offset > at) nodes.push(text.slice(at, e.offset));
    const inside = entities.slice(1).filter((o) => o.offset < stop);
    nodes.push(element(e, text.slice(e.offset, stop), part(text, e.offset, stop, inside, on), on));
    at = stop;
    entities = entities.slice(1).filter((o) => o.offset >= stop);
  }
  if (at < end) nodes.push(text.slice(at, end));
  return nodes;
}

const tags = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote", expandable_blockquote: "blockquote" };

function element(e, words, children, on) {
  switch (e.type) {
    case "bot_command":
      return h("button.command", { type: "button", onclick: () => on.command?.(words) }, children);
    case "text_link":
      return link(e.url, children, on);
    case "url":
      return link(/^[a-z]+:\/\//i.test(words) ? words : "https://" + words, children, on);
    case "email":
      return link("mailto:" + words, children, on);
    case "spoiler":
      return h("span.spoiler", { onclick: (event) => event.currentTarget.classList.add("shown") }, children);
    case "mention": case "hashtag": case "text_mention": case "custom_emoji":
      return h("span", { style: "color:var(--key-ink)" }, children);
    default:
      return h(tags[e.type] || "span", {}, children);
  }
}

function link(url, children, on) {
  const safe = /^(https?|mailto|tg):/i.test(url);
  return h("a", {
    href: safe ? url : undefined, target: "_blank", rel: "noreferrer noopener",
    onclick: (event) => { if (on.link?.(url)) event.preventDefault(); },
  }, children);
}
