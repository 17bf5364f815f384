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

test.each([
  'more than one computer',
  'I use more than one PC',
  'one laptop on the ship and one at home',
  'one PC upstairs, one downstairs',
  'one old computer and one new',
  'one computer each',
  'I mainly use one computer',
  'one computer for now',
  'Outlook and the app',
  'I check it at the library sometimes',
  'my neighbour answers the letters for me',
  'my son has the password',
  'I am getting an iPad for my birthday',
  'only one device (not counting the phone)',
  "one computer if you don't count my tablet",
  'I use one device, plus the phone',
  'I only use a single device, well two if you count the phone',
  'I use just one computer at a time',
  'I use both Outlook and Thunderbird on the same computer',
  'one laptop, bookkeeper logs in to the same mailbox once a month',
  'one laptop and my accountant reads the mail too',
  'laptop. my lawyer gets into the mailbox too',
  'my tax adviser picks her letters out of the same mailbox',
  'and the new intern also answers our mail',
  'the cleaning lady prints our mails from her phone',
  'I live alone; my daughter in Oslo deletes the spam for me',
  'but only at one of my two homes',
  'only at my second home',
  "I'm on a ship, when home I use my desktop",
  'weeks in the field; back at base I use the base computer',
  'devices: 1, shared: yes',
  'webmail never, but phone yes',
  'PC: yes, tablet: no, phone: yes',
  'sometimes on the sofa with the ipad, sometimes at the desk',
  'we both use our mailbox on one pc',
])('"%s" is told, or asked about, beside a slow line', (others) => {
  const { value } = turn(dialog, undefined, { kind: 'message', text: `slow internet, ${others}` }).reply;
  expect('protocol' in value && value.protocol).not.toBe('POP');
});

test.each([
  "my mobile is only for calls, and I don't want my mail on your servers",
  "I never look at email on my phone, that's just for calls. Slow internet, too",
  'my tablet is only for reading the paper. I want my mail only on my own machines',
  'I never use webmail',
])('"%s" leaves open what else is used', (text) => {
  const { conversation } = turn(dialog, undefined, { kind: 'message', text });
  expect(Object.keys(conversation?.facts ?? {})).not.toContain('multipleDevices');
});

test.each([
  'no, except my phone',
  'no... oh the tablet',
  'no, only when I travel',
  'no, hardly',
  'no, but soon',
  'not yet',
  'no, my husband does',
  'no?',
  'no, does the phone count?',
  'no webmail',
  'just outlook',
  'none of your business',
  'just one, not counting the phone',
  'only one at a time',
  'never two at the same time',
  'on the ipad I only have my hotmail',
])('"%s" to whether there is more than one device is no plain no', (answer) => {
  const asked = turn(dialog, undefined, { kind: 'message', text: "I don't trust the cloud" });
  expect(asked.reply.text).toContain('on more than one device');
  const { value } = turn(dialog, asked.conversation, { kind: 'message', text: answer }).reply;
  expect('protocol' in value && value.protocol).not.toBe('POP');
});

test('a plain no is one', () => {
  const asked = turn(dialog, undefined, { kind: 'message', text: "I don't trust the cloud" });
  const { value } = turn(dialog, asked.conversation, { kind: 'message', text: 'no' }).reply;
  expect('protocol' in value && value.protocol).toBe('POP');
});
