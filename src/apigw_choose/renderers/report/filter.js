// Which rows are shown: those with every word of the search, and by the two switches beside it.

function prepareFilter(page) {
  const said = new Map();
  for (const feature of page.matrix.features) {
    const body = document.getElementById(`feature-${feature.id}`);
    const name = body.querySelector("th").firstChild.textContent;
    const summary = body.querySelector("summary").textContent;
    const category = body.closest("section").querySelector("h2").textContent;
    said.set(body, [feature.id, ...feature.names, name, summary, category].join(" ").toLowerCase());
  }
  page.filter = () => filterRows(page, said);
  for (const id of ["search", "only-differences", "only-asked"]) {
    document.getElementById(id).addEventListener("input", page.filter);
  }
  prepareOpenAll();
}

function filterRows(page, said) {
  const words = document.getElementById("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const [differences, asked] = ["only-differences", "only-asked"].map((id) => document.getElementById(id).checked);
  const isAsked = (body) => [...page.state.need, ...page.state.want].some((e) => `feature-${e.feature}` === body.id);
  let count = 0;
  for (const [body, text] of said) {
    const apart = !differences || !body.classList.contains("same");
    body.hidden = !(words.every((word) => text.includes(word)) && apart && (!asked || isAsked(body)));
    count += body.hidden ? 0 : 1;
  }
  for (const section of document.querySelectorAll(".category")) {
    section.hidden = !section.querySelector("tbody:not([hidden])");
  }
  document.getElementById("count").textContent = `${count} of ${said.size} features`;
  document.getElementById("none-found").hidden = count > 0;
}

function prepareOpenAll() {
  const button = document.getElementById("open-all");
  button.addEventListener("click", () => {
    const open = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(open));
    for (const details of document.querySelectorAll("main details")) details.open = open;
  });
}

// A place on the page is gone to without a new fragment, which holds what is asked.
function followLinks(page) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link || link.target || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const place = document.getElementById(link.hash.slice(1));
    if (!place) return;
    event.preventDefault();
    if (place.hidden || place.closest("[hidden]")) clearFilter(page);
    const details = place.matches("tbody") ? place.querySelector("details") : null;
    if (details) details.open = true;
    (details?.querySelector("summary") ?? place).focus({ preventScroll: true });
    place.scrollIntoView();
  });
}

function clearFilter(page) {
  document.getElementById("search").value = "";
  for (const id of ["only-differences", "only-asked"]) document.getElementById(id).checked = false;
  page.filter();
}
