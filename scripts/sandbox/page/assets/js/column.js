// One chat of one person.

import * as api from "./api.js";
import { h, icon, avatar } from "./dom.js";
import { dialog, fields, alertBox, pop } from "./dialog.js";
import { t, roleName } from "./words.js";
import { store, closeColumn, leaveChat, markRead, personOf, key } from "./store.js";
import { bubble } from "./bubble.js";
import { Composer } from "./composer.js";

const near = 90; // pixels from the bottom that still count as being there

export class Column {
  constructor(person, chat) {
    Object.assign(this, { person, chat, rows: new Map(), pressed: null, toastSeen: null, stick: true });
    this.log = h("div.log", { testid: "log", role: "log", "aria-live": "polite", tabIndex: 0, onscroll: () => this.scrolled() });
    this.jump = h("button.jump", { "aria-label": t.jump, hidden: true, onclick: () => this.bottom(true) }, icon("down"));
    this.toasts = h("div.toasts", { role: "status" });
    this.title = h("strong");
    this.sub = h("span");
    this.composer = new Composer(person, chat, (promise) => this.send(promise));
    this.element = h("section.column", { testid: `column-${personOf(person)?.name || person}`, "data-person": person },
      this.header(), h("div.body", {}, this.log, this.jump), this.composer.element, this.toasts);
    this.refresh();
  }

  header() {
    const p = personOf(this.person);
    return h("header", {},
      h("button.icon-button.back", { "aria-label": t.back, testid: "back", onclick: leaveChat }, icon("back")),
      avatar(p?.name || "?", this.person, true),
      h("div.who", {}, this.title, this.sub),
      h("button.icon-button", { "aria-label": t.more, testid: "chat-menu", onclick: (e) => this.menu(e.currentTarget) }, icon("dots")),
      h("button.icon-button", { "aria-label": t.closeColumn, testid: "close-column", onclick: () => closeColumn(this.person, this.chat) }, icon("close")));
  }

  // refresh fetches the chat; a change during a fetch makes one more.
  async refresh() {
    if (this.busy) {
      this.again = true;
      return;
    }
    this.busy = true;
    do {
      this.again = false;
      try {
        this.draw(await api.look(this.person, this.chat));
      } catch { /* the banner says that the connection is lost; it refreshes on return */ }
    } while (this.again);
    this.busy = false;
  }

  draw(state) {
    const first = !this.state;
    this.state = state;
    const { role, area } = store.roles[this.person] || {};
    const group = this.chat !== this.person;
    this.title.textContent = group ? state.chat.title : state.person.name;
    this.sub.textContent = state.action === "typing" ? t.typing : group ? `${t.members} · ${state.person.name}`
      : [role && roleName(role), area].filter(Boolean).join(" · ") || (state.person.username ? "@" + state.person.username : t.via);
    if (this.pressed && !state.pending?.includes(this.pressed.message)) this.pressed = null;
    this.drawLog(state, group, first);
    this.composer.draw(state);
    this.drawToasts(state, first);
    this.seen();
  }

  drawLog(state, group, first) {
    const nodes = [];
    const rows = new Map();
    let day = "";
    let before = null;
    for (const album of albums(state.messages)) {
      const m = album[0];
      const today = dayOf(m.date);
      if (today !== day) nodes.push(h("div.day", {}, day = today));
      const pending = this.pressed?.message === m.id ? this.pressed.button : null;
      const print = `${album.map((one) => one.changed)}|${pending}`;
      let row = this.rows.get(m.id);
      if (row?.print !== print) {
        const known = Boolean(row);
        row = { print, node: bubble(album, this.surroundings(state, group, pending)) };
        if (!known && !first) row.node.classList.add("fresh");
      }
      row.node.classList.toggle("same", before?.mine === m.mine && before?.from === m.from);
      rows.set(m.id, row);
      nodes.push(row.node);
      before = m;
    }
    if (!nodes.length) nodes.push(this.intro());
    const arrived = state.messages.at(-1)?.id !== this.lastID;
    this.lastID = state.messages.at(-1)?.id;
    this.rows = rows;
    reconcile(this.log, nodes);
    if (first || (arrived && (this.stick || state.messages.at(-1)?.mine)) || this.stick) this.bottom(false);
    else if (arrived) this.jump.hidden = false;
  }

  intro() {
    return h("div.intro", { testid: "intro" }, h("img", { src: "icon.svg", alt: "" }), h("strong", {}, store.bot.name), h("br"), store.bot.description || "@" + store.bot.username);
  }

  surroundings(state, group, pending) {
    return {
      group, pending: pending && `${this.pressed.message}:${pending}`,
      find: (id) => state.messages.find((m) => m.id === id),
      show: (id) => this.rows.get(id)?.node.scrollIntoView({ block: "center", behavior: "smooth" }),
      command: (text) => this.composer.say(text),
      link: (url) => this.follow(url),
      copy: (text) => navigator.clipboard?.writeText(text).then(() => this.toast(t.copied), () => {}),
      press: (m, row, column) => {
        this.pressed = { message: m.id, button: `${row}:${column}` };
        this.send(api.act(this.person, "press", { chat: this.chat, message_id: m.id, row, column }));
        this.draw(this.state);
      },
      menu: (m, owner) => this.messageMenu(m, owner),
    };
  }

