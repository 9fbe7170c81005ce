// The answer in words (engine/reasons.py, engine/caveats.py).

const THE_BETTER = {
  workarounds: ["the one that takes fewer workarounds", "the one that takes the fewest workarounds"],
  wants: ["the one that meets more of your wants", "the one that meets most of your wants"],
  price: ["the cheaper", "the cheapest"],
  spare: ["the simpler", "the simplest"],
  place: ["the first listed; nothing tells them apart", "the first listed; nothing tells them apart"],
};
const NUMBERS = ["no", "one", "two", "three", "four", "five", "six"];

function join(words, last = "and") {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
}

function headline(matrix, requirements, found) {
  const [first = "", ...rest] = answerInWords(matrix, requirements, found);
  return first.toUpperCase() + rest.join("");
}

function answerInWords(matrix, requirements, { verdicts, ranked }) {
  if (!ranked.length) return answerOfNone(matrix, requirements, verdicts);
  const { name } = ranked[0].option;
  const alone = ranked.length === 1;
  if (alone && requirements.needs.length && matrix.options.length > 1) {
    const needed = allThatIsNeeded(matrix, requirements);
    const unsure = verdicts.filter((verdict) => verdict.possible && !verdict.setAside).map(nameOf);
    if (unsure.length) return `${name}: the only ${matrix.noun} known to have ${needed}; ${join(unsure, "or")} may.`;
    const aside = verdicts.filter((verdict) => verdict.eligible && verdict.setAside).map(nameOf);
    return `${name}: the only ${matrix.noun} with ${needed}${aside.length ? `, with ${join(aside)} set aside` : ""}.`;
  }
  if (alone) return `${name}: the only ${matrix.noun} that is left.`;
  const better = THE_BETTER[decidingCriterion(ranked[0], ranked[1])][ranked.length > 2 ? 1 : 0];
  const which = requirements.needs.length ? "that meet every need" : "that are left";
  return `${name}: of the ${NUMBERS[ranked.length] ?? ranked.length} ${matrix.nouns} ${which}, ${better}.`;
}

function answerOfNone(matrix, requirements, verdicts) {
  const needed = allThatIsNeeded(matrix, requirements);
  const aside = verdicts.filter((verdict) => verdict.eligible).map(nameOf);
  if (aside.length) {
    const [has, itIs] = aside.length > 1 ? ["have", "they are"] : ["has", "it is"];
    return `Only ${join(aside)} ${has} ${needed}, and ${itIs} set aside: see Assumed.`;
  }
  const unsure = verdicts.filter((verdict) => verdict.possible).map(nameOf);
  if (unsure.length) return `No ${matrix.noun} is known to have ${needed}; ${join(unsure, "or")} may.`;
  return `No single ${matrix.noun} has ${needed}.`;
}

function nameOf(verdict) {
  return verdict.option.name;
}

function askedFor(matrix, { feature, amount }) {
  const { quantity } = matrix.feature.get(feature);
  return amount === null ? feature : `${feature}=${writeAmount(matrix, quantity, amount)}`;
}

function allThatIsNeeded(matrix, { needs }) {
  if (needs.length === 1) return askedFor(matrix, needs[0]);
  return needs.length < 3 ? "both" : `all ${needs.length} needs`;
}

function reasons(matrix, requirements, found) {
  return [
    ...requirements.needs.flatMap((need, number) => whomItRulesOut(matrix, need, number, found.verdicts)),
    ...found.verdicts.flatMap(clashesInWords),
    ...found.verdicts.flatMap((verdict) => asideInWords(matrix, verdict)),
    ...found.ranked.slice(1).map((other) => comparison(matrix, requirements, found, other)),
  ];
}

function whomItRulesOut(matrix, need, number, verdicts) {
  const without = verdicts.filter((verdict) => !verdict.needs[number].met);
  if (!without.length) return [];
  const having = verdicts.filter((verdict) => verdict.needs[number].met).map(nameOf);
  const unknown = (verdict) => verdict.needs[number].support === "unknown";
  const lacking = without.filter((verdict) => !unknown(verdict)).map(nameOf);
  const unsure = without.filter(unknown).map(nameOf);
  const has = having.length ? `${join(having)} ${having.length === 1 ? "has" : "have"} it` : `no ${matrix.noun} has it`;
  const lacks = lacking.length ? [`${join(lacking)} ${lacking.length === 1 ? "does" : "do"} not`] : [];
  if (unsure.length) lacks.push(`of ${join(unsure)} it is not known`);
  const text = `${askedFor(matrix, need)}: ${has}, ${join(lacks)}.`;
  return [{ kind: "need", text, features: [need.feature], options: without.map((verdict) => verdict.option.id) }];
}

