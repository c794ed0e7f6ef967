// A voice note with a drawn wave; the sound is fetched when it is played.

import { h, icon } from "./dom.js";
import { t } from "./words.js";

export function voiceNote(file, seed) {
  const seconds = file.duration || 1;
  const audio = h("audio", { src: file.url, preload: "none" });
  const button = h("button.disc", { type: "button", "aria-label": t.play, testid: "voice", onclick: () => (audio.paused ? audio.play().catch(() => {}) : audio.pause()) }, icon("play"));
  const show = (name, label) => {
    button.replaceChildren(icon(name));
    button.setAttribute("aria-label", label);
  };
  audio.addEventListener("play", () => show("pause", t.pause));
  audio.addEventListener("pause", () => show("play", t.play));
  const bars = Array.from({ length: Math.min(36, 14 + seconds * 2) }, (_, i) => {
    const height = 5 + Math.abs(Math.sin(i * 1.7 + seed) * Math.cos(i * .6 + seed)) * 20;
    return h("i", { style: `height:${height.toFixed(0)}px` });
  });
  const length = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  return h("div.file", {}, button, h("span", {}, h("span.wave", { "aria-hidden": "true" }, bars), h("small", {}, length)), audio);
}
