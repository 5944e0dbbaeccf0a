/* Turns the links of .tabs into tabs that show one section at a time.
 *
 * Without this script they lead to the sections, which stand one below the other. A section that
 * is not shown is hidden "until-found": the browser's own search still looks into it.
 */

const bar = document.querySelector(".tabs");
const tabs = bar ? [...bar.querySelectorAll(".tab")] : [];

const panelOf = (tab) => document.getElementById(tab.hash.slice(1));

function select(chosen) {
  for (const tab of tabs) {
    const isChosen = tab === chosen;
    tab.setAttribute("aria-selected", String(isChosen));
    tab.tabIndex = isChosen ? 0 : -1;
    if (isChosen) panelOf(tab).removeAttribute("hidden");
    else panelOf(tab).setAttribute("hidden", "until-found");
  }
}

/** Select a tab for the reader, and note it in the address: she comes back to the same tab. */
function choose(tab) {
  history.replaceState(history.state, "", tab.hash);
  select(tab);
}

/** Show the section that the address points into, if it points into one. */
function follow(hash) {
  const target = hash.length > 1 && document.getElementById(hash.slice(1));
  const owner = target && tabs.find((tab) => panelOf(tab).contains(target));
  if (!owner) return false;
  select(owner);
  target.scrollIntoView();
  return true;
}

function neighbour(tab, key) {
  const step = getComputedStyle(bar).direction === "rtl" ? -1 : 1;
  const moves = { ArrowRight: step, ArrowLeft: -step };
  if (key in moves) return tabs.at((tabs.indexOf(tab) + moves[key]) % tabs.length);
  return { Home: tabs[0], End: tabs.at(-1) }[key];
}

function enhance(tab) {
  const panel = panelOf(tab);
  tab.id = `${panel.id}-tab`;
  tab.setAttribute("role", "tab");
  tab.setAttribute("aria-controls", panel.id);
  panel.setAttribute("role", "tabpanel");
  panel.removeAttribute("aria-label");
  panel.setAttribute("aria-labelledby", tab.id);
  panel.addEventListener("beforematch", () => select(tab));
  tab.addEventListener("click", (event) => {
    event.preventDefault();
    choose(tab);
  });
  tab.addEventListener("keydown", (event) => {
    const next = neighbour(tab, event.key);
    if (!next) return;
    event.preventDefault();
    choose(next);
    next.focus();
  });
}

if (tabs.length && tabs.every(panelOf)) {
  bar.setAttribute("role", "tablist");
  tabs.forEach(enhance);
  if (!follow(location.hash)) select(tabs[0]);
  addEventListener("hashchange", () => follow(location.hash));
}
