// When no single option meets the needs: conflicts, repairs, combinations (engine/impasse.py).

const MOST_LISTED = 100;
const MOST_STEPS = 20000;

function impasse(matrix, requirements, found) {
  const { needs } = requirements;
  const byOption = new Map();
  let cut = false;
  for (const verdict of found.verdicts.filter((entry) => entry.setAside === null)) {
    const [ways, waysCut] = hittingSets(verdict.short.map((entry) => entry.needs));
    byOption.set(verdict.option, ways);
    cut ||= waysCut;
  }
  const repairs = keepMinimal([...byOption.values()].flat());
  const [conflicts, conflictsCut] = hittingSets(repairs);
  const [combination, searchCut] = combine(matrix, (1n << BigInt(needs.length)) - 1n, byOption);
  const optionsBy = (repair) => [...byOption].filter(([, ways]) => ways.includes(repair)).map(([option]) => option);
  return {
    conflicts: conflicts
      .slice(0, MOST_LISTED)
      .filter(Boolean)
      .map((conflict) => namesOf(needs, conflict)),
    repairs: repairs.slice(0, MOST_LISTED).map((drop) => ({ drop: namesOf(needs, drop), options: optionsBy(drop) })),
    combination: combination && servings(needs, combination),
    byWorkarounds: byWorkarounds(matrix, requirements),
    outside: outside(matrix, needs, conflicts),
    cut: cut || conflictsCut || searchCut || Math.max(repairs.length, conflicts.length) > MOST_LISTED,
  };
}

// The fewest options that serve all needs between them, the cheapest of those; and whether the search was cut.
function combine(matrix, allNeeds, byOption) {
  const candidates = [];
  for (const [option, ways] of byOption) {
    for (const repair of ways) if (allNeeds & ~repair) candidates.push({ option, needs: allNeeds & ~repair });
  }
  if (candidates.reduce((served, candidate) => served | candidate.needs, 0n) !== allNeeds) return [null, false];
  for (let size = 2; size <= bitCount(allNeeds); size += 1) {
    const search = { candidates, size, steps: 0 };
    const found = [...covers(search, allNeeds, [])];
    const cut = search.steps > MOST_STEPS;
    if (found.length || cut) return [sortedBy(found, priceAndPlaces)[0] ?? null, cut];
  }
  return [null, false];
}

function* covers(search, left, taken) {
  search.steps += 1;
  if (!left) {
    yield sortedBy(taken, (candidate) => [candidate.option.place, candidate.needs]);
  } else if (taken.length < search.size && search.steps <= MOST_STEPS) {
    const lowest = left & -left;
    for (const candidate of search.candidates) {
      if (candidate.needs & lowest) yield* covers(search, left & ~candidate.needs, [...taken, candidate]);
    }
  }
}

function priceAndPlaces(cover) {
  const price = cover.reduce((sum, candidate) => sum + candidate.option.micros, 0n);
  return [price, cover.map((candidate) => [candidate.option.place, candidate.needs])];
}

// Who serves what: each need goes to the cheapest of those that meet it, the others have it besides.
function servings(needs, combination) {
  const forWhom = new Map();
  for (const candidate of sortedBy(combination, (entry) => entry.option.micros)) {
    for (const bit of bitsOf(candidate.needs)) if (!forWhom.has(bit)) forWhom.set(bit, candidate);
  }
  return combination.map((candidate) => {
    const part = (wanted) => bitsOf(candidate.needs).filter((bit) => (forWhom.get(bit) === candidate) === wanted);
    const names = (bits) =>
      namesOf(
        needs,
        bits.reduce((members, bit) => members | bit, 0n),
      );
    return { option: candidate.option, needs: names(part(true)), also: names(part(false)) };
  });
}

// What would be recommended if workarounds were allowed, and which of them it takes.
function byWorkarounds(matrix, requirements) {
  if (requirements.allowWorkarounds) return null;
  const { recommendation, verdicts } = evaluate(matrix, { ...requirements, allowWorkarounds: true });
  if (!recommendation) return null;
  const verdict = verdicts.find((entry) => entry.option === recommendation);
  const used = verdict.needs.map((finding) => finding.workaround).filter((name) => name !== null);
  return { option: recommendation, workarounds: [...new Set(used)] };
}

function outside(matrix, needs, conflicts) {
  const asked = needs.map((need) => need.feature);
  const apart = conflicts.map((conflict) => namesOf(needs, conflict));
  const within = (part, whole) => part.every((feature) => whole.includes(feature));
  const offered = (wanted) => within(wanted, asked) && apart.some((conflict) => within(conflict, wanted));
  return matrix.alternatives.filter((entry) => entry.sets.some(offered));
}

function pairingOf(matrix, combination) {
  const taken = sortedBy(
    (combination ?? []).map((serving) => serving.option.id),
    String,
  );
  return matrix.pairings.find((entry) => compare(sortedBy(entry.options, String), taken) === 0) ?? null;
}
