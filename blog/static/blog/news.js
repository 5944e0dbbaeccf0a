/* Marks the comments that came since the reader's last visit, once she has asked for it.
 *
 * What she has seen is kept as ids, in this browser alone: a comment that was held and is shown
 * later is new however old it is, and no clock has to be right. Her first visit marks nothing.
 */

import { forget, keep, recall } from "./memory.js";

const KEY = "seen-comments";
// The posts that she read last; with some hundred comments each this stays far below what fits.
const POSTS = 50;
const thread = document.querySelector(".thread");
const button = thread?.querySelector(".thread-mark-new");
const line = thread?.querySelector(".thread-news");

const comments = () => [...thread.querySelectorAll(".comment:not(.comment--removed)")];
const idOf = (comment) => Number(comment.id.replace("comment-", ""));
const here = () => thread.dataset.post;

/** Return the posts with the ids seen there, the one read last at the end; null if never asked. */
function seenPosts() {
  const kept = recall(localStorage, KEY);
  return Array.isArray(kept) ? new Map(kept.filter(Array.isArray)) : null;
}

/** Note what is on this page; earlier pages of the discussion stay noted. */
function note(posts, before) {
  posts.delete(here());
  posts.set(here(), [...new Set([...before, ...comments().map(idOf)])]);
  keep(localStorage, KEY, [...posts].slice(-POSTS));
}

/** Return what was seen before this visit: going to another page or reloading is the same visit. */
function seenBefore(posts) {
  const key = `${KEY}-${here()}`;
  const begun = recall(sessionStorage, key) ?? { seen: posts.get(here()) ?? null };
  keep(sessionStorage, key, begun);
  return begun.seen;
}

function announce(fresh) {
  const { one, many, first } = line.dataset;
  const link = document.createElement("a");
  link.href = `#${fresh[0].id}`;
  link.textContent = first;
  const said = fresh.length === 1 ? one : many.replace("%s", () => fresh.length);
  line.replaceChildren(`${said} `, link);
}

function mark(seen) {
  const fresh = comments().filter((comment) => !seen.includes(idOf(comment)));
  for (const comment of fresh) {
    comment.classList.add("comment--new");
    const head = comment.querySelector(".comment-head");
    const badge = document.createElement("span");
    badge.className = "comment-new";
    badge.textContent = line.dataset.badge;
    head.append(badge);
  }
  if (fresh.length) announce(fresh);
}

function visit(posts) {
  const seen = seenBefore(posts);
  if (Array.isArray(seen)) mark(seen);
  note(posts, posts.get(here()) ?? []);
}

function begin() {
  seenBefore(new Map());
  note(new Map(), []);
}

function show(isAsked) {
  button.setAttribute("aria-pressed", String(isAsked));
}

if (button) {
  const posts = seenPosts();
  if (posts) visit(posts);
  show(posts !== null);
  button.hidden = false;
  button.addEventListener("click", () => {
    const isAsked = button.getAttribute("aria-pressed") !== "true";
    if (isAsked) begin();
    else forget(localStorage, KEY);
    show(isAsked);
  });
}
