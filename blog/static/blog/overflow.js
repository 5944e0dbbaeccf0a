/* Lets the keyboard reach code and tables that are wider than the page and scroll sideways. */

const observer = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});

document.querySelectorAll(":is(.post-body, .comment-body) :is(pre, table)").forEach((box) => {
  observer.observe(box);
});
