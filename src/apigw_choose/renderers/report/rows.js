// The ticks beside each feature, and the fields for its amounts and weights.

function addTicks(page) {
  for (const feature of page.matrix.features) {
    const head = document.querySelector(`#feature-${CSS.escape(feature.id)} th`);
    const ticks = ["need", "want"].map((kind) => tick(page, feature, kind));
    const fields = element("div", { className: "fields" });
    head.append(element("div", { className: "ticks" }, ticks), fields);
    page.rows.set(feature.id, { inputs: ticks.map((label) => label.querySelector("input")), fields });
  }
}

function tick(page, feature, kind) {
  const input = element("input", {
    type: "checkbox",
    onchange: () => setAsked(page, feature, kind, input.checked),
  });
  const text = kind === "need" ? "Need" : "Want";
  return element(
    "label",
    { className: kind },
    input,
    text,
    element("span", { className: "hidden" }, ` ${feature.name}`),
  );
}

function setAsked(page, feature, kind, wanted) {
  const entries = page.state[kind].filter((entry) => entry.feature !== feature.id);
  if (wanted) entries.push({ feature: feature.id, amount: usualAmount(feature), weight: 1, error: null });
  page.state[kind] = entries;
  showRow(page, feature);
  update(page);
  if (wanted && feature.quantity) page.rows.get(feature.id).fields.querySelector(`.${kind} input`).select();
}

// What to begin with: the best amount that can be had without asking.
function usualAmount({ quantity, cells }) {
  if (!quantity) return null;
  const values = sortedBy(
    cells.map((cell) => cell.value).filter((value) => value !== null),
    (value) => value,
  );
  return (quantity.better === "more" ? values.at(-1) : values[0]) ?? 1n;
}

function showRow(page, feature) {
  const row = page.rows.get(feature.id);
  const [needs, wants] = ["need", "want"].map((kind) => page.state[kind].filter((e) => e.feature === feature.id));
  [row.inputs[0].checked, row.inputs[1].checked] = [needs.length > 0, wants.length > 0];
  const fields = [
    ...needs.filter(() => feature.quantity).map((entry) => fieldsOf(page, feature, "need", entry)),
    ...wants.map((entry) => fieldsOf(page, feature, "want", entry)),
  ];
  row.fields.replaceChildren(...fields);
}

function fieldsOf(page, feature, kind, entry) {
  const amount = feature.quantity ? [amountField(page, feature, kind, entry)] : [];
  const weight = kind === "want" ? [weightField(page, feature, entry)] : [];
  return element("div", { className: kind }, ...amount, ...weight);
}

function amountField(page, feature, kind, entry) {
  const { quantity } = feature;
  const written = entry.amount === null ? "" : formatAmount(page.matrix, entry.amount, quantity.dimension);
  const read = (text) => Object.assign(entry, { amount: parseAmount(page.matrix, text, quantity.dimension) });
  const bound = quantity.better === "more" ? "at least" : "at most";
  return field(page, entry, `${kind} ${bound}`, `${feature.name}: ${kind} ${bound}`, written, "amount", read);
}

function weightField(page, feature, entry) {
  const read = (text) => Object.assign(entry, { weight: readWeight(text.trim()) });
  return field(page, entry, "weight", `${feature.name}: weight of the want`, String(entry.weight), "weight", read);
}

// A labelled text field that says at once when what it holds cannot be read.
function field(page, entry, text, name, value, kind, read) {
  const check = () => {
    try {
      read(input.value);
      entry[`${kind}Error`] = null;
    } catch (error) {
      entry[`${kind}Error`] = `${entry.feature}: ${error.message}`;
    }
    input.setAttribute("aria-invalid", String(entry[`${kind}Error`] !== null));
    update(page);
  };
  const input = element("input", {
    type: "text",
    value,
    "aria-label": name,
    size: 7,
    autocomplete: "off",
    oninput: check,
  });
  return element("label", {}, `${text} `, input);
}

function showAsked(page) {
  const chips = ["need", "want"].flatMap((kind) => page.state[kind].map((entry) => chip(page, kind, entry)));
  const clear = element("button", { type: "button", className: "clear", onclick: () => clearAsked(page) }, "Clear");
  const shown = chips.length
    ? [element("ul", { className: "chips", "aria-label": "Asked" }, chips, element("li", {}, clear))]
    : [];
  document.getElementById("asked").replaceChildren(...shown);
}

function chip(page, kind, entry) {
  const remove = () => {
    page.state[kind] = page.state[kind].filter((other) => other !== entry);
    showRow(page, page.matrix.feature.get(entry.feature));
    update(page);
    document.getElementById("verdict").focus({ preventScroll: true });
  };
  const text = typedAs(page.matrix, entry);
  return element(
    "li",
    { className: kind },
    element("span", {}, kind),
    " ",
    featureLink(entry.feature, text),
    element("button", { type: "button", "aria-label": `Remove ${kind} ${text}`, onclick: remove }, "\u00d7"),
  );
}

function clearAsked(page) {
  takeRequirements(page, requirementsOf(page.matrix, { ...page.state, needs: [], wants: [] }), []);
  document.getElementById("verdict").focus({ preventScroll: true });
}
