// What the page knows: people, open columns, what was read. Views subscribe.

import * as api from "./api.js";

const saved = (key, otherwise) => {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? otherwise;
  } catch {
    return otherwise;
  }
};

export const store = {
  loaded: false, // people were fetched once
  people: [],
  bot: { name: "聊城二哥", username: "SecondBrotherBot", pending: 0, listening: false },
  columns: saved("columns", []), // {person, chat}, left to right
  active: null, // the column a phone shows
  read: saved("read", {}), // messages from others that were seen, by person:chat
  roles: saved("roles", {}), // role and area by person, from the invitation they used
  joined: saved("joined", {}), // person by invitation link
};

export const key = (person, chat) => `${person}:${chat}`;

const listeners = new Set();
export const subscribe = (listener) => listeners.add(listener);
const notify = () => listeners.forEach((l) => l());

function save() {
  for (const name of ["columns", "read", "roles", "joined"]) localStorage.setItem(name, JSON.stringify(store[name]));
}

export async function refreshPeople() {
  store.people = await api.people();
  store.loaded = true;
  const known = new Set(store.people.map((p) => String(p.id)));
  store.columns = store.columns.filter((c) => known.has(String(c.person)));
  for (const [link, person] of Object.entries(store.joined)) if (!known.has(String(person))) delete store.joined[link];
  if (store.active && !store.columns.some((c) => key(c.person, c.chat) === store.active)) store.active = null;
  save();
  notify();
}

export async function refreshBot(language) {
  store.bot = await api.bot(language);
  notify();
}

export const personOf = (id) => store.people.find((p) => p.id === id);

export function openColumn(person, chat = person) {
  if (!store.columns.some((c) => c.person === person && c.chat === chat)) store.columns.push({ person, chat });
  store.active = key(person, chat);
  save();
  notify();
}

export function closeColumn(person, chat) {
  store.columns = store.columns.filter((c) => c.person !== person || c.chat !== chat);
  if (store.active === key(person, chat)) store.active = null;
  save();
  notify();
}

export function leaveChat() {
  store.active = null;
  notify();
}

export function markRead(person, chat, count) {
  if (store.read[key(person, chat)] === count) return;
  store.read[key(person, chat)] = count;
  save();
  notify();
}

export const unread = (person, chat) => Math.max(0, chat.from_others - (store.read[key(person, chat.id)] || 0));

// join makes a new person from an invitation and opens the bot with its link.
export async function join(invitation, language) {
  const person = await api.addPerson(invitation.label, "", language);
  store.roles[person.id] = { role: invitation.role, area: invitation.area };
  store.joined[invitation.link] = person.id;
  save();
  await api.act(person.id, "start", { link: invitation.link });
  await refreshPeople();
  return person;
}
