// Dialogs: the browser's own element gives focus, Escape and the backdrop.

import { h, icon } from "./dom.js";
import { t } from "./words.js";

// dialog opens a box with a title; content(done) returns what is inside.
export function dialog(title, content, kind = "") {
  const done = () => box.close();
  const box = h("dialog" + (kind ? "." + kind : ""), {
    "aria-label": title, testid: "dialog", onclose: () => box.remove(),
    onclick: (event) => event.target === box && box.close(),
  });
  box.append(
    h("div.head", {}, h("h2", {}, title), h("button.icon-button", { type: "button", "aria-label": t.close, testid: "dialog-close", onclick: done }, icon("close"))),
    h("div.content", {}, content(done)));
  document.body.append(box);
  box.showModal();
  box.querySelector(".content input, .content textarea, .content .list button")?.focus();
  return box;
}

// fields is a form: every field {name, label, …attributes of input} or, with
// options, a choice. save(values) may throw an Error, which is shown.
export function fields(done, label, list, save, testid) {
  const problem = h("p.error", { role: "alert", hidden: true });
  const inputs = list.map(({ name, label: text, options, rows, ...rest }) => {
    const control = options
      ? h("select", { name, value: rest.value }, options.map(([value, shown]) => h("option", { value, selected: value === rest.value }, shown)))
      : h(rows ? "textarea" : "input", { name, rows, autocomplete: "off", ...rest });
    return h("label", {}, text, control);
  });
  const button = h("button.primary", { type: "submit", testid }, label);
  return h("form", {
    style: "display:grid;gap:14px", onsubmit: async (event) => {
      event.preventDefault();
      button.disabled = true;
      try {
        await save(Object.fromEntries(new FormData(event.target)));
        done();
      } catch (error) {
        problem.textContent = error.message === "offline" ? t.offlineError : error.message;
        problem.hidden = false;
      } finally {
        button.disabled = false;
      }
    },
  }, inputs, problem, h("div.foot", {}, h("button.plain", { type: "button", onclick: done }, t.cancel), button));
}

// alertBox shows a text that has to be closed by hand.
export function alertBox(text) {
  const box = h("dialog.alert", { testid: "alert", onclose: () => box.remove() },
    h("div.content", {}, h("p", {}, text), h("div.foot", {}, h("button.primary", { onclick: () => box.close() }, t.ok))));
  document.body.append(box);
  box.showModal();
}

// picture shows an image large.
export function picture(url, alt) {
  const box = h("dialog.picture", { onclose: () => box.remove(), onclick: () => box.close() }, h("img", { src: url, alt }));
  document.body.append(box);
  box.showModal();
}

// pop opens a small menu that belongs to a button; a second call closes it.
export function pop(owner, kind, ...children) {
  const parent = owner.closest(".composer, header") || document.body;
  const existing = document.querySelector(".pop");
  existing?.remove();
  if (existing?.owner === owner) return null;
  const menu = h("div.pop" + kind, { role: "menu" }, children);
  menu.owner = owner;
  menu.addEventListener("click", (event) => event.target.closest("button") && menu.remove());
  menu.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...menu.querySelectorAll("button")];
    all[(all.indexOf(document.activeElement) + step + all.length) % all.length]?.focus();
  });
  parent.append(menu);
  menu.querySelector("button")?.focus({ preventScroll: true });
  return menu;
}
