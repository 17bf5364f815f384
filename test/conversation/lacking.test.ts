import { describe, expect, test } from 'vitest';
import { type Dialog, openDialog } from '../../src/conversation/dialog.ts';
import { turn } from '../../src/conversation/turn.ts';
import { dialogWith } from './otherHost.ts';

const usual = openDialog();
const { support, smtp } = usual.provider;
/** What a mail host may do without, what `provider.yaml` then has instead, and what would speak of it. */
const LACKING = [
  ['telephone', { support: { ...support, phone: undefined } }, /\+1 555|\bcall (?:us|\+)/],
  ['app passwords', { appPassword: undefined }, /app password of its own|Settings, Security/],
  ['second port for sending', { smtp: { ...smtp, fallback: undefined } }, /\b587\b/],
] as const;
/** A gap, a passage or its end that shows; and what is left where something was cut out of a sentence. */
const HOLE =
  /[{}]|\[\[|\]\]|undefined|\bnull\b| {2}|(?<![|\s]) [.,;:](?!\w)|[(\s]\)|: ?\.|,\.|\*{4}|\b(?:or|with|port|call|to)[.,;:]/;

/** Everything that it can say, in which gaps of the talk itself are still open. */
function sentencesOf({ words, guides }: Dialog): string[] {
  const steps = [...guides.values()].flatMap((guide) => [
    ...[...guide.steps.values()].flat(),
    guide.instead,
    guide.otherVersion ?? '',
    ...Object.values(guide.shortcuts),
  ]);
  return [...Object.values(words).flat(), ...steps];
}
const known = new Set(sentencesOf(usual));
const lastReply = (dialog: Dialog, ...said: string[]) => {
  let before: Parameters<typeof turn>[1];
  let text = '';
  for (const each of said) {
    const { conversation, reply } = turn(dialog, before, { kind: 'message', text: each });
    [before, text] = [conversation, reply.text];
  }
  return text;
};

describe.each([
  ...LACKING.map(([name, change, spoken]) => [name, change, [spoken]] as const),
  [
    'all of these',
    Object.assign({}, ...LACKING.map(([, change]) => change)),
    LACKING.map(([, , spoken]) => spoken),
  ] as const,
])('a mail host without %s', (_, change, spoken) => {
  const dialog = dialogWith(change);

  test.each(spoken)('says nothing of it: %s', (each) => {
    expect(sentencesOf(dialog).filter((said) => each.test(said))).toEqual([]);
    // … where others do.
    expect([...known].filter((said) => each.test(said)).length).toBeGreaterThan(2);
  });

  test('has no hole in what it says instead', () => {
    const others = sentencesOf(dialog).filter((said) => !known.has(said));
    expect(others.length).toBeGreaterThan(2);
    expect(others.filter((said) => HOLE.test(said))).toEqual([]);
    expect(others.filter((said) => !/^[A-Z|*]/.test(said) || !/[.?]$/.test(said))).toEqual([]);
  });

  test('has as many steps as others', () => {
    for (const [program, { steps }] of dialog.guides)
      for (const [part, { length }] of steps)
        expect(length, part).toBe(usual.guides.get(program)?.steps.get(part)?.length);
  });
});

describe('who asks for what is not there', () => {
  const bare = dialogWith(Object.assign({}, ...LACKING.map(([, change]) => change)));

  test.each([
    ['what is your phone number', 'write to support@mail.example, as there is no telephone.'],
    ['can I call you', 'write to support@mail.example'],
    ['what is an app password', 'There is no second step at login with us, and so no app password'],
    [
      'outlook asks me for a code',
      'If you cannot log in, write to support@mail.example from another address.',
    ],
    ['is port 587 ok', 'Sending: 465.'],
    [
      'my laptop was stolen',
      'Have your password changed at once: write to support@mail.example from another address.',
    ],
  ])('%s', (said, answer) => {
    expect(lastReply(bare, said)).toContain(answer);
  });

  test('in the steps of a program', () => {
    const text = lastReply(bare, 'I cannot send mail', 'thunderbird');
    expect(text).toContain('the port **465**, the security **SSL/TLS**.\n');
    expect(text).not.toContain('If that does not connect');
  });
});
