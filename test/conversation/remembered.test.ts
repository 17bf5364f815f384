import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openDialog } from '../../src/conversation/dialog.ts';
import { type Said, turn } from '../../src/conversation/turn.ts';

const warm = openDialog();
const HOUR = 3_600_000;

/** What leads to different replies in different places, so that a decision taken for another's would show. */
const said: fc.Arbitrary<Said> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<Said>({ kind: 'joined' }) },
  {
    weight: 20,
    arbitrary: fc
      .constantFrom(
        ...['yes', 'no', 'not sure', 'back', 'why', 'ask me', 'hello', 'asdf', 'thanks', 'start over', '1'],
        ...[
          'I use several computers',
          'I want my mail only on my own machine',
          'how do I set it up in Outlook?',
        ],
        ...[
          'what is IMAP?',
          'my messages arrive several times',
          'next',
          'person',
          'I use POP',
          'it does not fit',
        ],
      )
      .map((text): Said => ({ kind: 'message', text })),
  },
);
const hours = fc.constantFrom(0, 1, 30);

test('what is remembered of earlier turns, and of the talk itself, changes no reply', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(said, hours), { minLength: 1, maxLength: 14 }), (talk) => {
      let held: unknown;
      let read: unknown;
      let at = 1e12;
      for (const [said, hours] of talk) {
        at += hours * HOUR;
        const remembering = turn(warm, held, { ...said, at });
        // A dialog of its own remembers nothing, and what was read from a storage is known to nobody.
        const anew = turn({ ...warm }, read, { ...said, at });
        expect(remembering).toEqual(anew);
        held = remembering.conversation;
        read = JSON.parse(JSON.stringify(anew.conversation));
      }
    }),
    { numRuns: 300 },
  );
});
