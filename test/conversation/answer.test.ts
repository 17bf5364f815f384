import { expect, test } from 'vitest';
import { z } from 'zod';
import { pack, phrase, unpack } from '../../src/conversation/answer.ts';
import { openDialog } from '../../src/conversation/dialog.ts';
import { standing, turn } from '../../src/conversation/turn.ts';

const dialog = openDialog();
const SAID = [
  'hello',
  'ask me',
  'no',
  'why',
  'I use several computers and my connection is slow',
  'why',
  'how do I set up Thunderbird?',
  'what is the difference',
  'asdf',
  'person',
  'back',
  'bye',
];

test('a stored answer is put into the same words again, with the same meaning', () => {
  let talk: unknown;
  for (const text of SAID) {
    const { conversation, reply, answer } = turn(dialog, talk, { kind: 'message', text });
    const again = unpack(JSON.parse(JSON.stringify(pack(answer, conversation.turns))));
    expect(again && phrase(dialog, again)).toEqual(reply);
    talk = conversation;
  }
});

test('a stored answer whose sentences are gone is none, and the open question takes its place', () => {
  const { conversation, answer } = turn(dialog, undefined, { kind: 'message', text: 'ask me' });
  const [[first, ...others], ...rest] = z
    .tuple([z.array(z.unknown()), z.unknown()], z.unknown())
    .parse(pack(answer, conversation.turns));
  expect(unpack([[first, ...others], ...rest])).not.toBeNull();
  expect(unpack([['gone', ...others], ...rest])).toBeNull();
  for (const wrong of [null, 7, {}, [[], [], 1, {}], [['constructor'], [], 0, null]])
    expect(unpack(wrong)).toBeNull();
  const question = standing(dialog, conversation);
  expect(question.value).toMatchObject({ asks: 'multipleDevices' });
  expect(question.choices).toEqual(['Yes', 'No', 'Not sure']);
});
