/* Keeps what is being written from getting lost.
 *
 * Asks before a page with unsaved changes is left. Holds what is sent until the next page of the
 * admin: where that is the login, since the session had ended, the form gets it back afterwards.
 * It stays in this tab, and nothing depends on it.
 */

const SENT = "writing-sent";
const LOST = "writing-lost";
const form = document.querySelector(".writing-form #content-main > form");

function typedIn(form) {
  const typed = new URLSearchParams(new FormData(form));
  typed.delete("csrfmiddlewaretoken");
  return typed.toString();
}

function fill(form, text) {
  const typed = new URLSearchParams(text);
  for (const field of form.elements) {
    const values = typed.getAll(field.name);
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (values.length) field.value = values[0];
  }
}

function take(key) {
  const value = sessionStorage.getItem(key);
  sessionStorage.removeItem(key);
  return value;
}

function bringBack(form) {
  const lost = JSON.parse(take(LOST) ?? "null");
  if (lost?.path !== location.pathname) return;
  fill(form, lost.typed);
  document.getElementById("brought-back").hidden = false;
}

function watch(form) {
  const saved = document.querySelector(".errornote:not([hidden])") ? null : typedIn(form);
  let isSent = false;
  bringBack(form);
  form.addEventListener("submit", () => {
    isSent = true;
    sessionStorage.setItem(SENT, JSON.stringify({ path: location.pathname, typed: typedIn(form) }));
  });
  addEventListener("beforeunload", (event) => {
    if (!isSent && typedIn(form) !== saved) event.preventDefault();
  });
}

try {
  const sent = take(SENT);
  if (sent && document.getElementById("login-form")) sessionStorage.setItem(LOST, sent);
  if (form) watch(form);
} catch {
  // Storage is forbidden or full: then the browser's own memory has to do.
}
