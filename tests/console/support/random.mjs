// Random changes that are the same in every run with the same seed.

/** A generator of whole numbers below a bound. */
export function numbers(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const uuid = (random) => `20000000-0000-4000-8000-${String(random(6)).padStart(12, "0")}`;

/** Values of fields of every kind of control; a small choice, so that a change often changes nothing. */
const FIELDS = {
  notes: (random) => `note ${random(4)}\nof ${random(3)} lines`,
  description: (random) => (random(5) === 0 ? null : `words ${random(3)} of many that stay as they are`),
  website: (random) => `w${random(3)}.example`,
  credit: (random) => `${random(4)}.00`,
  directory: (random) => random(2) === 1,
  park_timeout: (random) => 60 + random(3),
  account: (random) => (random(3) === 0 ? null : `A${random(9)}`),
  inmaximum: (random) => [-1, -2, 5, 6][random(4)],
  contract: (random) => ["plan", "1_year", "2_year", null][random(4)],
  campaigns: (random) => [[1], [1, 2], [3, 1], null][random(4)],
  bank_account_number: (random) => [`DE9900000000${1000 + random(3)}`, null][random(2)],
  timezone: (random) => ["Europe/London", "Africa/Cairo"][random(2)],
};
const KEYS = Object.keys(FIELDS);

/** A merge patch of a customer: some fields, and sometimes an address or contact that is added, changed or removed. */
export function patch_of(random) {
  const patch = {};
  for (let n = 1 + random(4); n > 0; --n) {
    const key = KEYS[random(KEYS.length)];
    patch[key] = FIELDS[key](random);
  }
  if (random(4) === 0) patch.addresses = { [uuid(random)]: random(4) === 0 ? null : { type: "billing", street: `Street ${random(5)}`, city: ["Wien", "Köln"][random(2)] } };
  if (random(4) === 0) patch.contacts = { [uuid(random)]: random(4) === 0 ? null : { type: "owner", role: "none", last_name: `N${random(4)}`, telephone: `+4930555${1000 + random(4)}` } };
  return patch;
}
