// Needs and wants as they are typed (readers/asked.py), and the fragment of the address that holds them all.

const MAX_WEIGHT = 1000;

// Reads `waf`, `integration-timeout=60s` or, of a want, `caching:3`; throws an error that says what is wrong.
function readAsked(matrix, text, weighted) {
  const [, name, equals, amountText, colon, weightText] = /^([^:=]*)(?:(=)([^:]*))?(?:(:)(.*))?$/s.exec(text) ?? [];
  const called = (name ?? text).trim();
  const id = matrix.feature.has(called) ? called : matrix.called.get(called);
  if (!id) throw new Error(`no such feature: '${called}'`);
  const feature = matrix.feature.get(id);
  if (colon && !weighted) throw new Error(`${id}: a need has no weight; say it as a want`);
  const weight = colon ? readWeight(weightText) : 1;
  return { feature: id, amount: readAmount(matrix, feature, called, equals ? amountText : null), weight };
}

function readWeight(text) {
  if (!/^[0-9]{1,5}$/.test(text) || Number(text) < 1 || Number(text) > MAX_WEIGHT) {
    throw new Error(`the weight '${text}' is not a whole number from 1 to ${MAX_WEIGHT}`);
  }
  return Number(text);
}

function readAmount(matrix, feature, called, text) {
  const { id, quantity, shorthands } = feature;
  if (!quantity) {
    if (text !== null) throw new Error(`${id} is had or not had, it takes no amount`);
    return null;
  }
  const example = `${id}=${matrix.examples[quantity.dimension]}`;
  if (shorthands.has(called)) {
    if (text !== null) throw new Error(`${called} stands for an amount already; say ${example}`);
    return shorthands.get(called);
  }
  if (text === null) throw new Error(`${id} is a quantity; say how much, such as ${example}`);
  return parseAmount(matrix, text, quantity.dimension);
}

// What is asked, in one order whatever the order in which it was said (model/requirements.py).
function requirementsOf(matrix, { needs = [], wants = [], strict = false, allowWorkarounds = false, overruled = [] }) {
  const strictest = new Map();
  for (const { feature, amount } of needs) {
    const before = strictest.get(feature);
    const { quantity } = matrix.feature.get(feature);
    if (!before || (quantity && !reaches(quantity, before.amount, amount))) strictest.set(feature, { feature, amount });
  }
  const heaviest = new Map();
  for (const want of wants) {
    const key = `${want.feature}=${want.amount}`;
    if (want.weight > (heaviest.get(key)?.weight ?? 0)) heaviest.set(key, want);
  }
  const inOrder = (entries) => sortedBy([...entries], (entry) => [entry.feature, entry.amount ?? -1n]);
  return {
    needs: inOrder(strictest.values()),
    wants: inOrder(heaviest.values()),
    strict,
    allowWorkarounds,
    overruled: sortedBy([...new Set(overruled)], String),
  };
}

function typedAs(matrix, { feature, amount, weight = 1 }) {
  const { quantity } = matrix.feature.get(feature);
  const much = amount === null ? "" : `=${formatAmount(matrix, amount, quantity.dimension)}`;
  return `${feature}${much}${weight > 1 ? `:${weight}` : ""}`;
}

// `need=waf,integration-timeout=60s&want=caching:3&strict`, the same for the same requirements.
function fragmentOf(matrix, requirements) {
  const list = (name, texts) => (texts.length ? [`${name}=${texts.join(",")}`] : []);
  return [
    ...list(
      "need",
      requirements.needs.map((need) => typedAs(matrix, need)),
    ),
    ...list(
      "want",
      requirements.wants.map((want) => typedAs(matrix, want)),
    ),
    ...(requirements.strict ? ["strict"] : []),
    ...(requirements.allowWorkarounds ? ["allow-workarounds"] : []),
    ...list("no-assume", requirements.overruled),
  ].join("&");
}

// What a fragment asks, and what of it cannot be read; null where it is a place on the page.
function readFragment(matrix, fragment) {
  const asked = { needs: [], wants: [], overruled: [], strict: false, allowWorkarounds: false };
  const mistakes = [];
  const parts = fragment.split("&").map((part) => /^([a-z-]+)(?:=(.*))?$/s.exec(decoded(part)));
  if (!parts.some((part) => part && part[1] in PARTS)) return null;
  for (const part of parts) {
    if (part && part[1] in PARTS) PARTS[part[1]](matrix, asked, mistakes, (part[2] ?? "").split(","));
    else mistakes.push(`'${part?.[0] ?? fragment}' is not understood`);
  }
  return { requirements: requirementsOf(matrix, asked), mistakes };
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function readEach(matrix, into, mistakes, texts, weighted) {
  for (const text of texts) {
    try {
      into.push(readAsked(matrix, text, weighted));
    } catch (error) {
      mistakes.push(error.message);
    }
  }
}

const PARTS = {
  need: (matrix, asked, mistakes, texts) => readEach(matrix, asked.needs, mistakes, texts, false),
  want: (matrix, asked, mistakes, texts) => readEach(matrix, asked.wants, mistakes, texts, true),
  strict: (matrix, asked) => Object.assign(asked, { strict: true }),
  "allow-workarounds": (matrix, asked) => Object.assign(asked, { allowWorkarounds: true }),
  "no-assume": (matrix, asked, mistakes, names) => {
    for (const name of names) {
      if (matrix.assumptions.some((entry) => entry.id === name)) asked.overruled.push(name);
      else mistakes.push(`no such assumption: '${name}'`);
    }
  },
};

function commandOf(matrix, requirements) {
  return [
    "apigw-choose",
    ...requirements.needs.map((need) => `--need ${typedAs(matrix, need)}`),
    ...requirements.wants.map((want) => `--want ${typedAs(matrix, want)}`),
    ...(requirements.strict ? ["--strict"] : []),
    ...(requirements.allowWorkarounds ? ["--allow-workarounds"] : []),
    ...requirements.overruled.map((name) => `--no-assume ${name}`),
  ].join(" ");
}
