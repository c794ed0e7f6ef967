// Starts the page: sidebar, columns, and the stream of changes.

import * as api from "./api.js";
import { language, t } from "./words.js";
import { store, subscribe, refreshPeople, refreshBot, key, unread } from "./store.js";
import { renderSidebar } from "./sidebar.js";
import { Column } from "./column.js";
import { welcome } from "./welcome.js";

const sidebar = document.getElementById("sidebar");
const main = document.getElementById("columns");
const offline = document.getElementById("offline");
const columns = new Map();

function render() {
  document.documentElement.lang = language() === "en" ? "en" : "zh-CN";
  const waiting = store.people.reduce((sum, p) => sum + p.chats.reduce((n, c) => n + unread(p.id, c), 0), 0);
  document.title = (waiting ? `(${waiting}) ` : "") + t.title;
  offline.textContent = t.lost;
  renderSidebar(sidebar, renderAll);
  renderColumns();
}

// renderAll draws everything anew, as a change of language needs.
function renderAll() {
  for (const column of columns.values()) column.element.remove();
  columns.clear();
  main.replaceChildren();
  render();
}

function renderColumns() {
  if (!store.loaded) return; // columns show names
  document.body.classList.toggle("chatting", Boolean(store.active));
  const wanted = store.columns.map((c) => key(c.person, c.chat));
  for (const [name, column] of columns) {
    if (!wanted.includes(name)) {
      column.element.remove();
      columns.delete(name);
    }
  }
  if (wanted.length === 0) {
    if (!main.querySelector(".welcome")) main.replaceChildren(welcome());
    return;
  }
  main.querySelector(".welcome")?.remove();
  let added = null;
  store.columns.forEach((c, place) => {
    const name = key(c.person, c.chat);
    if (!columns.has(name)) {
      columns.set(name, new Column(c.person, c.chat));
      added = columns.get(name);
    }
    const { element } = columns.get(name);
    const shown = element.classList.contains("active");
    element.classList.toggle("active", store.active === name);
    if (main.children[place] !== element) main.insertBefore(element, main.children[place] || null);
    if (!shown && store.active === name) columns.get(name).appear(); // on a phone it was hidden until now
  });
  added?.element.scrollIntoView({ inline: "nearest", block: "nearest" });
}

// refreshSoon fetches the list of people once for a burst of changes.
let planned = null;
function refreshSoon() {
  planned ??= setTimeout(() => {
    planned = null;
    Promise.all([refreshPeople(), refreshBot(language())]).catch(() => {});
  }, 60);
}

subscribe(render);
render();
api.follow({
  fresh: () => {
    offline.hidden = true;
    refreshSoon();
    for (const column of columns.values()) column.refresh();
  },
  changed: (change) => {
    refreshSoon();
    columns.get(key(change.person, change.chat))?.refresh();
  },
  lost: () => { offline.hidden = false; },
});
setInterval(() => document.visibilityState === "visible" && refreshBot(language()).catch(() => {}), 4000);
document.addEventListener("visibilitychange", () => columns.forEach((c) => c.seen()));

// Pop-ups close on a click elsewhere and on Escape.
document.addEventListener("click", (event) => {
  for (const pop of document.querySelectorAll(".pop")) if (!pop.contains(event.target) && !pop.owner?.contains(event.target)) pop.remove();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const pop of document.querySelectorAll(".pop")) {
    pop.remove();
    pop.owner?.focus();
  }
});

