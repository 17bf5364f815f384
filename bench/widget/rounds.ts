/**
 * Each visit once in a round, in changing order, so that what else the machine does meets all of them; a first round
 * warms up and does not count. Gives what was seen, round by round, and tells of it on stderr.
 */
export async function inRounds<Name extends string, Seen extends object>(
  rounds: number,
  visits: Readonly<Record<Name, () => Promise<Seen>>>,
): Promise<Readonly<Record<Name, Seen>>[]> {
  const names = Object.keys(visits) as Name[];
  const seen: Record<Name, Seen>[] = [];
  for (let round = 0; round <= rounds; round++) {
    const row: Partial<Record<Name, Seen>> = {};
    const shift = round % names.length;
    for (const name of [...names.slice(shift), ...names.slice(0, shift)]) {
      const visit = await visits[name]();
      row[name] = visit;
      const numbers = Object.entries(visit).map(([what, value]) => `${what} ${Math.round(value)}`);
      console.error(`round ${round} of ${rounds}, ${name}: ${numbers.join(', ')}`);
    }
    if (round > 0) seen.push(row as Record<Name, Seen>);
  }
  return seen;
}
