/* Lets the reader choose between light and dark, and remembers it in this browser alone.
 *
 * Runs before the first paint, so that a remembered choice never flashes. Without this script,
 * or with storage forbidden, the system's setting decides.
 */

const KEY = "theme";
const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");

function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function remember(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // The choice then holds for this page alone.
  }
}

const isDark = () => (root.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";

function apply(theme) {
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
}

function prepare(button) {
  const show = () => button.setAttribute("aria-pressed", String(isDark()));
  button.hidden = false;
  button.addEventListener("click", () => {
    apply(isDark() ? "light" : "dark");
    remember(root.dataset.theme);
    show();
  });
  system.addEventListener("change", show);
  show();
}

function start() {
  document.querySelectorAll(".theme-switch").forEach(prepare);
}

apply(remembered());
if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
else start();
