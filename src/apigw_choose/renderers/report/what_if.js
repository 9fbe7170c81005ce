// What would change the answer: every further need, and from which amount, and every further want
// (engine/what_if.py). The rules are asked by bit sets, as in engine/quick.py.

function wouldChange(matrix, requirements, found) {
  const asked = new Map(requirements.needs.map((need) => [need.feature, need.amount]));
  const question = { matrix, requirements, found, asked, order: orderOfEligible(matrix, requirements, found) };
  const changes = [];
  for (const feature of matrix.features) {
    if (feature.quantity) {
      changes.push(...turningAmounts(question, feature));
    } else if (!asked.has(feature.id)) {
      const change = changeBy(question, feature, null, null);
      if (change.recommendation !== found.recommendation) changes.push(change);
    }
  }
  return changes;
}

function orderOfEligible(matrix, requirements, found) {
  const eligible = found.verdicts.filter((verdict) => verdict.eligible);
  return rank(matrix, requirements, eligible).map((standing) => standing.option);
}

// The amounts of a quantity at which the recommendation turns, the least demanding first.
function turningAmounts(question, feature) {
  const changes = [];
  let before = question.found.recommendation;
  for (const [beyond, amount] of steps(question.matrix, feature, question.asked.get(feature.id) ?? null)) {
    const change = changeBy(question, feature, amount, beyond);
    if (change.recommendation !== before) changes.push(change);
    before = change.recommendation;
  }
  return changes;
}

function steps(matrix, feature, asked) {
  const { quantity, cells } = feature;
  const limits = matrix.rules.flatMap((rule) => rule.limits.filter(([name]) => name === feature.id));
  const known = [
    ...cells.flatMap((cell) => [cell.value, cell.beyond?.to ?? null]),
    ...limits.map(([, limit]) => limit),
  ];
  const offers = sortedBy([...new Set(known.filter((offer) => offer !== null))], (offer) => offer);
  const upwards = quantity.better === "more";
  const further = (upwards ? offers : offers.reverse()).map((offer) => [offer, offer + (upwards ? 1n : -1n)]);
  const possible = further.filter(([, amount]) => amount >= 0n);
  if (asked !== null) return possible.filter(([, amount]) => !reaches(quantity, asked, amount));
  return [[null, upwards ? 1n : (offers[0] ?? 0n)], ...possible];
}

function changeBy(question, feature, amount, beyond) {
  const { matrix, requirements, found, asked, order } = question;
  const left = found.assumptions.filter((entry) => !entry.unless.includes(feature.id));
  const proposed = (option) => !left.some((entry) => entry.sets_aside.includes(option.id));
  const fits = (already) => (option) => proposed(option) && bearsAlso(question, option, already, feature, amount);
  const byWorkaround =
    requirements.allowWorkarounds && matrix.workarounds.some((e) => e.satisfies.includes(feature.id));
  const best = byWorkaround ? decidedAnew(question, feature, amount) : (order.find(fits(asked)) ?? null);
  let together = [];
  if (!best && found.recommendation) {
    const other = sortedBy(matrix.options, (option) => option.micros).find(fits(new Map()));
    if (other) together = [found.recommendation, other];
  }
  return { feature, beyond, recommendation: best, together };
}

// A need that takes a workaround may change the order in any way.
function decidedAnew({ matrix, requirements }, feature, amount) {
  const others = requirements.needs.filter((need) => need.feature !== feature.id);
  const needs = [...others, { feature: feature.id, amount }];
  return evaluate(matrix, { ...requirements, needs }).recommendation;
}

// Whether the option has one more feature, or more of a quantity, and its rules let it have all together.
function bearsAlso({ matrix, requirements }, option, already, feature, amount) {
  const finding = judge(matrix, option, { feature: feature.id, amount }, requirements);
  if (!finding.met) return false;
  const amounts = new Map(already).set(feature.id, amount);
  let asked = 0n;
  for (const name of amounts.keys()) asked |= matrix.feature.get(name).bit;
  return bears(option, asked, amounts, requirements.strict ? option.having & ~option.partial : option.having, matrix);
}

function bears(option, asked, amounts, having, matrix) {
  let needed = asked;
  let implied = 0n;
  for (let before = -1n; needed !== before;) {
    before = needed;
    for (const rule of option.rules) if ((rule.whenBits & needed) === rule.whenBits) implied |= rule.impliesBits;
    needed |= implied;
  }
  if (implied & ~having) return false;
  const speaking = option.rules.filter((rule) => (rule.whenBits & needed) === rule.whenBits);
  const tooMuch = ([name, limit]) =>
    (amounts.get(name) ?? null) !== null && exceeds(matrix, amounts.get(name), name, limit);
  return !speaking.some((rule) => rule.excludesBits & needed || rule.limits.some(tooMuch));
}

// The further wants, of weight 1, that put another eligible option first.
function wouldTip(matrix, requirements, found) {
  const { ranked, assumptions } = found;
  if (ranked.length < 2) return [];
  const spokenOf = [...requirements.needs, ...requirements.wants].map((entry) => entry.feature);
  const passed = new Set([...spokenOf, ...assumptions.flatMap((entry) => entry.unless)]);
  const changes = [];
  for (const feature of matrix.features.filter((entry) => !entry.quantity && !passed.has(entry.id))) {
    const first = sortedBy(
      ranked.map((standing) => wanting(matrix, requirements, standing, feature)),
      placing,
    )[0];
    if (first.option !== ranked[0].option) {
      changes.push({ feature, beyond: null, recommendation: first.option, together: [] });
    }
  }
  return changes;
}

// The standing once a feature is wanted, which is then no longer to spare.
function wanting(matrix, requirements, standing, feature) {
  const { met } = judge(matrix, standing.option, { feature: feature.id, amount: null }, requirements);
  const spare = standing.spare - (standing.option.having & feature.bit ? 1 : 0);
  return { ...standing, wants: standing.wants + (met ? 0 : 1), spare };
}
