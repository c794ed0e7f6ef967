// Calls to the sandbox. Failures throw an Error whose text can be shown.

async function call(path, options) {
  let response;
  try {
    response = await fetch("/sandbox/api/" + path, options);
  } catch {
    throw new Error("offline");
  }
  const answer = await response.json().catch(() => ({ error: response.statusText }));
  if (!response.ok) throw new Error(answer.error || response.statusText);
  return answer;
}

const post = (path, body) => call(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

export const people = () => call("persons");
export const addPerson = (name, username, language) => post("persons", { name, username, language });
export const addGroup = (title, members) => post("groups", { title, members });
export const bot = (language) => call("bot?language=" + language);
export const invitations = () => call("invitations");
export const look = (person, chat) => call(`persons/${person}/messages?chat=${chat}`);
export const act = (person, what, body) => post(`persons/${person}/${what}`, body);

export function ship(person, what, fields, files = []) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const file of files) form.append("file", file, file.name);
  return call(`persons/${person}/${what}`, { method: "POST", body: form });
}

// follow calls changed({person, chat}) for every change, fresh() whenever the
// stream (re)starts, and lost() when it breaks.
export function follow({ changed, fresh, lost }) {
  const source = new EventSource("/sandbox/api/events");
  source.addEventListener("hello", fresh);
  source.addEventListener("change", (event) => changed(JSON.parse(event.data)));
  source.onerror = lost;
}
