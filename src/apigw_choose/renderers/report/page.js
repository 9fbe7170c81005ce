// What is asked, and all that follows from it: ticks, fragment, verdict.

function requirementsOfPage({ matrix, state }) {
  const readable = (entries) => entries.filter((entry) => !entry.amountError && !entry.weightError);
  const { need, want, strict, allowWorkarounds, overruled } = state;
  return requirementsOf(matrix, { needs: readable(need), wants: readable(want), strict, allowWorkarounds, overruled });
}

// Decides anew and shows it; the fragment of the address follows.
function update(page) {
  const requirements = requirementsOfPage(page);
  const fragment = fragmentOf(page.matrix, requirements);
  if (fragment !== currentFragment())
    history.replaceState(null, "", fragment ? `#${fragment}` : location.pathname + location.search);
  const errors = [...page.state.need, ...page.state.want].flatMap((entry) => [entry.amountError, entry.weightError]);
  const mistakes = [...page.state.mistakes, ...errors.filter(Boolean)];
  const opening = page.matrix.opening;
  const opened = opening && opening.requirements.traffic && fragment === page.openingFragment;
  const asksNothing = !requirements.needs.length && !requirements.wants.length;
  const decision = opened ? opening : asksNothing ? null : decide(page.matrix, requirements);
  showVerdict(page.matrix, decision, mistakes);
  showAsked(page);
  showCommand(page, decision, requirements, opened);
  document.getElementById("without-traffic").hidden = !opening?.requirements.traffic || opened;
  page.filter();
}

function currentFragment() {
  return location.hash.replace(/^#/, "");
}

function showCommand(page, decision, requirements, opened) {
  if (!decision) return;
  const { matrix } = page;
  const command = opened ? page.openingCommand : `${commandOf(matrix, requirements)} ${matrix.matrix_flag}`.trim();
  const parts = section(
    "The same on the command line",
    element("p", {}, element("code", { className: "command" }, command)),
  );
  document.getElementById("answer").append(...parts);
}

// Takes over what a fragment asks; one that is a place on the page asks nothing and changes nothing.
function takeFragment(page, fragment) {
  const read = readFragment(page.matrix, fragment);
  if (read) takeRequirements(page, read.requirements, read.mistakes);
  return read !== null;
}

function takeRequirements(page, { needs, wants, strict, allowWorkarounds, overruled }, mistakes) {
  const copies = (entries) => entries.map((entry) => ({ ...entry, amountError: null, weightError: null }));
  page.state = { need: copies(needs), want: copies(wants), strict, allowWorkarounds, overruled, mistakes };
  for (const feature of page.matrix.features) showRow(page, feature);
  document.getElementById("strict").checked = strict;
  document.getElementById("allow-workarounds").checked = allowWorkarounds;
  for (const box of document.querySelectorAll(".assume")) box.checked = !overruled.includes(box.value);
  update(page);
}

function listenToSwitches(page) {
  const strict = document.getElementById("strict");
  const workarounds = document.getElementById("allow-workarounds");
  const assumed = [...document.querySelectorAll(".assume")];
  document.getElementById("switches").addEventListener("change", () => {
    page.state.strict = strict.checked;
    page.state.allowWorkarounds = workarounds.checked;
    page.state.overruled = assumed.filter((box) => !box.checked).map((box) => box.value);
    update(page);
  });
}

// What the page says of a cell is what it decides by.
function textsOnPage() {
  const notes = new Map();
  for (const body of document.querySelectorAll("main tbody")) notes.set(body.id, body.querySelectorAll(".notes > div"));
  return (feature, column) => {
    const cell = notes.get(`feature-${feature}`)[column];
    const text = (name) => cell.querySelector(`.${name}`)?.textContent ?? null;
    const sources = [...cell.querySelectorAll(".sources li > :first-child")];
    return {
      note: text("told"),
      beyond: text("beyond"),
      workaround: text("workaround"),
      disputed: text("disputed"),
      sources: sources.map((source) => source.getAttribute("href") ?? source.textContent),
    };
  };
}

function openingFragment(matrix) {
  if (!matrix.opening) return "";
  const { needs, wants, strict, allow_workarounds: allowWorkarounds, overruled } = matrix.opening.requirements;
  const exact = (entry) => ({ ...entry, amount: "amount" in entry ? BigInt(entry.amount) : null });
  const asked = { needs: needs.map(exact), wants: wants.map(exact), strict, allowWorkarounds, overruled };
  return fragmentOf(matrix, requirementsOf(matrix, asked));
}

function start() {
  document.documentElement.classList.add("js");
  const matrix = prepare(JSON.parse(document.getElementById("data").textContent), textsOnPage());
  const state = { need: [], want: [], strict: false, allowWorkarounds: false, overruled: [], mistakes: [] };
  const page = { matrix, state, rows: new Map(), filter: () => {}, openingFragment: openingFragment(matrix) };
  page.openingCommand = document.querySelector("#answer > p:last-child code")?.textContent;
  addTicks(page);
  prepareFilter(page);
  followLinks(page);
  listenToSwitches(page);
  addEventListener("hashchange", () => takeFragment(page, currentFragment()));
  if (!takeFragment(page, currentFragment()) && !takeFragment(page, page.openingFragment)) update(page);
  return page;
}

// For tests and for whoever scripts the page: the decision on what a fragment asks.
globalThis.apigwChoose = {
  page: start(),
  decide(fragment) {
    return decide(this.page.matrix, readFragment(this.page.matrix, fragment).requirements);
  },
};
