/* Keys for the inbox, and its buttons without a new page: what they answer is put in place of it.
 *
 * Keys wait for one another, so that none is lost or done to the wrong row while an answer is on
 * its way. Where an answer is no inbox (a session has ended, a text was refused), the form is sent
 * as it would be without this script.
 */

const MAIN = "content-start";
const TICKS = "#inbox .queue-check input";
const TYPED = "#inbox :is(textarea, input:not([type]))";
const spoken = document.createElement("p");
let at = -1;
let turn = Promise.resolve();

const rows = () => Array.from(document.querySelectorAll("#inbox .queue-row"));
const here = () => rows()[at];

function go(to) {
  const all = rows();
  at = Math.min(Math.max(to, 0), all.length - 1);
  for (const row of all) row.classList.toggle("is-current", row === all[at]);
  all[at]?.focus({ preventScroll: true });
  all[at]?.scrollIntoView({ block: "nearest" });
}

// What is typed or ticked elsewhere on the page outlives an answer that is put in its place.

function kept(sent) {
  const isTyped = (field) => field.form !== sent && field.value !== field.defaultValue;
  const typed = Array.from(document.querySelectorAll(TYPED)).filter(isTyped).map(({ id, value }) => [id, value]);
  const ticked = Array.from(document.querySelectorAll(`${TICKS}:checked`), (box) => box.value);
  return { typed, ticked };
}

function bringBack({ typed, ticked }) {
  for (const [id, value] of typed) {
    const field = document.getElementById(id);
    if (!field) continue;
    field.value = value;
    field.closest("details").open = true;
  }
  for (const box of document.querySelectorAll(TICKS)) box.checked = ticked.includes(box.value);
  countTicked();
}

function put(answer, page) {
  const fresh = page.getElementById(MAIN);
  document.getElementById(MAIN).replaceWith(fresh);
  history.replaceState(null, "", answer.url);
  spoken.textContent = fresh.querySelector(".messagelist")?.textContent.trim() ?? "";
}

async function send(form, button) {
  const options = { method: "POST", body: new URLSearchParams(new FormData(form, button)) };
  const answer = await fetch(form.getAttribute("action"), options);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!answer.ok || !page.getElementById("inbox")) throw new Error("no inbox");
  const row = here()?.id;
  const isForMany = form.id === "inbox-form" && !button?.value.includes(" ");
  const left = isForMany ? { typed: kept(form).typed, ticked: [] } : kept(form);
  put(answer, page);
  bringBack(left);
  // A row that went has left its place to the next one.
  if (at >= 0) go(here()?.id === row && row === button?.closest(".queue-row")?.id ? at + 1 : at);
}

function sendAsUsual(form, button) {
  const way = document.createElement("input");
  Object.assign(way, { type: "hidden", name: button?.name ?? "", value: button?.value ?? "" });
  if (way.name) form.append(way);
  HTMLFormElement.prototype.submit.call(form);
  // Nothing more is done on a page that is being left.
  return new Promise(() => {});
}

function soon(work) {
  turn = turn.then(work).catch(reportError);
}

function press(target) {
  const button = here()?.querySelector(`[data-key="${target}"]`);
  if (!button) return undefined;
  if (button.matches("details")) return open(button);
  if (button.matches("a")) return button.click();
  return send(button.form, button).catch(() => sendAsUsual(button.form, button));
}

function open(folded) {
  folded.open = true;
  folded.querySelector("textarea, button").focus();
}

function undo() {
  const form = document.querySelector(".inbox-undo");
  return form && send(form).catch(() => sendAsUsual(form));
}

function tick() {
  const box = here()?.querySelector("[type=checkbox]");
  if (box) box.checked = !box.checked;
  countTicked();
}

function countTicked() {
  const note = document.getElementById("inbox-ticked");
  if (!note) return;
  const boxes = Array.from(document.querySelectorAll(TICKS));
  const ticked = boxes.filter((box) => box.checked).length;
  note.dataset.without ??= note.textContent;
  note.textContent = ticked ? `${ticked} ${note.dataset.words}` : note.dataset.without;
  const all = document.getElementById("inbox-all");
  all.checked = ticked === boxes.length;
  all.indeterminate = ticked > 0 && ticked < boxes.length;
}

function showKeys() {
  const keys = document.querySelector(".inbox-keys");
  if (keys) keys.open = !keys.open;
}

const KEYS = {
  j: () => go(at + 1),
  k: () => go(at - 1),
  x: tick,
  z: undo,
  "?": showKeys,
};

function isTyping(target) {
  return target.matches("textarea, select, input:not([type=checkbox])");
}

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.metaKey || event.isComposing) return;
  if (isTyping(event.target)) {
    if (event.key === "Escape") event.target.closest(".queue-row")?.focus();
    if (event.key === "Enter" && event.ctrlKey) event.target.form?.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.repeat && !"jk".includes(event.key)) return;
  const work = KEYS[event.key] ?? (/^[a-z]$/.test(event.key) && (() => press(event.key)));
  if (!work) return;
  event.preventDefault();
  soon(work);
});

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (form.method !== "post" || !form.closest("#inbox")) return;
  event.preventDefault();
  soon(() => send(form, submitter).catch(() => sendAsUsual(form, submitter)));
});

document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.(".queue-row");
  if (row && row !== here()) at = rows().indexOf(row);
  for (const other of rows()) other.classList.toggle("is-current", other === here());
});

document.addEventListener("change", (event) => {
  if (event.target.id === "inbox-all") {
    for (const box of document.querySelectorAll(TICKS)) box.checked = event.target.checked;
  }
  if (event.target.closest("#inbox")) countTicked();
});

spoken.className = "visually-hidden";
spoken.role = "status";
document.body.append(spoken);
