import fc from 'fast-check';
import { expect, test } from 'vitest';
import { editOf } from '../../src/bot/heard.ts';
import { itemOf, type Talk, talkFrom } from '../../src/bot/talk.ts';
import { openTurnStore } from '../../src/bot/turnStore.ts';
import { openDialog } from '../../src/conversation/dialog.ts';
import { openMemory } from '../../src/storage/memory.ts';

const anything = fc.jsonValue();
/** Conversations with mostly the same fields, as those of two turns in a row are; but any may be missing or odd. */
const conversation = fc.oneof(
  { weight: 9, arbitrary: fc.record({ a: anything, b: anything, c: fc.constant('same') }) },
  { weight: 3, arbitrary: fc.record({ a: anything, d: anything }, { requiredKeys: [] }) },
  { weight: 1, arbitrary: anything },
);

test('a talk that is stored is read back as it was, with the talk before its last turn', () => {
  fc.assert(
    fc.property(conversation, conversation, (conversation, before) => {
      const talk: Talk = { conversation, before, turn: 3, asks: null, greeted: true, deliveries: [] };
      const read = talkFrom(JSON.parse(JSON.stringify(itemOf(talk))));
      // JSON has no negative zero.
      expect(JSON.stringify(read.before)).toBe(JSON.stringify(before));
      expect(JSON.stringify(read.conversation)).toBe(JSON.stringify(conversation));
      expect(read).toMatchObject({ turn: 3, asks: null, greeted: true, deliveries: [] });
    }),
    { numRuns: 1000 },
  );
});

test('an edited message takes the place of the first one also after a restart', async () => {
  const dialog = openDialog();
  const storage = openMemory();
  const say = (text: string) => ({ kind: 'message', text }) as const;
  await openTurnStore(dialog, storage).run('talk', 'm1', say('ask me'));
  await openTurnStore(dialog, storage).run('talk', 'm2', say('I use several computers'));
  const edited = {
    kind: 'edited',
    text: 'I want my mail only on my own machine',
    of: 'm2',
    at: 0,
    hasButtons: false,
  } as const;
  const { reply } = await openTurnStore(dialog, storage).run('talk', editOf('m2', 'x'), edited);
  expect(reply?.value).toMatchObject({ asks: 'multipleDevices' });
});

test.each<[string, object]>([
  ['deliveries', { deliveries: 'none' }],
  ['one delivery', { deliveries: [{ id: 5 }, null, 'x'] }],
  ['everything else', { turn: 'x', asks: 5, greeted: 'yes', was: 'x', before: 5, deliveries: null }],
])('a talk in which %s cannot be read keeps its facts', async (_, junk) => {
  const dialog = openDialog();
  const storage = openMemory();
  const say = (text: string) => ({ kind: 'message', text }) as const;
  await openTurnStore(dialog, storage).run('talk', 'm1', say('I want my mail only on my own machine'));
  const { talk } = await storage.read(['talk']);
  await storage.write({ talk: { ...talk, ...junk } });
  const { reply } = await openTurnStore(dialog, storage).run('talk', 'm2', say('I use three computers'));
  expect(reply?.value).toMatchObject({ facts: { localOnly: true, multipleDevices: true } });
});
