/* Shows what the links take as soon as it is known, without the page being loaded anew.
 *
 * The page is asked ever more seldom and a few times only; what was ticked meanwhile stays as it
 * is. Without this script the author loads the page again.
 */

const FIRST_WAIT = 2000;
const TIMES = 6;

const ticksOf = (plan) => plan.querySelectorAll("input[type=checkbox]");

function carryOver(from, to) {
  const ticked = new Map(Array.from(ticksOf(from), (tick) => [tick.value, tick.checked]));
  for (const tick of ticksOf(to)) tick.checked = ticked.get(tick.value) ?? tick.checked;
}

async function refresh(plan) {
  const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("link-plan");
  if (!fresh || plan.contains(document.activeElement)) return plan;
  carryOver(plan, fresh);
  plan.replaceWith(fresh);
  return fresh;
}

async function follow(plan) {
  for (let time = 0; time < TIMES && plan.hasAttribute("data-busy"); time += 1) {
    await new Promise((done) => setTimeout(done, FIRST_WAIT * 2 ** time));
    plan = await refresh(plan);
  }
}

const plan = document.getElementById("link-plan");
if (plan) follow(plan).catch(() => {});
