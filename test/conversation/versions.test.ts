import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDialog } from '../../src/conversation/dialog.ts';
import type { StoredConversation } from '../../src/conversation/stored.ts';
import { type Turn, turn } from '../../src/conversation/turn.ts';
import { newFolder } from '../folders.ts';

const dialog = openDialog();
const DIALOGS = join(import.meta.dirname, '../../dialogs');

/** A talk after some messages. */
function after(...texts: string[]): StoredConversation {
  let conversation: StoredConversation | undefined;
  for (const text of texts) conversation = turn(dialog, conversation, { kind: 'message', text }).conversation;
  if (!conversation) throw new Error('nothing was said');
  return conversation;
}

/** What comes of saying something in a talk that another version of the dialog stored, with what was other in it. */
function goOn(talk: StoredConversation, other: object, text: string): Turn {
  return turn(dialog, { ...talk, dialog: 'conversation@another', ...other }, { kind: 'message', text });
}

describe('a talk that another version of the dialog stored', () => {
  const asked = after('I want my mail only on my own machine');

  test('carries its schema, the dialog’s id and the hash of its content, and no words', () => {
    expect(asked).toMatchObject({ schema: 1, dialog: expect.stringMatching(/^conversation@[0-9a-f]{12}$/) });
    expect(asked).toMatchObject({ state: 'asking.multipleDevices', facts: { localOnly: 'y' } });
    expect(JSON.stringify(asked)).not.toContain('machine');
  });

  test('goes on at the same question where this version has it there too', () => {
    expect(goOn(asked, {}, 'no').reply.value).toMatchObject({ protocol: 'POP', scenario: 'local-only' });
    expect(goOn(asked, {}, 'yes').reply.value).toMatchObject({ protocol: 'IMAP' });
  });

  test.each(['asking.retiredQuestion', 'asking.poorConnection', '', '__proto__', 'guide.steps'])(
    'takes no answer to what was asked at %j for one to what it asks now, and says what it knows',
    (state) => {
      const { reply, conversation } = goOn(asked, { state }, 'no');
      expect(reply.text).toContain('you want your mail only on your own machine');
      expect(reply.choices).toHaveLength(2);
      const next = turn(dialog, conversation, { kind: 'message', text: 'go on where we were' });
      expect(next.reply.value).toMatchObject({ asks: 'multipleDevices' });
    },
  );

  test('takes up at once what speaks for itself', () => {
    const { reply } = goOn(asked, { state: 'asking.retiredQuestion' }, 'I use three computers');
    expect(reply.value).toMatchObject({
      protocol: 'IMAP',
      facts: { localOnly: true, multipleDevices: true },
    });
  });

  test('keeps its facts by name, although the other version had others and in another order', () => {
    const other = {
      now: 'yyyyyy--5',
      facts: { usesCarrierPigeons: 'y', localOnly: 'y', multipleDevices: 'n' },
    };
    const { reply } = goOn(asked, { ...other, state: 'advice.gone' }, 'my connection is poor');
    expect(reply.value).toMatchObject({
      protocol: 'POP',
      facts: { localOnly: true, multipleDevices: false, poorConnection: true },
    });
  });

  test('keeps its facts where the older version did not name them', () => {
    const { facts: _, ...old } = asked;
    expect(goOn(old as StoredConversation, {}, 'no').reply.value).toMatchObject({ protocol: 'POP' });
  });

  test.each<[string, object]>([
    ['another schema, as after a roll-back', { schema: 2, now: 'q', state: { at: 'asking' }, turns: 'many' }],
    ['another schema and the same dialog', { schema: 2, dialog: dialog.version, now: 'nnnnnnnnn' }],
    ['a fact that cannot be read beside it', { facts: { localOnly: 'y', multipleDevices: 7 } }],
    ['no state, no moment and no number', { state: null, now: 5, turns: -1, hour: 'noon' }],
    ['a dialog that cannot be read', { dialog: 5 }],
  ])('keeps its facts with %s', (_, other) => {
    const { reply } = goOn(asked, other, 'I use three computers');
    expect(reply.value).toMatchObject({ facts: { localOnly: true, multipleDevices: true } });
  });

  test('begins anew where nothing can be read of it', () => {
    for (const other of [{ schema: 'x' }, { schema: 2, facts: undefined }, { schema: 2, facts: [] }])
      expect(goOn(asked, other, 'hello').conversation.facts).toEqual({});
  });

  test('loses only what this version cannot read', () => {
    const other = {
      open: { about: 'weather' },
      program: 'netscape',
      guide: { purpose: 'carrierPigeon' },
      uses: 'UUCP',
      trail: [1],
      misses: 'many',
    };
    expect(goOn(asked, other, 'no').reply.value).toMatchObject({ protocol: 'POP' });
  });

  test('stays in its guide, at the first step', () => {
    const inGuide = after('how do I set up thunderbird with imap', 'one by one', 'next');
    expect(inGuide).toMatchObject({ guide: { program: 'thunderbird' } });
    const { reply, conversation } = goOn(inGuide, {}, 'help');
    expect(reply.value).toMatchObject({ state: inGuide.state });
    expect(conversation).toMatchObject({ guide: { program: 'thunderbird', step: 0 } });
  });

  test.each<[string, unknown]>([
    ['nothing', null],
    ['a text', 'hello'],
    ['another schema', { ...asked, schema: 2 }],
    ['no facts', { ...asked, now: 5 }],
  ])('begins anew where it cannot be read: %s', (_, stored) => {
    const { reply } = turn(dialog, stored, { kind: 'message', text: 'help' });
    expect(reply.text).toMatch(/\S/);
    const { reply: advice } = turn(dialog, stored, { kind: 'message', text: 'we share one mailbox' });
    expect(advice.value).toMatchObject({ facts: { sharedMailbox: true } });
  });

  test('answers whatever is said, from each state that there is or was', () => {
    const talks = [
      asked,
      after('ask me'),
      after('we share one mailbox'),
      after('local', 'what do you know about me?'),
      after('i have little space and a slow line'),
      after('set up outlook'),
      after('bye'),
    ];
    const states = [
      ...new Set(talks.map(({ state }) => state)),
      'gone',
      'guide.gone',
      'advice.given',
      'weighing',
    ];
    for (const talk of talks)
      for (const state of states)
        for (const text of [
          'yes',
          'no',
          'not sure',
          'back',
          'why',
          'next',
          'go on',
          'asdf',
          'start over',
          '',
        ])
          expect(goOn(talk, { state }, text).reply.text, `${talk.state}, ${state}, ${text}`).toMatch(/\S/);
  });
});

describe('the hash of the dialog’s content', () => {
  const changed = (file: string, change: (text: string) => string) => {
    const folder = newFolder();
    cpSync(DIALOGS, folder, { recursive: true });
    const text = readFileSync(join(folder, file), 'utf8');
    expect(change(text)).not.toBe(text);
    writeFileSync(join(folder, file), change(text));
    return openDialog(folder).version;
  };

  test('is the same in another process or folder, and after a sentence was changed', () => {
    expect(
      changed('words/en.yaml', (text) => text.replace(/I help you choose/, 'I help you to choose')),
    ).toBe(dialog.version);
  });

  test('changes with the steps of a guide', () => {
    const shorter = (text: string) => text.replace(/^ {4}- .+\n(?= {4}- )/m, '');
    expect(changed('clients/thunderbird.yaml', shorter)).not.toBe(dialog.version);
  });
});

test('a stored talk stays small', () => {
  const { length } = JSON.stringify(
    after('ask me', 'no', 'no', 'no', 'yes', 'why', 'set it up', 'thunderbird'),
  );
  expect(length).toBeLessThan(700);
});
