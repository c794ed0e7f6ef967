// The attachment menu and what its tiles open.

import * as api from "./api.js";
import { h, icon } from "./dom.js";
import { dialog, fields, pop } from "./dialog.js";
import { t } from "./words.js";
import { spots, spotName } from "./place.js";

let sample = 0; // the next sample photo

// openAttach shows the tiles; send(promise) reports failures.
export function openAttach(owner, person, chat, send) {
  const ship = (what, fieldsOf = {}, files = []) => send(api.ship(person, what, { chat, ...fieldsOf }, files));
  const act = (what, body) => send(api.act(person, what, { chat, ...body }));
  const tiles = [
    ["camera", t.photo, "#2f7fb3", "photo", () => ship("photo", { sample: ++sample })],
    ["picture", t.camera, "#3a8f96", "upload-photo", () => choose("image/jpeg,image/png,image/gif", true, (files) => ship(files.length > 1 ? "album" : "photo", {}, files))],
    ["album", t.album, "#4d76c2", "album", () => ship("album", { count: 3 })],
    ["pin", t.position, "#c2562f", "location", () => positions((latitude, longitude) => act("location", { latitude, longitude }))],
    ["voice", t.voice, "#8a5fb0", "voice", () => ship("voice", { seconds: 5 })],
    ["smile", t.sticker, "#b0803a", "sticker", () => stickers(owner, (emoji) => act("sticker", { emoji }))],
    ["file", t.file, "#2e8b67", "file", () => choose("", false, (files) => ship("document", {}, files))],
    ["box", t.big, "#77803a", "big-file", () => ship("document", { name: "监控录像.mp4", mime: "video/mp4", size: 25 << 20 })],
    ["forward", t.forward, "#b04a6e", "forward", () => forward((values) => api.act(person, "forward", { chat, ...values }))],
    ["phone", t.contact, "#566d86", "contact", () => act("contact", { phone: "+8613800000000" })],
  ];
  pop(owner, ".tiles", tiles.map(([name, label, colour, id, run]) => h("button", { role: "menuitem", testid: `attach-${id}`, onclick: run },
    h("span.disc", { style: `background:${colour}` }, icon(name)), label)));
}

function choose(accept, multiple, use) {
  const input = h("input", { type: "file", accept, multiple, onchange: () => input.files.length && use([...input.files]) });
  input.click();
}

function stickers(owner, use) {
  setTimeout(() => pop(owner, ".tiles", ["👍", "👌", "🙏", "😀", "😢", "😡", "🔥", "🚓"].map((emoji) =>
    h("button", { role: "menuitem", style: "font-size:30px;padding:4px", onclick: () => use(emoji) }, emoji))));
}

// positions asks where; also used by the keyboard's position button.
export function positions(use) {
  dialog(t.whichSpot, (done) => {
    const list = h("div.list", {}, spots.map((s, i) => h("button.spot", {
      testid: `spot-${i}`, onclick: () => { use(s[2], s[3]); done(); },
    }, icon("pin"), h("b", {}, spotName(s)), h("small", {}, `${s[2].toFixed(3)}, ${s[3].toFixed(3)}`))));
    const form = fields(done, t.sendPosition, [
      { name: "latitude", label: t.latitude, inputMode: "decimal", required: true, value: "36.45", testid: "latitude" },
      { name: "longitude", label: t.longitude, inputMode: "decimal", required: true, value: "115.98", testid: "longitude" },
    ], async (v) => {
      const [latitude, longitude] = [Number(v.latitude), Number(v.longitude)];
      if (!Number.isFinite(latitude) || !Number.isFinite(longitude)) throw new Error(t.spotsHint);
      use(latitude, longitude);
    }, "send-position");
    const pair = h("div.pair", {}, ...[...form.children].slice(0, 2));
    form.prepend(pair);
    return h("div", { style: "display:grid;gap:10px" }, h("p.hint", {}, t.spotsHint), list, form);
  });
}

function forward(save) {
  dialog(t.forward, (done) => fields(done, t.send, [
    { name: "author", label: t.forwardAuthor, required: true, value: "赵大姐" },
    { name: "text", label: t.forwardText, required: true, rows: 3 },
  ], (values) => save({ ...values, hidden: true }), "send-forward"));
}
