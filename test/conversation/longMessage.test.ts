import { describe, expect, test } from 'vitest';
import { openDialog } from '../../src/conversation/dialog.ts';
import { turn } from '../../src/conversation/turn.ts';

const dialog = openDialog();
/** Nothing that tells of mail, longer than what is read of a message. */
const FILLER = ' The weather is nice here today and the garden is green.'.repeat(80);
/** Not nearly as long, and with more in it to be gone through. */
const SHORT_SENTENCES = ' Roses.'.repeat(160);

function replyTo(...texts: readonly string[]) {
  let stored: unknown;
  const replies = texts.map((text) => {
    const { conversation, reply } = turn(dialog, stored, { kind: 'message', text });
    stored = conversation;
    return reply;
  });
  return replies.at(-1);
}

describe('a message that is too long to be read to its end', () => {
  const WANTS_POP = 'I want my mail only on my own machine. I have one computer. Nobody else reads it.';

  test.each([
    ['many characters', FILLER],
    ['many sentences', SHORT_SENTENCES],
  ])('by %s is said to be, and denies nothing of what may stand there', (_, filler) => {
    const reply = replyTo(`${WANTS_POP}${filler}And I read it on my phone too.`);
    expect(reply?.text).toContain('I have read only its beginning');
    expect(reply?.value).toMatchObject({ asks: 'multipleDevices' });
    expect(replyTo(WANTS_POP)?.value).toMatchObject({ protocol: 'POP' });
  });

  test('is none that has a mark behind each few words', () => {
    const listed = 'webmail, a laptop, a tablet, a phone; '.repeat(30);
    expect(replyTo(`I read my mail with ${listed}and a PC.`)?.text).not.toContain('only its beginning');
  });

  test('answers no question with a no', () => {
    const reply = replyTo('ask me', `No.${FILLER}`);
    expect(reply?.value).toMatchObject({ asks: 'multipleDevices' });
  });

  test('tells what it tells', () => {
    const reply = replyTo(`We share one mailbox.${FILLER}`);
    expect(reply?.value).toMatchObject({ protocol: 'IMAP' });
  });
});