function clashesInWords({ option, clashes }) {
  return clashes.map(({ needs, rules }) => {
    const text = `${option.name} cannot have ${join(needs)} together. ${rules.map((rule) => rule.text).join(" ")}`;
    return { kind: "clash", text, features: needs, options: [option.id] };
  });
}

function asideInWords(matrix, { option, eligible, setAside }) {
  if (!eligible || !setAside) return [];
  const assumption = matrix.assumptions.find((entry) => entry.id === setAside);
  const text = `${option.name} is set aside: assumed that ${assumption.text}, since ${assumption.because}.`;
  return [{ kind: "assumption", text, features: [], options: [option.id] }];
}

// Of an option that came after the first: the criterion that decided between the two.
function comparison(matrix, requirements, found, other) {
  const best = found.ranked[0];
  const kind = decidingCriterion(best, other);
  const features = kind === "wants" ? wantsApart(found, best, other) : [];
  const text = COMPARED[kind]({ best, other, one: best.option.name, two: other.option.name, requirements });
  return { kind, text, features, options: [best.option.id, other.option.id] };
}

const COMPARED = {
  wants({ best, other, one, two, requirements }) {
    const whole = requirements.wants.reduce((sum, want) => sum + want.weight, 0);
    return `By weight, ${one} meets ${whole - best.wants} of what is wanted and ${two} ${whole - other.wants}.`;
  },
  workarounds: ({ best, other, one, two }) =>
    `${one} takes ${best.workarounds} workarounds and ${two} ${other.workarounds}.`,
  price: ({ best, other, one, two }) => `List price: ${one} ${best.option.price}, ${two} ${other.option.price}.`,
  spare({ best, other, one, two }) {
    const features = best.spare === 1 ? "feature" : "features";
    return `Beyond what was asked, ${one} has ${best.spare} ${features} and ${two} ${other.spare}.`;
  },
  place: ({ one, two }) => `Nothing that was asked tells ${one} and ${two} apart; the matrix lists ${one} first.`,
};

// The wants that exactly one of two options meets.
function wantsApart({ verdicts }, best, other) {
  const [left, right] = [best, other].map((standing) => verdicts.find((entry) => entry.option === standing.option));
  const apart = left.wants.filter((finding, place) => finding.met !== right.wants[place].met);
  return [...new Set(apart.map((finding) => finding.feature))];
}

function caveats(matrix, requirements, verdict) {
  const told = [...verdict.needs, ...verdict.wants].flatMap((finding) => [...caveatsOf(matrix, finding)]);
  if (verdict.eligible) {
    for (const rule of impliedRules(matrix, verdict.option, requirements.needs)) {
      told.push(`${rule.when.join(", ")}: needs ${rule.implies.join(", ")}. ${rule.text}`);
    }
  }
  return [...new Set(told)];
}

// The rules by which the needs imply what was not asked for.
function impliedRules(matrix, option, needs) {
  const rules = option.rules.filter((rule) => rule.implies.length);
  const causes = consequences(rules, needs);
  const asked = needs.map((need) => need.feature);
  const speaks = (rule) => rule.when.every((feature) => causes.has(feature));
  return rules.filter((rule) => speaks(rule) && !rule.implies.every((feature) => asked.includes(feature)));
}

function* caveatsOf(matrix, { feature, amount, support, met, workaround, cell }) {
  const note = noteOf(matrix, matrix.feature.get(feature), cell, amount);
  if (workaround) {
    const { text, limits } = matrix.workarounds.find((entry) => entry.id === workaround);
    yield `${feature}: by a workaround. ${text} What it does not do: ${limits}`;
  }
  if (support === "unknown") yield `${feature}: not known. ${note}`;
  else if (support === "partial" && met) yield `${feature}: ${note}`;
  if (cell.confidence !== "high" && support !== "unknown") {
    yield `${feature}: confidence is ${cell.confidence}; try it before you rely on it.`;
  }
  if (cell.disputed) yield `${feature}: sources disagree. ${cell.disputed}`;
}
