import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openEars } from '../../src/conversation/understand/ears.ts';
import { kindsIn } from '../../src/conversation/understand/patterns/deviceKinds.ts';
import { sentences } from '../../src/conversation/understand/text/sentences.ts';
import { ROOT } from '../../src/packed.ts';

const { listening } = openEars(join(ROOT, 'dialogs'));

test.each([
  ['my laptop is a new computer', 1],
  ['my computer is a laptop', 1],
  ['a laptop and a desktop computer', 2],
  ['my phone and my computer', 2],
  ['my computer', 1],
])('"%s" names kinds of device: %i, in whatever order the kinds stand', (text, count) => {
  const [sentence] = sentences(text, listening.lexicon, listening.marks);
  if (!sentence) throw new Error('There is no sentence.');
  const kinds = [...listening.kinds];
  for (const inOrder of [kinds, kinds.toReversed(), [...kinds.slice(2), ...kinds.slice(0, 2)]])
    expect(kindsIn(sentence, { ...listening, kinds: new Map(inOrder) }).size).toBe(count);
});
