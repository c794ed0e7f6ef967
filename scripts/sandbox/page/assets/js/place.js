// Positions: sample spots in Liaocheng and a card that needs no map service.

import { h } from "./dom.js";
import { t, language } from "./words.js";

// Approximate WGS-84 positions, good enough to tell the counties apart.
export const spots = [
  ["东昌府区 · 光岳楼", "Guangyue Tower, Dongchangfu", 36.4447, 115.9750],
  ["东昌府区 · 聊城火车站", "Liaocheng railway station", 36.4569, 116.0146],
  ["东昌府区 · 聊城大学", "Liaocheng University", 36.4353, 116.0110],
  ["临清市 · 市区", "Linqing town", 36.8420, 115.7050],
  ["茌平区 · 城区", "Chiping town", 36.5806, 116.2553],
  ["阳谷县 · 县城", "Yanggu town", 36.1144, 115.7917],
  ["莘县 · 县城", "Shen County town", 36.2336, 115.6711],
  ["东阿县 · 县城", "Dong'e town", 36.3349, 116.2476],
  ["冠县 · 县城", "Guan County town", 36.4842, 115.4429],
  ["高唐县 · 县城", "Gaotang town", 36.8663, 116.2311],
];

export const spotName = (spot) => spot[language() === "en" ? 1 : 0];

// kilometres between two positions, by the flat approximation.
function distance(a, b, c, d) {
  const x = (d - b) * Math.cos(((a + c) / 2) * (Math.PI / 180));
  return 111.2 * Math.hypot(x, c - a);
}

export function placeCard({ latitude, longitude }) {
  const nearest = spots.map((s) => [distance(latitude, longitude, s[2], s[3]), s]).sort((a, b) => a[0] - b[0])[0];
  let name = t.unknownPlace;
  if (nearest[0] < .15) name = spotName(nearest[1]);
  else if (nearest[0] < 15) name = language() === "en" ? `${t.near} ${spotName(nearest[1])}` : spotName(nearest[1]) + t.near;
  return h("div.place", { testid: "location" }, drawing(latitude, longitude),
    h("div.where", {}, h("b", {}, name), h("br"), h("small", {}, `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`)));
}

// drawing is a make-believe street plan, a different one for every position.
function drawing(latitude, longitude) {
  const seed = Math.abs(Math.sin(latitude * 127.1 + longitude * 311.7));
  const tilt = (seed - .5) * 24;
  const roads = [18, 52, 92].map((y, i) => `<path d="M-30 ${y + seed * 14} H290" stroke-width="${i === 1 ? 9 : 5}"/>`).join("") +
    [30, 96, 170, 218].map((x, i) => `<path d="M${x + seed * 26} -40 V150" stroke-width="${i === 2 ? 8 : 4}"/>`).join("");
  const box = h("div");
  box.innerHTML = `<svg viewBox="0 0 240 104" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
    <rect width="240" height="104" fill="var(--brand-wash)"/>
    <path d="M-10 ${80 - seed * 30} Q60 ${50 + seed * 40} 120 84 T250 ${70 + seed * 20} V120 H-10Z" fill="var(--key-hover)"/>
    <g stroke="var(--panel)" fill="none" transform="rotate(${tilt} 120 52)">${roads}</g>
    <g transform="translate(120 54)"><ellipse cy="3" rx="9" ry="3" fill="rgba(0,0,0,.25)"/><path d="M0 2C-4-8-13-12-13-22a13 13 0 1 1 26 0C13-12 4-8 0 2Z" fill="#d9542b"/><circle cy="-22" r="5" fill="#fff"/></g></svg>`;
  return box.firstElementChild;
}
