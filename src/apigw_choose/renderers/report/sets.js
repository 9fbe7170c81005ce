// Sets as the bits of a BigInt, and families of them (engine/sets.py).

const MOST_KEPT = 2000;

function bitsOf(members) {
  const bits = [];
  for (let left = members; left;) {
    const bit = left & -left;
    bits.push(bit);
    left ^= bit;
  }
  return bits;
}

function bitCount(members) {
  let count = 0;
  for (const digit of members.toString(2)) count += digit === "1";
  return count;
}

// Numbers, big numbers, strings and lists of them, in the order in which Python compares tuples.
function compare(one, two) {
  if (!Array.isArray(one)) return one < two ? -1 : one > two ? 1 : 0;
  for (let place = 0; place < Math.min(one.length, two.length); place += 1) {
    const order = compare(one[place], two[place]);
    if (order) return order;
  }
  return one.length - two.length;
}

function sortedBy(values, key) {
  return values
    .map((value) => [key(value), value])
    .sort((one, two) => compare(one[0], two[0]))
    .map(([, value]) => value);
}

// The sets that contain no other set of the family: fewest members first, then by number.
function keepMinimal(family) {
  const minimal = [];
  for (const candidate of sortedBy([...new Set(family)], (members) => [bitCount(members), members])) {
    if (!minimal.some((kept) => (kept & candidate) === kept)) minimal.push(candidate);
  }
  return minimal;
}

// All minimal sets that share a member with every set of the family (Berge), and whether the list was cut.
function hittingSets(family) {
  let found = [0n];
  let cut = false;
  for (const members of family) {
    const hit = found.filter((candidate) => candidate & members);
    const missed = found.filter((candidate) => !(candidate & members));
    found = keepMinimal([...hit, ...missed.flatMap((candidate) => bitsOf(members).map((bit) => candidate | bit))]);
    if (found.length > MOST_KEPT) {
      found = found.slice(0, MOST_KEPT);
      cut = true;
    }
  }
  const needed = (candidate, bit) => family.some((members) => !(candidate & ~bit & members));
  const isMinimal = (candidate) => bitsOf(candidate).every((bit) => needed(candidate, bit));
  return [cut ? found.filter(isMinimal) : found, cut];
}
