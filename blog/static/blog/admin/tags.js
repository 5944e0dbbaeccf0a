/* Suggests known tags for the one that is being typed, wherever it stands in the line.
 *
 * A browser compares the whole line with its suggestions, so each gets what stands before the last
 * comma put in front. Without this script they help with the first tag, and all can be typed.
 */

const field = document.querySelector("input[data-tags]");

function prepare(field) {
  const list = document.createElement("datalist");
  const known = Array.from(field.list.options, (option) => option.value);
  list.id = "tag-suggestions";
  field.after(list);
  field.setAttribute("list", list.id);

  function suggest() {
    const cut = field.value.lastIndexOf(",") + 1;
    const before = cut ? `${field.value.slice(0, cut).trimEnd()} ` : "";
    const typed = field.value.slice(cut).trim().toLowerCase();
    const used = new Set(field.value.toLowerCase().split(",").map((name) => name.trim()));
    const fitting = known.filter((name) => name.toLowerCase().includes(typed) && !used.has(name.toLowerCase()));
    list.replaceChildren(...fitting.slice(0, 20).map((name) => new Option("", before + name)));
  }

  field.addEventListener("input", suggest);
  field.addEventListener("focus", suggest);
}

if (field?.list) prepare(field);
