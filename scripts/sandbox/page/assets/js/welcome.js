// What a newcomer sees first.

import * as api from "./api.js";
import { h, avatar } from "./dom.js";
import { alertBox } from "./dialog.js";
import { t, language, roleName } from "./words.js";
import { openColumn, refreshPeople, join, store } from "./store.js";
import { openInvitations } from "./invitations.js";

const roles = ["volunteer", "officer", "coordinator"];
const names = { volunteer: ["王师傅", "Mr Wang"], officer: ["李警官", "Officer Li"], coordinator: ["陈协调员", "Ms Chen"] };

// play opens a chat in a role: with the first invitation for it that nobody
// has used, or without one as an ordinary person.
async function play(role) {
  const all = await api.invitations();
  const invitation = all.find((i) => i.role === role && !store.joined[i.link]);
  const phone = language() === "en" ? "en" : "zh-hans";
  if (invitation) {
    openColumn((await join(invitation, phone)).id);
    return;
  }
  const person = await api.addPerson(names[role][language() === "en" ? 1 : 0], "", phone);
  store.roles[person.id] = { role, area: "" };
  await refreshPeople();
  openColumn(person.id);
}

async function attempt(...list) {
  try {
    for (const role of list) await play(role);
  } catch (error) {
    alertBox(error.message === "offline" ? t.offlineError : error.message);
  }
}

export function roleCards() {
  return h("div.roles", { style: "margin-top:16px" }, roles.map((role, i) => h("button.role-card", { testid: `role-${role}`, onclick: () => attempt(role) },
    avatar(roleName(role), i + 1), h("strong", {}, roleName(role)), h("span", {}, t.roleHints[role]))));
}

export function welcome() {
  return h("section.welcome", { testid: "welcome" },
    h("img", { src: "icon.svg", alt: "" }),
    h("h2", {}, t.welcome), h("p", {}, t.welcomeText), roleCards(),
    h("div.more", {},
      h("button.primary", { testid: "play-all", onclick: () => attempt(...roles) }, t.playAll),
      h("button.plain", { testid: "welcome-invitations", onclick: openInvitations }, t.invite)));
}
