// The verdicts: which options meet the needs, and in what order they come (engine/evaluate.py, engine/rank.py).

function evaluate(matrix, requirements) {
  const assumptions = assumptionsInForce(matrix, requirements);
  const verdicts = matrix.options.map((option) => {
    const needs = requirements.needs.map((need) => judge(matrix, option, need, requirements));
    const wants = requirements.wants.map((want) => judge(matrix, option, want, requirements));
    const short = shortfalls(matrix, option, requirements, needs);
    const clashes = short
      .filter((entry) => entry.rules.length)
      .map((entry) => ({ needs: namesOf(requirements.needs, entry.needs), rules: entry.rules }));
    return {
      option,
      eligible: !short.length,
      possible: short.length > 0 && short.every((entry) => entry.unknown),
      setAside: assumptions.find((entry) => entry.sets_aside.includes(option.id))?.id ?? null,
      needs,
      wants,
      short,
      clashes,
    };
  });
  const proposed = verdicts.filter((verdict) => verdict.eligible && !verdict.setAside);
  const ranked = rank(matrix, requirements, proposed);
  for (const verdict of verdicts) {
    verdict.rank = ranked.findIndex((standing) => standing.option === verdict.option) + 1 || null;
  }
  return { assumptions, verdicts, ranked, recommendation: ranked[0]?.option ?? null };
}

function assumptionsInForce(matrix, requirements) {
  const spokenOf = new Set([...requirements.needs, ...requirements.wants].map((entry) => entry.feature));
  return matrix.assumptions.filter(
    (entry) => !requirements.overruled.includes(entry.id) && !entry.unless.some((feature) => spokenOf.has(feature)),
  );
}

function namesOf(needs, members) {
  return needs.filter((_, place) => (members >> BigInt(place)) & 1n).map((need) => need.feature);
}

// By which options are compared, the lesser first: criterion by criterion, and their place for a tie.
const CRITERIA = ["workarounds", "wants", "price", "spare", "place"];

function rank(matrix, requirements, verdicts) {
  let asked = 0n;
  for (const entry of [...requirements.needs, ...requirements.wants]) asked |= matrix.feature.get(entry.feature).bit;
  const standings = verdicts.map(({ option, needs, wants }) => ({
    option,
    workarounds: needs.filter((finding) => finding.workaround !== null).length,
    wants: wants.reduce((sum, finding) => sum + (finding.met ? 0 : finding.weight), 0),
    price: option.micros,
    spare: bitCount(option.having & ~asked),
    place: option.place,
  }));
  return sortedBy(standings, placing);
}

function placing(standing) {
  return CRITERIA.map((criterion) => standing[criterion]);
}

function decidingCriterion(better, worse) {
  return CRITERIA.find((criterion) => better[criterion] !== worse[criterion]);
}
