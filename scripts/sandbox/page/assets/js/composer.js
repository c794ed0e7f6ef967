// The line at the bottom: text, attachments, commands, reply keyboard.

import * as api from "./api.js";
import { h, icon } from "./dom.js";
import { pop } from "./dialog.js";
import { t } from "./words.js";
import { openAttach, positions } from "./attach.js";

export class Composer {
  constructor(person, chat, send) {
    Object.assign(this, { person, chat, send, mode: null, keysShown: true, keysFor: "" });
    this.input = h("textarea", {
      rows: 1, placeholder: t.message, "aria-label": t.message, testid: "composer",
      oninput: () => this.fit(),
      onkeydown: (event) => {
        if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
          event.preventDefault();
          this.submit();
        } else if (event.key === "Escape" && this.mode) this.leave();
      },
    });
    this.commandsButton = h("button.icon-button.menu", { type: "button", "aria-label": t.commands, testid: "commands", onclick: (e) => this.commands(e.currentTarget) }, "/");
    this.keysButton = h("button.icon-button", { type: "button", "aria-label": t.keyboard, testid: "toggle-keyboard", onclick: () => { this.keysShown = !this.keysShown; this.draw(this.state); } }, icon("keys"));
    this.form = h("form", { onsubmit: (event) => { event.preventDefault(); this.submit(); } },
      this.commandsButton,
      h("button.icon-button", { type: "button", "aria-label": t.attach, testid: "attach", onclick: (e) => openAttach(e.currentTarget, person, chat, send) }, icon("clip")),
      this.input, this.keysButton,
      h("button.icon-button.send", { type: "submit", "aria-label": t.send, testid: "send" }, icon("send")));
    this.note = h("div.editing", { hidden: true });
    this.keys = h("div.keyboard", { testid: "reply-keyboard" });
    this.writing = h("div", {}, this.note, this.form, this.keys);
    this.gate = h("div");
    this.element = h("footer.composer", {}, this.writing, this.gate);
  }

  draw(state) {
    this.state = state;
    if (!state) return;
    const { person, reply_keyboard: keyboard } = state;
    const own = state.chat.id === person.id;
    const closed = own && (person.blocked || (!person.started && !state.messages.length));
    this.writing.hidden = closed;
    this.gate.hidden = !closed;
    if (closed && this.gateFor !== person.blocked) {
      this.gateFor = person.blocked;
      this.gate.replaceChildren(person.blocked
        ? h("button.primary.wide", { testid: "unblock", onclick: () => this.send(api.act(this.person, "block", { blocked: false })) }, t.unblock)
        : h("button.primary.wide", { testid: "start", onclick: () => this.send(api.act(this.person, "start", { link: "" })) }, t.start));
    }
    if (!closed) this.gateFor = undefined;
    this.commandsButton.hidden = !state.commands?.length;
    this.keysButton.hidden = !keyboard;
    this.input.placeholder = state.placeholder || t.message;
    const print = keyboard ? JSON.stringify(keyboard) : "";
    if (print !== this.keysFor) {
      this.keysFor = print;
      this.keysShown = true;
      this.keys.replaceChildren(...(keyboard?.keyboard || []).map((row) => h("div", {}, row.map((b) => h("button", { type: "button", testid: "reply-key", onclick: () => this.key(b) }, b.text)))));
    }
    this.keys.hidden = !keyboard || !this.keysShown;
  }

  key(button) {
    if (button.request_location) positions((latitude, longitude) => this.send(api.act(this.person, "location", { chat: this.chat, latitude, longitude })));
    else if (button.request_contact) this.send(api.act(this.person, "contact", { chat: this.chat, phone: "+8613800000000" }));
    else this.say(button.text);
  }

  async say(text) {
    const sent = await this.send(api.act(this.person, "text", { chat: this.chat, text, reply_to: this.mode?.reply || 0 }));
    if (sent && this.mode?.reply) this.leave();
    return sent;
  }

  async submit() {
    const text = this.input.value.trim();
    if (!text) return;
    const sent = this.mode?.edit ? this.send(api.act(this.person, "edit", { chat: this.chat, message_id: this.mode.edit, text })) : this.say(text);
    this.input.value = "";
    this.fit();
    if (!(await sent)) this.input.value = text; // refused: keep what was written
    else this.leave();
    this.fit();
  }

  fit() {
    this.input.style.height = "auto";
    this.input.style.height = this.input.scrollHeight + 2 + "px";
  }

  edit(m) {
    this.enter({ edit: m.id }, t.editing, m.text);
    this.input.value = m.text;
    this.fit();
  }

  reply(m) {
    this.enter({ reply: m.id }, t.replying, m.text || "…");
  }

  enter(mode, title, text) {
    this.mode = mode;
    this.note.hidden = false;
    this.note.replaceChildren(h("div", {}, h("b", {}, title), text), h("button.icon-button", { type: "button", "aria-label": t.cancel, onclick: () => this.leave() }, icon("close")));
    this.input.focus();
  }

  leave() {
    if (this.mode?.edit) this.input.value = "";
    this.mode = null;
    this.note.hidden = true;
    this.fit();
  }

  commands(owner) {
    pop(owner, "", (this.state?.commands || []).map((c) => h("button.command", { role: "menuitem", testid: "command", onclick: () => this.say("/" + c.command) }, h("b", {}, "/" + c.command), c.description)));
  }
}
