// The verdict on the page, from a decision as `--json` writes it: computed here, or the one the page came with.

const NAMED = 8; // so many features a line names before it counts the rest

function showVerdict(matrix, decision, mistakes) {
  const asked = decision !== null;
  const said = asked
    ? [element("p", {}, decision.headline), standings(matrix, decision)]
    : [
        element(
          "p",
          {},
          "Nothing is asked yet. Tick ",
          element("em", {}, "Need"),
          " for what must be had, ",
          element("em", {}, "Want"),
          " for what would be welcome.",
        ),
      ];
  const wrong = list(
    mistakes.map((mistake) => `Not counted: ${printable(mistake)}`),
    "mistakes",
  );
  document.getElementById("headline").replaceChildren(...wrong, ...said);
  document.getElementById("jump").textContent = asked ? decision.headline : "Verdict";
  document.getElementById("answer").replaceChildren(...(asked ? answerParts(matrix, decision) : []));
}

function answerParts(matrix, decision) {
  const best = decision.options.find((option) => option.id === decision.recommendation);
  return [
    ...comparisonTable(matrix, decision),
    ...section(best ? `Why ${best.name}` : "Why", whyParts(decision, best)),
    ...section("They exclude each other", best ? [] : conflictParts(matrix, decision)),
    ...section("Ways out", best ? [] : waysOut(matrix, decision)),
    ...section("To find out", toFindOut(decision)),
    ...section(best ? "What the others lack" : "What each lacks", lackingParts(decision)),
    ...section("Mind", list(best ? best.caveats.map(caveat) : [])),
    ...section("List prices, and what is given up", best ? costParts(matrix, decision, best) : []),
    ...section("What would change this", best ? changeParts(matrix, decision) : []),
    ...section("Assumed", list(decision.assumptions.map((entry) => assumed(matrix, entry)))),
  ];
}

function optionName(matrix, id) {
  return matrix.options.find((option) => option.id === id).name;
}

function optionNames(matrix, ids, last) {
  return join(
    [...new Set(ids)].map((id) => optionName(matrix, id)),
    last,
  );
}

function standings(matrix, decision) {
  const state = (option) => {
    if (option.rank) return option.rank === 1 ? "recommended" : `place ${option.rank}`;
    if (option.set_aside && option.eligible) return "set aside";
    return option.possible ? "may fit: not known" : "does not fit";
  };
  const ranked = sortedBy(decision.options, (option) => [option.rank ?? Infinity]);
  const items = ranked.map((option) =>
    element(
      "li",
      { className: option.rank === 1 ? "first" : option.rank ? "fits" : "unfit" },
      element("strong", {}, option.name),
      ` ${state(option)}`,
    ),
  );
  return element("ul", { className: "standings" }, items);
}

function mark(matrix, finding) {
  const support = finding.by_workaround ? "by-workaround" : finding.support;
  const meaning = finding.by_workaround ? "by a workaround" : matrix.meanings[finding.support];
  return element("span", { className: support }, element("span", { className: "hidden" }, meaning));
}

function askedText(finding) {
  return finding.amount_text ? `${finding.feature}=${finding.amount_text}` : finding.feature;
}

function comparisonTable(matrix, decision) {
  const rows = ["needs", "wants"].flatMap((kind) =>
    decision.options[0][kind].map((finding, place) =>
      element(
        "tr",
        {},
        element(
          "th",
          { scope: "row" },
          featureLink(finding.feature, askedText(finding)),
          kind === "wants" ? element("small", {}, ` want${weightOf(decision, place)}`) : null,
        ),
        decision.options.map((option) => element("td", {}, mark(matrix, option[kind][place]))),
      ),
    ),
  );
  if (!rows.length) return [];
  const names = matrix.options.map((option) => element("th", { scope: "col" }, option.short));
  const head = element(
    "tr",
    {},
    element("th", { scope: "col" }, element("span", { className: "hidden" }, "Asked")),
    names,
  );
  const caption = element("caption", { className: "hidden" }, `What is asked, by ${matrix.noun}`);
  const parts = [caption, element("thead", {}, head), element("tbody", {}, rows)];
  // With many options the table scrolls, and must do so by keyboard too.
  const scrolls = matrix.options.length > 3 ? { tabIndex: 0, role: "group", "aria-label": "What is asked" } : {};
  return [element("div", { className: "frame", ...scrolls }, element("table", { className: "asked" }, parts))];
}

