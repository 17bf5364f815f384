/** 2 MB: with a million keys one in four hundred that was not added seems to have been; with ten million nearly each. */
const BITS = 2 ** 24;
/** How many bits stand for a key. */
const PROBES = 4;

/** A set of keys that may take one for its own which it is not, but never the other way round (a Bloom filter). */
export class KeyFilter {
  readonly #bits = new Uint32Array(BITS / 32);

  add(key: string): void {
    const step = stepOf(key);
    let at = hashOf(key, 0);
    for (let probe = 0; probe < PROBES; probe++, at += step) {
      const bit = at & (BITS - 1);
      this.#bits[bit >>> 5] = (this.#bits[bit >>> 5] ?? 0) | (1 << (bit & 31));
    }
  }

  /** False for a key that was certainly not added. */
  mayHave(key: string): boolean {
    const step = stepOf(key);
    let at = hashOf(key, 0);
    for (let probe = 0; probe < PROBES; probe++, at += step) {
      const bit = at & (BITS - 1);
      if (((this.#bits[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false;
    }
    return true;
  }
}

/** Odd, so that the bits of a key are different ones. */
const stepOf = (key: string): number => hashOf(key, 0x9e3779b9) | 1;

/** FNV-1a with the finish of MurmurHash3, both in the public domain, so that similar keys lie far apart. */
function hashOf(key: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
