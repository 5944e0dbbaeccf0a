/* Lets the reader fold the answers to a comment away.
 *
 * Folded answers are hidden "until-found": the browser's own search and links still open them.
 */

const words = document.querySelector(".thread")?.dataset ?? {};

function label(button, count, isOpen) {
  const said = isOpen ? words.hide : count === 1 ? words.showOne : words.showMany;
  button.textContent = said.replace("%s", () => count);
  button.setAttribute("aria-expanded", String(isOpen));
}

function foldable(replies) {
  const item = replies.parentElement.querySelector(":scope > .comment-item");
  if (!item) return;
  const count = replies.querySelectorAll(".comment").length;
  const button = document.createElement("button");
  const set = (isOpen) => {
    if (isOpen) replies.removeAttribute("hidden");
    else replies.setAttribute("hidden", "until-found");
    label(button, count, isOpen);
  };
  button.type = "button";
  button.className = "text-button comment-fold";
  replies.id = `${replies.parentElement.id}-answers`;
  button.setAttribute("aria-controls", replies.id);
  button.addEventListener("click", () => set(button.getAttribute("aria-expanded") !== "true"));
  replies.addEventListener("beforematch", () => set(true));
  replies.addEventListener("unfold", () => set(true));
  set(true);
  actionsOf(item).append(button);
}

function actionsOf(item) {
  const there = item.querySelector(":scope > .comment-actions");
  if (there) return there;
  const actions = document.createElement("p");
  actions.className = "comment-actions";
  item.append(actions);
  return actions;
}

/** Open whatever the address points into. */
function follow() {
  const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  let folded = target && target.closest(".comment-replies[hidden]");
  if (!folded) return;
  while (folded) {
    folded.dispatchEvent(new Event("unfold"));
    folded = folded.parentElement.closest(".comment-replies[hidden]");
  }
  target.scrollIntoView();
}

document.querySelectorAll(".comment-list > .comment > .comment-replies").forEach(foldable);
addEventListener("hashchange", follow);
