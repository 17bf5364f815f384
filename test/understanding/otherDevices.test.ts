import { expect, test } from 'vitest';
import { openDialog } from '../../src/conversation/dialog.ts';
import { turn } from '../../src/conversation/turn.ts';

const dialog = openDialog();

/** What tells of a second place where the mail is read, or of somebody else who reads it. */
const OTHERS = [
  'and also on my phone',
  'I also check it on my phone',
  'also webmail at work',
  'sometimes on my tablet',
  "I've got a phone as well",
  "there's also the laptop",
  'both my PC and my laptop',
  'on the phone and the PC',
  'PC at home, laptop on the road',
  'I read it on my phone and at my desk',
  'my phone and my computer',
  'my husband reads it too',
  'I use Outlook at home and webmail at work',
  'I have a phone, a tablet and a PC',
  'mostly the laptop, sometimes the phone',
  'on my PC and now and then on my phone',
  'I check on my mobile during the day',
  'we both read it',
  'on all my devices',
  'laptop mainly but phone when travelling',
  'the PC in the office and the one at home',
];
/** What speaks for POP, which would take the mail away from there. */
const FOR_POP = [
  'I want my mail only on my own machine',
  'my connection is slow',
  "I don't want my mail on your server",
  'my internet is really bad',
  'I only have dial-up',
  "I'd rather keep my mail at home, not in the cloud",
  'I pay for every minute online',
  'we have satellite internet',
  'privacy matters, no mail on servers please',
];
const JOINED: readonly ((one: string, other: string) => string)[] = [
  (one, other) => `${one}. ${other}`,
  (one, other) => `${one}, ${other}`,
  (one, other) => `${one} and ${other}`,
];

test.each(OTHERS)('"%s" is not passed over beside what speaks for POP', (others) => {
  const advised = FOR_POP.flatMap((wish) =>
    JOINED.flatMap((join) => [join(others, wish), join(wish, others)]),
  ).filter((text) => {
    const { value } = turn(dialog, undefined, { kind: 'message', text }).reply;
    return 'protocol' in value && value.protocol === 'POP';
  });
  expect(advised).toEqual([]);
});