function weightOf(decision, place) {
  const { weight } = decision.requirements.wants[place];
  return weight > 1 ? ` of weight ${weight}` : "";
}

function whyParts(decision, best) {
  const had = best ? [...best.needs, ...best.wants].filter((finding) => finding.met && !finding.by_workaround) : [];
  const evidence = had.map((finding) => [
    featureLink(finding.feature),
    ` ${finding.note} `,
    ...sourceLinks(finding.sources),
  ]);
  const elsewhere = best ? ["need"] : ["need", "clash"]; // what the table and the conflicts below say already
  const told = decision.reasons.filter((reason) => !elsewhere.includes(reason.kind)).map((reason) => reason.text);
  return list([...told, ...evidence], "evidence");
}

function lackingParts(decision) {
  return decision.options
    .filter((option) => option.id !== decision.recommendation)
    .flatMap((option) => {
      const findings = [...option.needs, ...option.wants].filter((finding) => !finding.met);
      const lacks = list([...findings.map(lack), ...option.clashes.map(clash)], "evidence");
      return lacks.length ? [element("h4", {}, option.name), ...lacks] : [];
    });
}

function lack(finding) {
  const instead = finding.workaround ? `Instead: ${finding.workaround}` : "No workaround is known.";
  const unknown = finding.support === "unknown";
  const unsure = finding.confidence !== "high" && !unknown ? `Confidence in this is ${finding.confidence}. ` : "";
  return [
    featureLink(finding.feature, askedText(finding)),
    ` ${unknown ? "It is not known. " : ""}${finding.note} ${unsure}`,
    unknown ? "" : element("span", { className: "instead" }, instead),
    " ",
    ...sourceLinks(finding.sources),
  ];
}

function clash({ needs, rules }) {
  const told = rules.flatMap((rule) => [` ${rule.text} `, ...sourceLinks(rule.sources)]);
  return [
    ...between(
      needs.map((need) => featureLink(need)),
      " with ",
    ),
    ":",
    ...told,
  ];
}

function toFindOut(decision) {
  const open = decision.options
    .filter((option) => option.possible)
    .flatMap((option) =>
      option.needs
        .filter((finding) => finding.support === "unknown")
        .map((finding) => [
          `${option.name}: `,
          featureLink(finding.feature),
          ` ${finding.note} `,
          ...sourceLinks(finding.sources),
        ]),
    );
  return list(open, "evidence");
}

function caveat(text) {
  const [, name, rest] = /^([^:]*)(: .*)$/s.exec(text);
  return [element("code", {}, name), rest];
}

function costParts(matrix, decision, best) {
  const inGame = decision.options.filter((option) => option.id === best.id || !option.set_aside);
  const prices = inGame.map(({ id }) => matrix.options.find((option) => option.id === id));
  const listed = prices.map(({ name, price, price_note: note }) => `${name}: ${price} (${note})`);
  const given = inGame
    .filter(({ id }) => decision.gives_up[id]?.length)
    .map(({ id, name }) => {
      const features = decision.gives_up[id];
      const noun = features.length === 1 ? "feature" : "features";
      return [`${features.length} ${noun} that ${name} has and ${best.name} has not: `, ...named(features)];
    });
  return list([...listed, ...given]);
}

function named(features) {
  const first = between(
    features.slice(0, NAMED).map((feature) => featureLink(feature)),
    ", ",
  );
  return features.length > NAMED ? [...first, ` and ${features.length - NAMED} more.`] : [...first, "."];
}

