/**
 * Some ten thousand names with their numbers, in a form that is read from a file as it is: a `Map` of them would have to be
 * filled at each start.
 */
export type Names = {
  /** All names, one after the other. */
  readonly letters: string;
  /** Name `n` begins at `starts[n]` and ends before `starts[n + 1]`. */
  readonly starts: Uint32Array;
  /** A hash table with open addressing: in the slot of a name, or the next one that was free, stands its number plus one. */
  readonly slots: Uint32Array;
};

/** The names, each with its place in the list as its number. */
export function namesOf(names: readonly string[]): Names {
  const starts = new Uint32Array(names.length + 1);
  // Twice as many as are needed, at least: most names are found in the first slot that is looked at.
  const slots = new Uint32Array(2 ** Math.ceil(Math.log2(names.length + 1) + 1));
  for (const [at, name] of names.entries()) {
    starts[at + 1] = (starts[at] ?? 0) + name.length;
    let slot = slotOf(name, slots);
    while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
    slots[slot] = at + 1;
  }
  return { letters: names.join(''), starts, slots };
}

/** The number of a name; -1 where it is none of them. */
export function numberOf(names: Names, name: string): number {
  const { slots } = names;
  for (let slot = slotOf(name, slots); ; slot = (slot + 1) & (slots.length - 1)) {
    const at = (slots[slot] ?? 0) - 1;
    if (at < 0 || isName(names, at, name)) return at;
  }
}

/** Whether `name` is the one with this number. */
export function isName({ letters, starts }: Names, number: number, name: string | undefined): boolean {
  const start = starts[number] ?? 0;
  return name !== undefined && starts[number + 1] === start + name.length && letters.startsWith(name, start);
}

/** All names, in the order of their numbers. */
export function namesIn({ letters, starts }: Names): string[] {
  return Array.from(starts.subarray(1), (end, number) => letters.slice(starts[number], end));
}

/** Where a name is looked for first (FNV-1a, by UTF-16 units). */
function slotOf(name: string, slots: Uint32Array): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 15)) & (slots.length - 1);
}
