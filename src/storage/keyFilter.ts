/** 2 MB: with a million keys one in 500 of those never added is reported, with ten million two of three. A talk has one key, or two on the website. */
const BITS = 2 ** 24;
/** How many bits stand for a key. */
const PROBES = 4;

/** A Bloom filter: may report a key that was never added, never misses one that was. */
export class KeyFilter {
  readonly #bits = new Uint32Array(BITS / 32);

  add(key: string): void {
    for (const bit of bitsOf(key)) this.#bits[bit >>> 5] = this.#wordOf(bit) | (1 << (bit & 31));
  }

  /** False for a key that was certainly not added. */
  mayHave(key: string): boolean {
    return bitsOf(key).every((bit) => (this.#wordOf(bit) & (1 << (bit & 31))) !== 0);
  }

  #wordOf(bit: number): number {
    return this.#bits[bit >>> 5] ?? 0;
  }
}

/** The bits that stand for a key. */
function bitsOf(key: string): number[] {
  const first = hashOf(key, 0);
  // Odd, so that the bits differ.
  const step = hashOf(key, 0x9e3779b9) | 1;
  return Array.from({ length: PROBES }, (_, probe) => (first + probe * step) & (BITS - 1));
}

/** FNV-1a with the finish of MurmurHash3, both in the public domain, so that similar keys lie far apart. */
function hashOf(key: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
