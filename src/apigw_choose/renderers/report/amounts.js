// Amounts as the command line reads and writes them: whole numbers in a base unit (model/amounts.py).

const AMOUNT = /^([0-9]{1,19})(?:\.([0-9]{1,9}))?[ ]?([A-Za-z]{0,7}|\/[A-Za-z]{1,6})$/;
const SECOND = 1000n;
const FINEST = { duration: "a millisecond", size: "a byte" };

function parseAmount(matrix, text, dimension) {
  const example = matrix.examples[dimension];
  const match = AMOUNT.exec(text.trim());
  if (!match) throw new Error(`'${text}' is not an amount; write it like ${example}`);
  const [, whole, fraction = "", unit] = match;
  const known = matrix.units[dimension].find(([name]) => name.toLowerCase() === unit.toLowerCase());
  if (!known) {
    const complaint = unit ? `has the unknown unit '${unit}'` : "has no unit";
    throw new Error(`'${text}' ${complaint}; write it like ${example}`);
  }
  const finest = 10n ** BigInt(fraction.length);
  const scaled = BigInt(whole + fraction) * known[1];
  if (scaled / finest > matrix.most) throw new Error(`'${text}' is more than can be meant`);
  if (scaled % finest) throw new Error(`'${text}' is finer than ${FINEST[dimension] ?? "a whole number"}`);
  return scaled / finest;
}

function formatAmount(matrix, amount, dimension) {
  const duration = dimension === "duration";
  if (duration && amount > SECOND && amount % SECOND) {
    const rest = String(amount % SECOND)
      .padStart(3, "0")
      .replace(/0+$/, "");
    return `${amount / SECOND}.${rest}s`;
  }
  // Up to two minutes, people think in seconds.
  const largest = duration && amount < 120n * SECOND && amount > SECOND ? SECOND : amount;
  const written = new Map();
  for (const [name, factor] of matrix.units[dimension]) if (!written.has(factor)) written.set(factor, name);
  for (const factor of [...written.keys()].sort((one, two) => (one < two ? 1 : -1))) {
    const fits = amount % factor === 0n && (factor <= largest || factor === 1n);
    if (fits && written.get(factor) !== "d") return `${amount / factor}${written.get(factor)}`;
  }
  throw new Error(`no unit of ${dimension} divides ${amount}`);
}

function writeAmount(matrix, quantity, amount) {
  return `${formatAmount(matrix, amount, quantity.dimension)} ${quantity.of}`.trim();
}

function reaches(quantity, offered, asked) {
  return quantity.better === "more" ? offered >= asked : offered <= asked;
}
