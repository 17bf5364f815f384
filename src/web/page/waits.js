/** An attempt to reach the bot again is made at some moment within so long of the last one, in milliseconds. */
const WITHIN = [700, 2000, 5000];
const LONGEST = 10_000;
/** No sooner than that, in milliseconds. */
const SHORTEST = 100;

/**
 * How long to wait before the next attempt after `failed` others in vain, in milliseconds. The first comes before a person
 * notices; the later they are the less is known of when the bot is back, and the further apart are all those whom it has
 * lost in one moment: each comes at any moment of the time, as `chance`, from 0 to 1, will have it.
 *
 * @param {number} failed
 */
export function waitBefore(failed, chance = Math.random()) {
  return SHORTEST + chance * ((WITHIN[failed] ?? LONGEST) - SHORTEST);
}
