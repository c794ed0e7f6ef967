// The list of people on the left (or the first screen of a phone).

import * as api from "./api.js";
import { h, icon, avatar, clock } from "./dom.js";
import { dialog, fields } from "./dialog.js";
import { t, toggleLanguage, language, summary, roleName } from "./words.js";
import { store, key, unread, openColumn, refreshPeople, refreshBot } from "./store.js";
import { openInvitations } from "./invitations.js";
import { roleCards } from "./welcome.js";

export function renderSidebar(root, languageChanged) {
  const focused = root.contains(document.activeElement) ? document.activeElement.dataset.testid : null;
  const scrolled = root.querySelector(".people")?.scrollTop || 0;
  root.setAttribute("aria-label", t.people);
  root.replaceChildren(head(languageChanged), actions(), list(), h("p.note", {}, t.note));
  root.querySelector(".people").scrollTop = scrolled;
  if (focused) root.querySelector(`[data-testid="${CSS.escape(focused)}"]`)?.focus();
}

function head(languageChanged) {
  const { bot } = store;
  const state = bot.listening ? (bot.pending > 3 ? t.waiting(bot.pending) : t.online) : t.offline;
  return h("div.top", {},
    h("img", { src: "icon.svg", alt: "" }),
    h("div", {}, h("h1", {}, bot.name),
      h("div.status", { testid: "bot-status", role: "status" }, h(bot.listening ? "span.dot.on" : "span.dot"), state)),
    h("button.language", {
      testid: "language", "aria-label": t.toggleLabel, onclick: () => {
        toggleLanguage();
        languageChanged();
        refreshBot(language()).catch(() => {});
      },
    }, t.toggle));
}

function actions() {
  return h("div.actions", {},
    h("button", { testid: "add-person", onclick: addPerson }, icon("person"), t.add),
    h("button", { testid: "invitations", onclick: openInvitations }, icon("ticket"), t.invite));
}

function list() {
  const items = store.people.flatMap((p) => p.chats.map((c) => item(p, c)));
  if (!items.length) items.push(h("li.none", {}, h("p", {}, t.nobody), roleCards()));
  if (store.people.length > 1) {
    items.push(h("li", {}, h("button.person", { testid: "add-group", onclick: addGroup },
      h("div.avatar", { style: "background:var(--brand-wash);color:var(--key-ink)" }, icon("group")), t.group)));
  }
  return h("ul.people", { "aria-label": t.people }, items);
}

function item(p, c) {
  const group = c.id !== p.id;
  const open = store.columns.some((o) => key(o.person, o.chat) === key(p.id, c.id));
  const waiting = unread(p.id, c);
  const role = store.roles[p.id]?.role;
  return h("li", {}, h("button.person" + (open ? ".open" : "") + (group ? ".group" : ""), {
    testid: `person-${group ? c.title + "-" : ""}${p.name}`, "aria-pressed": String(open), onclick: () => openColumn(p.id, c.id),
  },
  avatar(group ? c.title : p.name, c.id),
  h("div.lines", {},
    h("div.line", {}, h("span.name", {}, group ? `${c.title}（${p.name}）` : p.name),
      role && !group ? h("span.role", {}, roleName(role)) : null,
      c.date ? h("time", {}, clock(c.date)) : null),
    h("div.line", {}, h("span.last", {}, p.blocked && !group ? t.blockedNote : summary(c.last) || (p.username ? "@" + p.username : " ")),
      waiting ? h("span.badge", { testid: "unread" }, String(waiting)) : null))));
}

export function addPerson() {
  const box = dialog(t.add, (done) => {
    const form = fields(done, t.create, [
      { name: "name", label: t.name, placeholder: t.namePlaceholder, required: true, maxLength: 64, testid: "person-name" },
      { name: "username", label: t.username, placeholder: "wang_shifu", testid: "person-username" },
      { name: "language", label: t.language, options: [["zh-hans", "简体中文"], ["en", "English"]], value: language() === "en" ? "en" : "zh-hans" },
    ], async (values) => {
      const person = await api.addPerson(values.name, values.username, values.language);
      await refreshPeople();
      openColumn(person.id);
    }, "person-create");
    return form;
  });
  return box;
}

function addGroup() {
  const chosen = new Set(store.columns.filter((c) => c.person === c.chat).map((c) => c.person));
  dialog(t.group, (done) => {
    const chips = h("div.chips", { role: "group", "aria-label": t.groupMembers }, store.people.map((p) => h("button.chip", {
      type: "button", "aria-pressed": String(chosen.has(p.id)), onclick: (event) => {
        if (!chosen.delete(p.id)) chosen.add(p.id);
        event.currentTarget.setAttribute("aria-pressed", String(chosen.has(p.id)));
      },
    }, p.name)));
    const form = fields(done, t.createGroup, [{ name: "title", label: t.groupTitle, required: true, testid: "group-title" }],
      async ({ title }) => {
        const members = [...chosen];
        const group = await api.addGroup(title, members);
        await refreshPeople();
        openColumn(members[0], group.id);
      }, "group-create");
    form.insertBefore(h("label", {}, t.groupMembers, chips), form.lastElementChild);
    return form;
  });
}
