// One bubble: a message, or several of one album.

import { h, icon, clock, bytes } from "./dom.js";
import { picture } from "./dialog.js";
import { rich } from "./rich.js";
import { t } from "./words.js";
import { placeCard } from "./place.js";
import { voiceNote } from "./voice.js";

// bubble draws messages of one album (or one message). chat gives the
// surroundings: {group, find(id), pending, command, link, press, menu}.
export function bubble(messages, chat) {
  const m = messages[0];
  if (m.service) return h("div.service", { testid: "service" }, t.service[m.service] || m.service);
  const keyed = m.keyboard?.length;
  const row = h("div.row" + (m.mine ? ".mine" : "") + (keyed ? ".keyed" : ""), { testid: "message", "data-id": m.id, "data-mine": String(m.mine) });
  const box = h("div.bubble" + (m.sticker ? ".bare" : ""));
  if (chat.group && !m.mine) box.append(h("span.from", {}, m.from));
  if (m.forwarded) box.append(h("span.forwarded", {}, `${t.forwarded} ${m.forwarded}`));
  if (m.reply_to) box.append(quote(m, chat));
  if (m.photo) box.append(photos(messages));
  if (m.document) box.append(documentCard(m.document));
  if (m.voice) box.append(voiceNote(m.voice, m.id));
  if (m.location) box.append(placeCard(m.location));
  if (m.contact) box.append(h("div.file", {}, h("span.disc", {}, icon("phone")), h("span", {}, h("b", {}, m.contact.first_name), h("small", {}, m.contact.phone_number))));
  if (m.sticker) box.append(h("div.sticker", {}, m.sticker));
  const words = messages.find((one) => one.text);
  if (words) box.append(h("span.text", { testid: "message-text" }, rich(words.text, words.entities, chat)));
  box.append(meta(m, messages));
  if (m.text || m.mine) {
    box.append(h("button.dots", { "aria-label": t.more, testid: "message-menu", onclick: (event) => chat.menu(m, event.currentTarget) }, icon("dots")));
  }
  row.append(box);
  if (keyed) row.append(keys(m, chat));
  return row;
}

function quote(m, chat) {
  const original = chat.find(m.reply_to);
  return h("button.quote", { onclick: () => original && chat.show(original.id) }, original ? original.text || "…" : "…");
}

function photos(messages) {
  const all = messages.filter((m) => m.photo);
  return h("div.photos" + (all.length > 1 ? ".many" : ""), {}, all.map((m) => h("button", { "aria-label": t.photoOf, onclick: () => picture(m.photo.url, m.text || t.photoOf) },
    h("img", { src: m.photo.url, alt: m.text || t.photoOf, loading: "lazy", width: m.photo.width, height: m.photo.height, style: "height:auto", testid: "photo" }))));
}

function documentCard(file) {
  return h("a.file", { href: file.url, download: file.name || "file", testid: "document", "aria-label": `${t.download} ${file.name}` },
    h("span.disc", {}, icon("file")), h("span", {}, h("b", {}, file.name || t.file), h("small", {}, bytes(file.size))));
}

function meta(m, messages) {
  return h("span.meta", {},
    m.silent ? h("span", { title: t.silent }, icon("bellOff")) : null,
    m.protected ? h("span", { title: t.protected }, icon("lock")) : null,
    messages.some((one) => one.edited) ? h("span", { testid: "edited" }, t.edited) : null,
    h("time", {}, clock(m.date)));
}

function keys(m, chat) {
  return h("div.keys", { testid: "keyboard" }, m.keyboard.map((row, r) => h("div", {}, row.map((b, c) => {
    if (b.url) return h("a", { href: b.url, target: "_blank", rel: "noreferrer noopener", testid: "inline-button", onclick: (e) => { if (chat.link(b.url)) e.preventDefault(); } }, b.text + " ↗");
    const waiting = chat.pending === `${m.id}:${r}:${c}`;
    return h("button" + (waiting ? ".waiting" : ""), {
      type: "button", testid: "inline-button", "aria-busy": waiting || undefined,
      onclick: () => (b.copy_text ? chat.copy(b.copy_text.text) : chat.press(m, r, c)),
    }, b.text);
  }))));
}
