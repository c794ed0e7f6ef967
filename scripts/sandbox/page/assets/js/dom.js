// Small tools for building elements.

// h("button.primary", {onclick, testid: "send"}, "Send") makes an element.
export function h(spec, attributes = {}, ...children) {
  const [tag, ...classes] = spec.split(".");
  const element = document.createElement(tag || "div");
  if (classes.length) element.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "testid") element.dataset.testid = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && !name.includes("-") && name !== "list") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false));
  return element;
}

const paths = {
  plus: "M12 5v14M5 12h14",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.500 20c1-3.800 4-5.500 7.500-5.500s6.500 1.700 7.500 5.500",
  group: "M9 11.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7ZM2.500 19.500c.8-3.400 3.300-5 6.500-5s5.700 1.600 6.500 5M16 5a3.300 3.300 0 0 1 0 6.400M18 14.800c1.800.7 3 2.200 3.500 4.700",
  ticket: "M4 7h16v3a2 2 0 0 0 0 4v3H4v-3a2 2 0 0 0 0-4V7ZM14 7.500v9",
  back: "M14.500 5.500 8 12l6.500 6.500",
  close: "M6 6l12 12M18 6 6 18",
  dots: "M12 5.500v.01M12 12v.01M12 18.500v.01",
  send: "M4.500 12 20 4.500 15 20l-3.500-6.500L4.500 12Z",
  clip: "M19.500 11.500 12 19a5 5 0 0 1-7-7l8-8a3.400 3.400 0 0 1 4.800 4.800l-7.900 7.900a1.800 1.800 0 0 1-2.500-2.500L14.500 7",
  keys: "M4 6.500h16v11H4zM7.500 10h.01M11 10h.01M14.500 10h.01M17 10h.01M8.500 14h7",
  pin: "M12 21s6.500-6 6.500-11a6.500 6.500 0 1 0-13 0c0 5 6.500 11 6.500 11ZM12 12.200a2.300 2.300 0 1 0 0-4.600 2.300 2.300 0 0 0 0 4.600Z",
  picture: "M4 5.500h16v13H4zM4 16l4.500-4.500 3.500 3.500 3-3 5 5M15 9.500h.01",
  camera: "M4 8h3.500L9 6h6l1.500 2H20v10.500H4V8ZM12 16a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z",
  album: "M7 7.500h13v11H7zM4 15V4.500h13M7 16.500l3.500-3 2.500 2 3-3 4 4",
  voice: "M12 15a3 3 0 0 0 3-3V7a3 3 0 1 0-6 0v5a3 3 0 0 0 3 3ZM6 12a6 6 0 0 0 12 0M12 18v3",
  smile: "M12 20.500a8.500 8.500 0 1 0 0-17 8.500 8.500 0 0 0 0 17ZM8.500 14c1.800 2.500 5.200 2.500 7 0M9 9.500h.01M15 9.500h.01",
  file: "M7 3.500h7l4.500 4.500v12.500H7zM13.500 3.500V8.500h5",
  box: "M4 8l8-4.500L20 8v8.500L12 21l-8-4.500V8ZM4 8l8 4.500L20 8M12 12.500V21",
  phone: "M6 4h3.500l1.500 4.500-2 1.500a11 11 0 0 0 5 5l1.500-2 4.500 1.500V18a2 2 0 0 1-2 2C10.500 20 4 13.500 4 6a2 2 0 0 1 2-2Z",
  play: "M9 6.500v11l8.500-5.500L9 6.500Z",
  pause: "M9 6.500v11M15 6.500v11",
  down: "M6 9.500 12 15.500l6-6",
  lock: "M7 11V8.500a5 5 0 0 1 10 0V11M6 11h12v8.500H6z",
  bellOff: "M8 17.500h8M6.500 17.500V11a5.500 5.500 0 0 1 11 0v6.500M4 4l16 16",
  forward: "M13.500 6.500 20 12l-6.500 5.500V14c-4.500 0-7.500 1-9.500 4 .5-5 3.500-8 9.500-8.500v-3Z",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", paths[name]);
  if (name === "dots") path.setAttribute("stroke-width", "3");
  svg.append(path);
  return svg;
}

const colours = ["#2f7fb3", "#2e8b67", "#b0653a", "#8a5fb0", "#b04a6e", "#4d76c2", "#77803a", "#3a8f96"];

export function avatar(name, id, small) {
  const colour = colours[Math.abs(Number(id)) % colours.length];
  return h(small ? "div.avatar.small" : "div.avatar", { style: `background:${colour}`, "aria-hidden": "true" }, [...name.trim()][0] || "?");
}

export function clock(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
}

export function bytes(n) {
  if (n < 1024) return `${n} B`;
  if (n < 1 << 20) return `${(n / 1024).toFixed(1)} KB`;
  return `${(n / (1 << 20)).toFixed(1)} MB`;
}
