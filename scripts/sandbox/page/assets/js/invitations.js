// The drawer of invitation links that the run script prepared.

import * as api from "./api.js";
import { h, avatar } from "./dom.js";
import { dialog } from "./dialog.js";
import { t, language, roleName } from "./words.js";
import { store, join, openColumn } from "./store.js";

const shown = 40;

export function openInvitations() {
  dialog(t.invitations, (done) => {
    const results = h("div", { testid: "invitation-list" });
    const problem = h("p.error", { role: "alert", hidden: true });
    const chips = h("div.chips");
    const search = h("input", { type: "search", placeholder: t.search, "aria-label": t.search, testid: "invitation-search", oninput: () => draw() });
    let all = [];
    let role = "";
    const draw = () => {
      chips.replaceChildren(...["", ...new Set(all.map((i) => i.role))].map((r) => h("button.chip", {
        type: "button", "aria-pressed": String(r === role), onclick: () => { role = r; draw(); },
      }, r ? roleName(r) : t.all)));
      const words = search.value.trim().toLowerCase().split(/\s+/);
      const fits = all.filter((i) => (!role || i.role === role) && words.every((w) => `${i.label} ${i.area} ${roleName(i.role)}`.toLowerCase().includes(w)));
      results.replaceChildren(h("div.list", {}, fits.slice(0, shown).map((i) => line(i, done, problem))),
        fits.length > shown ? h("p.hint", {}, t.tooMany(fits.length - shown)) : "");
    };
    api.invitations().then((list) => {
      all = list;
      if (all.length) draw();
      else results.replaceChildren(h("p.hint", {}, t.noInvitations));
      chips.hidden = search.hidden = !all.length;
    }).catch((error) => {
      problem.textContent = error.message;
      problem.hidden = false;
    });
    return h("div", { style: "display:grid;gap:12px" }, h("p.hint", {}, t.invitationsHint), search, chips, problem, results);
  }, "drawer");
}

function line(invitation, done, problem) {
  const joined = store.joined[invitation.link];
  return h("button", {
    testid: "invitation", onclick: async () => {
      try {
        openColumn(joined || (await join(invitation, language() === "en" ? "en" : "zh-hans")).id);
        done();
      } catch (error) {
        problem.textContent = error.message;
        problem.hidden = false;
      }
    },
  },
  avatar(invitation.label, invitation.label.codePointAt(invitation.label.length - 1), true),
  h("span", {}, h("b", {}, invitation.label), h("small", {}, [roleName(invitation.role), invitation.area].filter(Boolean).join(" · "))),
  joined ? h("span.done", {}, "✓ " + t.joined) : null);
}
