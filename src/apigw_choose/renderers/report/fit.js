// Whether an option fits: which smallest sets of needs it falls short of (engine/judge.py, engine/fit.py).

const HAD = ["full", "partial"];

// The support that a cell gives, for a quantity to the amount asked.
function supportOf({ quantity }, { support, value, beyond }, amount) {
  if (!quantity || amount === null || !HAD.includes(support)) return support;
  if (value === null || reaches(quantity, value, amount)) return support;
  return beyond && (beyond.to === null || reaches(quantity, beyond.to, amount)) ? "partial" : "none";
}

// The note that says why.
function noteOf(matrix, { quantity }, { support, value, beyond, note }, amount) {
  if (!quantity || amount === null || !HAD.includes(support)) return note;
  if (value === null) return `No limit: ${note}`;
  const bound = quantity.better === "more" ? "At most" : "At least";
  const write = (farthest) => writeAmount(matrix, quantity, farthest);
  if (reaches(quantity, value, amount)) return `${bound} ${write(value)}: ${note}`;
  if (beyond && (beyond.to === null || reaches(quantity, beyond.to, amount))) {
    return `${write(value)} by default: ${beyond.note}`;
  }
  return `${bound} ${write(beyond?.to ?? value)}: ${note}`;
}

function judge(matrix, option, asked, requirements) {
  const feature = matrix.feature.get(asked.feature);
  const cell = feature.cells[option.place];
  const support = supportOf(feature, cell, asked.amount);
  const met = support === "full" || (support === "partial" && !requirements.strict);
  const helps = (entry) => entry.options.includes(option.id) && entry.satisfies.includes(asked.feature);
  const workaround = met || !requirements.allowWorkarounds ? null : (matrix.workarounds.find(helps) ?? null);
  return { ...asked, support, cell, met: met || workaround !== null, workaround: workaround?.id ?? null };
}

// The sets of needs that the option is not known to meet together, each with the rules by which, if any.
function shortfalls(matrix, option, requirements, findings) {
  const found = findings.flatMap((finding, place) =>
    finding.met ? [] : [{ needs: 1n << BigInt(place), rules: [], unknown: finding.support === "unknown" }],
  );
  const rules = option.rules;
  const spokenOf = new Set(requirements.needs.map((need) => need.feature));
  if (rules.some((rule) => rule.when.some((feature) => spokenOf.has(feature)))) {
    const causes = consequences(rules, requirements.needs);
    const around = findings.filter((finding) => finding.workaround !== null);
    const back = around.map(({ feature }) => [feature, waysBack(rules, causes, feature)]);
    found.push(...impliedButLacking(matrix, option, requirements, new Map([...causes, ...back])));
    found.push(...setAgainst(matrix, rules, requirements.needs, causes));
  }
  return sortedBy(smallest(found), (shortfall) => shortfall.needs);
}

// By feature: the smallest sets of needs from which it follows, each with the rules by which it does.
function consequences(rules, needs) {
  const causes = new Map(needs.map((need, place) => [need.feature, new Map([[1n << BigInt(place), []]])]));
  for (let grown = true; grown;) {
    grown = false;
    for (const rule of rules.filter((entry) => entry.implies.length)) {
      for (const [needed, chain] of waysTo(rule, causes)) {
        for (const feature of rule.implies) {
          if (!causes.has(feature)) causes.set(feature, new Map());
          grown = addSet(causes.get(feature), needed, chain) || grown;
        }
      }
    }
  }
  return causes;
}

// The sets of needs under which a rule speaks, each with the rules up to and including it.
function waysTo(rule, causes) {
  if (!rule.when.every((feature) => causes.has(feature))) return [];
  let ways = [[0n, []]];
  for (const feature of rule.when) {
    ways = ways.flatMap(([needed, chain]) =>
      [...causes.get(feature)].map(([mask, before]) => [needed | mask, [...chain, ...before]]),
    );
  }
  return ways.map(([needed, chain]) => [needed, [...new Set(chain), rule]]);
}

// The smallest sets of needs from which a need follows by a rule, also those that it is one of.
function waysBack(rules, causes, feature) {
  const sets = new Map([...causes.get(feature)].filter(([, chain]) => chain.length));
  for (const rule of rules.filter((entry) => entry.implies.includes(feature))) {
    for (const [needed, chain] of waysTo(rule, causes)) addSet(sets, needed, chain);
  }
  return sets;
}

// Adds a set unless one within it is there already; drops those that it makes needless.
function addSet(sets, needed, chain) {
  const known = [...sets.keys()];
  if (known.some((mask) => (mask & needed) === mask)) return false;
  for (const mask of known) if ((needed & mask) === needed) sets.delete(mask);
  sets.set(needed, chain);
  return true;
}

function impliedButLacking(matrix, option, requirements, causes) {
  const enough = requirements.strict ? ["full"] : HAD;
  return [...causes].flatMap(([feature, ways]) => {
    const { support } = matrix.feature.get(feature).cells[option.place];
    if (enough.includes(support)) return [];
    const implied = [...ways].filter(([, rules]) => rules.length);
    return implied.map(([needs, rules]) => ({ needs, rules, unknown: support === "unknown" }));
  });
}

// Needs that a rule excludes, or limits below what is asked, because of other needs.
function setAgainst(matrix, rules, needs, causes) {
  const found = [];
  for (const rule of rules.filter((entry) => entry.excludes.length || entry.limits.length)) {
    for (const [needed, chain] of waysTo(rule, causes)) {
      for (const feature of rule.excludes) {
        for (const [other, before] of causes.get(feature) ?? []) {
          found.push({ needs: needed | other, rules: [...new Set([...chain, ...before])], unknown: false });
        }
      }
      for (const [place, { feature, amount }] of needs.entries()) {
        const limits = rule.limits.filter(([quantity]) => quantity === feature && amount !== null);
        if (limits.some(([, limit]) => exceeds(matrix, amount, feature, limit))) {
          found.push({ needs: needed | (1n << BigInt(place)), rules: chain, unknown: false });
        }
      }
    }
  }
  return found;
}

function exceeds(matrix, amount, feature, limit) {
  return !reaches(matrix.feature.get(feature).quantity, limit, amount);
}

// One shortfall for each smallest set; of two for the same set, the one that is certain.
function smallest(found) {
  const byNeeds = new Map();
  for (const shortfall of found) {
    if (byNeeds.get(shortfall.needs)?.unknown ?? true) byNeeds.set(shortfall.needs, shortfall);
  }
  const all = [...byNeeds.values()];
  const certain = keepMinimal(all.filter((entry) => !entry.unknown).map((entry) => entry.needs));
  // A doubt within a certainty is still worth telling; one that holds a certainty is not.
  const holdsCertainty = (doubt) => certain.some((sure) => (sure & doubt.needs) === sure);
  return all.filter((entry) => (entry.unknown ? !holdsCertainty(entry) : certain.includes(entry.needs)));
}
