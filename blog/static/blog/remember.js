/* Fills in the name, e-mail and website of a reader who ticked that this browser may remember them.
 *
 * The page is the same for every reader: what is remembered never leaves the browser by itself.
 */

import { forget, keep, recall } from "./memory.js";

const KEY = "commenter";
const NAMES = ["name", "email", "url"];
const form = document.querySelector(".comment-form");
const tick = form?.querySelector(".comment-remember input");

const fields = () => NAMES.map((name) => form.elements[name]).filter(Boolean);

const isWritten = (value) => value && typeof value === "object" && !Array.isArray(value);

function fillIn(known) {
  for (const field of fields()) {
    if (!field.value && typeof known[field.name] === "string") field.value = known[field.name];
  }
}

function remember() {
  keep(localStorage, KEY, Object.fromEntries(fields().map((field) => [field.name, field.value])));
}

if (tick) {
  const known = recall(localStorage, KEY);
  tick.checked = isWritten(known);
  if (tick.checked) fillIn(known);
  tick.closest(".comment-remember").hidden = false;
  tick.addEventListener("change", () => {
    if (!tick.checked) forget(localStorage, KEY);
  });
  form.addEventListener("submit", () => {
    if (tick.checked) remember();
  });
}