  // follow opens the bot's own start links here; others open as usual.
  follow(url) {
    const own = new RegExp(`^https?://t\\.me/${store.bot.username}\\?`, "i").test(url);
    if (own) this.send(api.act(this.person, "start", { link: url }));
    return own;
  }

  messageMenu(m, owner) {
    const menu = pop(owner, ".at",
      h("button", { role: "menuitem", testid: "menu-reply", onclick: () => this.composer.reply(m) }, t.reply),
      m.mine && !m.forwarded && (m.text || m.photo) ? h("button", { role: "menuitem", testid: "menu-edit", onclick: () => this.composer.edit(m) }, t.edit) : null,
      m.text && !m.protected ? h("button", { role: "menuitem", onclick: () => navigator.clipboard?.writeText(m.text).then(() => this.toast(t.copied), () => {}) }, t.copy) : null,
      m.mine ? h("button.danger", { role: "menuitem", testid: "menu-delete", onclick: () => this.send(api.act(this.person, "delete", { chat: this.chat, message_id: m.id })) }, t.remove) : null);
    if (!menu) return;
    const at = owner.getBoundingClientRect();
    menu.style.top = Math.min(at.bottom, innerHeight - menu.offsetHeight - 12) + "px";
    menu.style.left = Math.max(8, Math.min(at.left, innerWidth - menu.offsetWidth - 12)) + "px";
  }

  menu(owner) {
    const blocked = this.state?.person.blocked;
    pop(owner, ".down",
      h("button", { role: "menuitem", testid: "open-link", onclick: () => this.openLink() }, icon("ticket"), t.openLink),
      h("button", { role: "menuitem", testid: "block-toggle", onclick: () => this.send(api.act(this.person, "block", { blocked: !blocked })) }, icon("lock"), blocked ? t.unblock : t.block),
      h("button.danger", { role: "menuitem", testid: "clear-history", onclick: () => this.send(api.act(this.person, "clear", {})) }, icon("close"), t.clear))
      .style.top = owner.closest("header").offsetHeight + "px";
  }

  openLink() {
    dialog(t.openLink, (done) => fields(done, t.open, [
      { name: "link", label: t.openLinkHint, placeholder: `https://t.me/${store.bot.username}?start=…`, required: true, testid: "link" },
    ], ({ link }) => api.act(this.person, "start", { link }), "link-open"));
  }

  // send waits for an action; a refusal is shown. True when it was done.
  async send(promise) {
    this.stick = true;
    try {
      await promise;
      return true;
    } catch (error) {
      this.pressed = null;
      this.toast(error.message === "offline" ? t.offlineError : error.message);
      this.refresh();
      return false;
    }
  }

  drawToasts(state, first) {
    const newest = state.toasts?.at(-1)?.id || 0;
    if (!first) {
      for (const toast of state.toasts || []) {
        if (toast.id <= this.toastSeen) continue;
        if (toast.alert) alertBox(toast.text);
        else if (toast.text) this.toast(toast.text);
      }
    }
    this.toastSeen = newest;
  }

  toast(text) {
    const node = h("div.toast", { testid: "toast" }, text);
    this.toasts.append(node);
    setTimeout(() => node.remove(), 4000 + text.length * 40);
  }

  scrolled() {
    this.stick = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < near;
    if (this.stick) {
      this.jump.hidden = true;
      this.seen();
    }
  }

  bottom(smooth) {
    requestAnimationFrame(() => this.log.scrollTo({ top: this.log.scrollHeight, behavior: smooth ? "smooth" : "instant" }));
    this.jump.hidden = true;
  }

  // appear is called when the column comes into view: what was hidden could not
  // be scrolled.
  appear() {
    if (this.stick) this.bottom(false);
    this.seen();
  }

  seen() {
    if (!this.state || document.visibilityState !== "visible" || !this.stick) return;
    if (innerWidth < 720 && store.active !== key(this.person, this.chat)) return;
    markRead(this.person, this.chat, this.state.chat.from_others);
  }
}

// albums groups the messages of one album.
function albums(messages) {
  const all = [];
  for (const m of messages) {
    if (m.album && all.at(-1)?.[0].album === m.album) all.at(-1).push(m);
    else all.push([m]);
  }
  return all;
}

// reconcile puts nodes into a parent without touching those in place.
function reconcile(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, i) => { if (parent.children[i] !== node) parent.insertBefore(node, parent.children[i] || null); });
}

function dayOf(seconds) {
  const date = new Date(seconds * 1000);
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 86400000);
  if (days === 0) return t.today;
  if (days === 1) return t.yesterday;
  return date.toLocaleDateString();
}