function changeParts(matrix, decision) {
  const tips = new Set(decision.would_tip.map((change) => `${change.feature} ${change.recommendation}`));
  const groups = new Map();
  for (const change of decision.would_change) {
    const how = tips.has(`${change.feature} ${change.recommendation}`) ? "needed or wanted" : "needed";
    const key = `${how}\n${outcome(matrix, change)}`;
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  return list(
    [...groups].map(([key, changes]) => {
      const [how, leadsTo] = key.split("\n");
      // A quantity tells at which amount, and stands first: it is what people get wrong.
      const inOrder = sortedBy(changes, (change) => [change.beyond_text ? 0 : 1]);
      return [element("strong", {}, leadsTo), ` if ${how}: `, ...changesNamed(matrix, inOrder)];
    }),
  );
}

function changesNamed(matrix, changes) {
  const cause = ({ feature, beyond_text: beyond }) => {
    const side = matrix.feature.get(feature).quantity?.better === "less" ? "below" : "above";
    return featureLink(feature, beyond ? `${feature} ${side} ${beyond}` : feature);
  };
  const first = between(changes.slice(0, NAMED).map(cause), ", ");
  if (changes.length <= NAMED) return first;
  const rest = between(changes.slice(NAMED).map(cause), ", ");
  return [
    ...first,
    " ",
    element("details", { className: "more" }, element("summary", {}, `and ${changes.length - NAMED} more`), ...rest),
  ];
}

function outcome(matrix, change) {
  if (change.recommendation) return optionName(matrix, change.recommendation);
  const [one, other] = change.together;
  if (one && one === other) return `${optionName(matrix, one)} twice`;
  if (one) return `${optionNames(matrix, change.together)} together`;
  return `no ${matrix.noun}`;
}

function conflictParts(matrix, decision) {
  const whoHas = (feature) => {
    const having = decision.options.filter((option) => option.needs.some((f) => f.feature === feature && f.met));
    return having.length ? `only ${join(having.map((option) => option.name))}` : `no ${matrix.noun}`;
  };
  return list(
    decision.conflicts.map((conflict) => {
      const apart = decision.options.flatMap((option) =>
        option.clashes.filter((entry) => entry.needs.every((need) => conflict.includes(need))),
      );
      const texts = [...new Set(apart.flatMap((entry) => entry.rules.map((rule) => rule.text)))];
      const who = conflict.map((feature) => `${feature}: ${whoHas(feature)}`).join("; ");
      return [
        ...between(
          conflict.map((feature) => featureLink(feature)),
          " with ",
        ),
        `. ${texts.join(" ") || `${who}.`}`,
      ];
    }),
  );
}

function waysOut(matrix, decision) {
  const ways = decision.repairs.map(({ drop, options }) => [
    "Drop ",
    ...between(
      drop.map((feature) => featureLink(feature)),
      " and ",
    ),
    `: ${optionNames(matrix, options, "or")}.`,
  ]);
  for (const option of decision.options.filter((entry) => entry.eligible && entry.set_aside)) {
    ways.push(`Overrule the assumption (${option.set_aside}): ${option.name}.`);
  }
  if (decision.combination) ways.push(keepAll(matrix, decision));
  if (decision.by_workarounds) {
    const { option, workarounds } = decision.by_workarounds;
    const texts = workarounds.map((id) => matrix.workarounds.find((entry) => entry.id === id).text).join(" ");
    ways.push(`Keep one ${matrix.noun}, with workarounds: ${optionName(matrix, option)}. ${texts}`);
  }
  for (const { name, text, sources } of decision.outside) {
    ways.push([`Outside ${matrix.subject}: ${name}. ${text} `, ...sourceLinks(sources)]);
  }
  if (decision.cut) ways.push("These lists were cut: there are too many.");
  return list(ways);
}

function keepAll(matrix, decision) {
  const parts = decision.combination.map(
    ({ option, needs, also }) => `${optionName(matrix, option)} for ${join(needs.length ? needs : also)}`,
  );
  const pairing = decision.pairing;
  const told = pairing ? [` ${pairing.text} `, ...sourceLinks(pairing.sources)] : [];
  return [`Keep everything: ${join(parts)}.`, ...told];
}

function assumed(matrix, { id, text }) {
  return `${text}. ${matrix.assumptions.find((entry) => entry.id === id).overrule}`;
}
