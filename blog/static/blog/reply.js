// Brings the comment form under the comment that is answered. Without this module "Reply" is a
// link to a page with the same form.

const respond = document.getElementById("respond");
const form = respond?.querySelector("form");

if (form) {
  const heading = respond.querySelector("#respond-title");
  const cancel = respond.querySelector(".reply-cancel");
  const status = document.getElementById("reply-status");
  const home = document.createComment("the place of the form");
  const first = { action: form.getAttribute("action"), title: heading.textContent };
  let link = null;

  const plainClick = (event) =>
    event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

  const say = (title) => {
    heading.textContent = title;
    status.textContent = title;
  };

  const focusFirstEmpty = () => {
    const fields = [...form.querySelectorAll(".field input, .field textarea")];
    (fields.find((field) => !field.value) ?? fields.at(-1)).focus();
  };

  const open = (replyLink) => {
    if (!home.parentNode) respond.before(home);
    link = replyLink;
    link.closest("article").append(respond);
    form.setAttribute("action", link.getAttribute("href"));
    cancel.hidden = false;
    say(heading.dataset.replyTitle.replace("%s", () => link.dataset.name));
    focusFirstEmpty();
  };

  const close = () => {
    if (!link) return;
    home.replaceWith(respond);
    form.setAttribute("action", first.action);
    cancel.hidden = true;
    say(first.title);
    link.focus();
    link = null;
  };

  document.addEventListener("click", (event) => {
    const replyLink = event.target.closest("a.comment-reply");
    if (!replyLink || !plainClick(event)) return;
    event.preventDefault();
    open(replyLink);
  });
  cancel.addEventListener("click", close);
  respond.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing) close();
  });
}
