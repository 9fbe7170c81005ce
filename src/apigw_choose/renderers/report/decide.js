// The matrix made ready, and the decision as `--json` writes it (engine/decide.py, renderers/documents.py).

const toBig = (text) => ((text ?? null) === null ? null : BigInt(text));

// The plain data of the page, with the texts of each cell as `textsOf(feature, place)` gives them.
function prepare(data, textsOf) {
  const feature = new Map();
  const features = data.features.map((entry, place) => {
    const cells = entry.cells.map((cell, column) => {
      const texts = textsOf(entry.id, column);
      const beyond = cell.beyond ? { to: toBig(cell.beyond.to), note: texts.beyond } : null;
      return { confidence: "high", ...cell, ...texts, beyond, value: toBig(cell.value) };
    });
    const shorthands = new Map(Object.entries(entry.shorthands).map(([name, amount]) => [name, BigInt(amount)]));
    const ready = { ...entry, cells, shorthands, bit: 1n << BigInt(place) };
    feature.set(entry.id, ready);
    return ready;
  });
  const bits = (names) => names.reduce((members, name) => members | feature.get(name).bit, 0n);
  const rules = data.rules.map((rule) => ({
    ...rule,
    limits: rule.limits.map(([name, limit]) => [name, BigInt(limit)]),
    whenBits: bits(rule.when),
    impliesBits: bits(rule.implies),
    excludesBits: bits(rule.excludes),
  }));
  const withSupport = (place, words) =>
    bits(features.filter((entry) => words.includes(entry.cells[place].support)).map((entry) => entry.id));
  const options = data.options.map((option, place) => ({
    ...option,
    place,
    micros: BigInt(option.micros),
    having: withSupport(place, HAD),
    partial: withSupport(place, ["partial"]),
    unknown: withSupport(place, ["unknown"]),
    rules: rules.filter((rule) => rule.options.includes(option.id)),
  }));
  const units = Object.fromEntries(
    Object.entries(data.units).map(([name, list]) => [name, list.map(([unit, factor]) => [unit, BigInt(factor)])]),
  );
  const called = new Map(features.flatMap((entry) => entry.names.map((name) => [name, entry.id])));
  return { ...data, features, feature, called, rules, options, units, most: BigInt(data.most) };
}

function decide(matrix, requirements) {
  const found = evaluate(matrix, requirements);
  const waysOut = found.recommendation ? null : impasse(matrix, requirements, found);
  const best = found.recommendation;
  const others = matrix.options.filter((option) => option !== best);
  return {
    requirements: requirementsDocument(matrix, requirements),
    assumptions: found.assumptions.map(({ id, text, because }) => ({ id, text, because })),
    recommendation: best?.id ?? null,
    headline: headline(matrix, requirements, found),
    options: found.verdicts.map((verdict) => verdictDocument(matrix, requirements, verdict)),
    reasons: reasons(matrix, requirements, found),
    lacking: Object.fromEntries(
      found.verdicts.filter((v) => v.option !== best).map((v) => [v.option.id, lackingOf(v)]),
    ),
    gives_up: best ? Object.fromEntries(others.map((other) => [other.id, givenUp(matrix, best, other)])) : {},
    ...waysOutDocument(matrix, waysOut),
    would_change: wouldChange(matrix, requirements, found).map((change) => changeDocument(matrix, change)),
    would_tip: wouldTip(matrix, requirements, found).map((change) => changeDocument(matrix, change)),
  };
}

function givenUp(matrix, best, other) {
  const members = other.having & ~(best.having | best.unknown);
  return matrix.features.filter((feature) => members & feature.bit).map((feature) => feature.id);
}

function unmet(findings) {
  return findings.filter((finding) => !finding.met).map((finding) => finding.feature);
}

function lackingOf(verdict) {
  return [...new Set([...unmet(verdict.needs), ...unmet(verdict.wants)])];
}

function amountDocument(matrix, { feature, amount }) {
  if (amount === null) return {};
  const { quantity } = matrix.feature.get(feature);
  return { amount, unit: quantity.unit, amount_text: writeAmount(matrix, quantity, amount) };
}

function requirementsDocument(matrix, requirements) {
  const asked = (entry) => ({ feature: entry.feature, ...amountDocument(matrix, entry) });
  return {
    needs: requirements.needs.map(asked),
    wants: requirements.wants.map((want) => ({ ...asked(want), weight: want.weight })),
    strict: requirements.strict,
    allow_workarounds: requirements.allowWorkarounds,
    overruled: requirements.overruled,
    traffic: null,
  };
}

function verdictDocument(matrix, requirements, verdict) {
  return {
    id: verdict.option.id,
    name: verdict.option.name,
    eligible: verdict.eligible,
    possible: verdict.possible,
    set_aside: verdict.setAside,
    rank: verdict.rank,
    needs: verdict.needs.map((finding) => findingDocument(matrix, finding)),
    wants: verdict.wants.map((finding) => findingDocument(matrix, finding)),
    missing: [...new Set(unmet(verdict.needs))],
    clashes: verdict.clashes.map(({ needs, rules }) => ({
      needs,
      rules: rules.map(({ id, text, sources }) => ({ id, text, sources })),
    })),
    caveats: caveats(matrix, requirements, verdict),
  };
}

function findingDocument(matrix, finding) {
  const { feature, amount, support, met, cell } = finding;
  return {
    feature,
    ...amountDocument(matrix, finding),
    support,
    met,
    note: noteOf(matrix, matrix.feature.get(feature), cell, amount),
    workaround: support === "full" ? null : cell.workaround,
    by_workaround: finding.workaround,
    confidence: cell.confidence,
    sources: cell.sources,
  };
}

function waysOutDocument(matrix, found) {
  const { conflicts = [], repairs = [], combination = null, outside: offers = [], cut = false } = found ?? {};
  const helped = found?.byWorkarounds;
  const pairing = pairingOf(matrix, combination);
  return {
    conflicts,
    repairs: repairs.map(({ drop, options }) => ({ drop, options: options.map((option) => option.id) })),
    combination: combination?.map(({ option, needs, also }) => ({ option: option.id, needs, also })) ?? null,
    pairing: pairing && { text: pairing.text, sources: pairing.sources },
    by_workarounds: helped ? { option: helped.option.id, workarounds: helped.workarounds } : null,
    outside: offers.map(({ id, name, text, sources }) => ({ id, name, text, sources })),
    cut,
  };
}

function changeDocument(matrix, { feature, beyond, recommendation, together }) {
  const { id, quantity } = feature;
  const amount =
    beyond === null ? {} : { beyond, unit: quantity.unit, beyond_text: writeAmount(matrix, quantity, beyond) };
  return {
    feature: id,
    ...amount,
    recommendation: recommendation?.id ?? null,
    together: together.map((option) => option.id),
  };
}
