import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openDialog } from '../../src/conversation/dialog.ts';
import { turn } from '../../src/conversation/turn.ts';

const dialog = openDialog();
const greeted = turn(dialog, undefined, { kind: 'joined' }).conversation;
const answerTo = (text: string) => turn(dialog, greeted, { kind: 'message', text }).reply;

const odd: Readonly<Record<string, string>> = {
  'emoji only': '😀👍🏽👨‍👩‍👧‍👦🇸🇪',
  'nothing but spaces': ' \n\t  ',
  'one lone surrogate': '\ud800 mail \udfff',
  HTML: '<div onclick="alert(1)"><b>I use</b> two&nbsp;computers<script>fetch("/")</script></div>',
  'an e-mail pasted whole': [
    'Return-Path: <ann@mail.example>',
    'Received: from mx.mail.example (mx.mail.example [192.0.2.7]) by imap.mail.example with LMTP',
    'Subject: =?UTF-8?Q?Re=3A_Gr=C3=BC=C3=9Fe?=',
    'Content-Type: multipart/alternative; boundary="=_1"',
    '',
    '--=_1',
    'Content-Type: text/plain; charset=UTF-8',
    '',
    'On Tue, Ben wrote:',
    '> are you coming on Sunday?',
    'Yes. Ann',
    '--=_1--',
  ].join('\r\n'),
  'markup of a Teams mention': '<at id="0">POP or IMAP?</at>&nbsp; what is <b>imap</b>?',
  '10,000 letters without a space': 'a'.repeat(10_000),
  '10,000 characters of words': 'my phone and my laptop, '.repeat(420),
  'right-to-left marks and zero widths': '\u202eIMAP\u200b\u200d\ufeff',
  'words of object prototypes': '__proto__ constructor toString hasOwnProperty',
};

describe('whatever is written', () => {
  for (const [what, text] of Object.entries(odd)) {
    test(`gets an answer and a way on: ${what}`, () => {
      const { text: said, choices } = answerTo(text);
      expect(said).not.toBe('');
      expect(choices.length).toBeGreaterThan(0);
    });
  }

  test('gets an answer and a way on: any Unicode', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const { text: said, choices } = answerTo(text);
        return said !== '' && choices.length > 0;
      }),
      { numRuns: 300 },
    );
  });

  test('gets an answer and a way on: any row of words that the bot listens for', () => {
    const words = fc.constantFrom(
      ...'not only my wife phone laptop two imap pop server folder offline twice password lost full space if but , . ? : ( I use mail on the and or never'.split(
        ' ',
      ),
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 60 }), (row) => {
        const { text: said, choices } = answerTo(row.join(' '));
        return said !== '' && choices.length > 0;
      }),
      { numRuns: 300 },
    );
  });

  /**
   * Work is counted in look-ups, of words and of what stands where in a sentence, and not in time, which depends on the
   * machine and on what else it does.
   */
  const READERS = 'I do not use my phone but my wife reads the same mail on two old laptops';
  test.each([
    ['one long sentence', `${READERS}, `],
    ['many sentences', `${READERS}. `],
    ['clauses beside what speaks for POP', 'my line is slow and the dog is nice and '],
  ])('costs work that grows no faster than the text: %s', (_, unit) => {
    const cost = (times: number) =>
      lookUpsIn(() =>
        dialog.understand(unit.repeat(times), { asks: null, offered: [], answers: {}, isNumbered: true }),
      );
    // What is remembered of words is there the next time.
    cost(50);
    const ratio = cost(50) / cost(5);
    expect(ratio).toBeGreaterThan(5);
    expect(ratio).toBeLessThan(11);
  });
});

/** How often something is looked up in a map or a set. */
function lookUpsIn(work: () => void): number {
  let count = 0;
  const counted = [Map.prototype, Set.prototype].flatMap((prototype) =>
    (['get', 'has'] as const).flatMap((name) => {
      const own = Object.getOwnPropertyDescriptor(prototype, name);
      return own ? [{ prototype, name, own }] : [];
    }),
  );
  for (const { prototype, name, own } of counted)
    Object.defineProperty(prototype, name, {
      ...own,
      value(this: unknown, ...given: unknown[]) {
        count++;
        return Reflect.apply(own.value, this, given);
      },
    });
  try {
    work();
  } finally {
    for (const { prototype, name, own } of counted) Object.defineProperty(prototype, name, own);
  }
  return count;
}
