import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Entry } from '../../../src/channels/directline/entries.ts';
import {
  cleared,
  endOf,
  type Log,
  newLog,
  readLog,
  spokenAfter,
  withEntries,
  withTurn,
} from '../../../src/channels/directline/talkLog.ts';
import { openVoice } from '../../../src/channels/directline/wire.ts';

const TALK = 'itKKCj-tIECF1i8WxDdbNA';
const USER = 'dl_Q5eEHd1Wv63ThBcAzj7ytQ';
const place = {
  channelId: 'directline',
  conversation: { id: TALK, isGroup: false, conversationType: 'personal', name: '' },
};
const voice = openVoice(([text], _, turn) => ({ type: 'message', text: String(text), value: { turn } }));

/** A message as the adapter hands it on, with what Web Chat sends in it. */
function message(
  tail: string,
  own: object = { channelData: { attachmentSizes: [], clientActivityID: tail } },
) {
  return {
    ...place,
    type: 'message',
    id: `${TALK}|${tail}`,
    from: { id: USER, name: '', role: 'user' },
    timestamp: new Date(),
    localTimestamp: new Date('2026-03-02T09:12:45.123+01:00'),
    localTimezone: 'Europe/Berlin',
    locale: 'en-US',
    textFormat: 'plain',
    attachments: [],
    text: `I say ${tail}`,
    ...own,
  } as Entry;
}

const said = (log: Log, one: Entry, turn = 1) =>
  withTurn(log, TALK, { said: one, to: one.id, answer: [`answer to ${one.text}`], turn }, Date.now());
/** As it comes back from a storage. */
const stored = (log: Log): Log => {
  const read = readLog(JSON.parse(JSON.stringify({ ...log, eTag: '1' })));
  if (!read) throw new Error('It is no log.');
  return read;
};
const onTheWire = (entry: Entry): unknown => JSON.parse(JSON.stringify(entry));
const activity = z.looseObject({ id: z.string(), replyToId: z.string().optional() });
const spoken = (log: Log, watermark = 0) =>
  spokenAfter(log, watermark, TALK, voice).map((json) => activity.parse(JSON.parse(json)));

describe('what a person wrote comes back as it was sent', () => {
  for (const [what, own] of Object.entries({
    'by Web Chat': undefined,
    'with what its first message tells beside': { entities: [{ type: 'ClientCapabilities' }] },
    'without channelData': { channelData: undefined },
    'with channelData that names another id': {
      channelData: { clientActivityID: 'another', more: { a: 1 } },
    },
    'with the time at which it was sent': {
      channelData: { clientActivityID: 'a', clientTimestamp: '2026-03-02T08:12:44.999Z' },
    },
    'with that time alone': {
      channelData: { clientActivityID: 'a', clientTimestamp: '2026-03-02T08:12:44.999Z' },
      localTimestamp: undefined,
    },
    'with that time written otherwise': {
      channelData: { clientActivityID: 'a', clientTimestamp: '2026-03-02T09:12:45+01:00' },
    },
    'with something else in its place': { channelData: { clientActivityID: 'a', clientTimestamp: 5 } },
    'without a text': { text: undefined, value: { say: 'Yes' } },
    'with an empty text': { text: '' },
    'with signs that JSON writes otherwise': { text: '"\\\u2028\u0000\ud800 ü’', locale: '}"' },
    'without the time of its own clock': { localTimestamp: undefined },
    'with more than fits into what messages have alike': { value: 'x'.repeat(5000) },
  }))
    test(what, () => {
      const one = message('a', own);
      const log = said(newLog(USER, Date.now()), one);
      for (const read of [log, stored(log)]) {
        const [back, reply] = spoken(read);
        expect(back).toEqual(onTheWire(one));
        expect(reply).toEqual({
          ...place,
          type: 'message',
          text: `answer to ${one.text}`,
          value: { turn: 1 },
          id: `${one.id}|reply`,
          replyToId: one.id,
          timestamp: expect.any(String),
          from: { id: 'pop-or-imap', name: 'POP or IMAP', role: 'bot' },
        });
      }
    });

  test('however many ways of writing there are in one talk', () => {
    const sent = Array.from({ length: 30 }, (_, at) => message(`m${at}`, { locale: `l${at % 7}` }));
    let log = newLog(USER, Date.now());
    for (const [at, one] of sent.entries()) log = said(at % 2 === 0 ? log : stored(log), one, at);
    const back = spoken(stored(log)).filter((_, at) => at % 2 === 0);
    expect(back).toEqual(sent.map(onTheWire));
  });
});

describe('a log', () => {
  test('takes a turn in once, whoever made it what it was', () => {
    const one = message('a');
    const log = said(newLog(USER, Date.now()), one);
    expect(said(log, one)).toEqual(log);
    expect(said(stored(log), one)).toEqual(log);
    const reply = { id: `${one.id}|reply`, text: 'the same by another way' };
    expect(withEntries(log, TALK, [one, reply])).toBeNull();
    expect(withEntries(log, TALK, [{ id: 'another' }])?.activities).toHaveLength(3);
  });

  test('is never changed by what comes after it', () => {
    const log = said(newLog(USER, Date.now()), message('a'));
    const before = structuredClone(log);
    said(log, message('b', { locale: 'de' }));
    cleared(log);
    expect(log).toEqual(before);
  });

  test('keeps the latest, each reply with what it answers, and counts on', () => {
    let log = withTurn(
      newLog(USER, Date.now()),
      TALK,
      {
        said: undefined,
        to: `${TALK}|joined`,
        answer: ['hello'],
        turn: 0,
      },
      Date.now(),
    );
    for (let at = 1; at <= 150; at++) log = said(log, message(`m${at}`), at);
    expect(endOf(log)).toBe(301);
    const kept = spoken(stored(log));
    expect(kept.length).toBeGreaterThan(190);
    expect(kept.length).toBeLessThanOrEqual(200);
    kept.forEach((one, at) => {
      if (at % 2 === 1) expect(one.replyToId).toBe(kept[at - 1]?.id);
      else expect(one.replyToId).toBeUndefined();
    });
    expect(spoken(log, 299).map(({ id }) => id)).toEqual([`${TALK}|m150`, `${TALK}|m150|reply`]);
    expect(endOf(cleared(log))).toBe(301);
  });

  test('keeps as many bytes as it may, whatever signs a text is made of', () => {
    for (const sign of ['x', 'ж', '語']) {
      let log = newLog(USER, Date.now());
      for (let at = 0; at < 60; at++) log = said(log, message(`m${at}`, { text: sign.repeat(12_000) }), at);
      const bytes = Buffer.byteLength(JSON.stringify(log.activities));
      expect(bytes).toBeLessThan(520 * 1024);
      expect(bytes).toBeGreaterThan(450 * 1024);
    }
  });

  test('keeps of a message of Web Chat little more than its text', () => {
    const sent = (tail: string, at: number) => {
      const clientTimestamp = new Date(1.8e12 + at * 9876).toISOString();
      return message(tail, { text: '', channelData: { clientActivityID: tail, clientTimestamp } });
    };
    let log = said(newLog(USER, Date.now()), sent('first', 0));
    const before = JSON.stringify(log).length;
    for (let at = 0; at < 20; at++) log = said(log, sent(`m${at}`, at));
    const answers = 20 * JSON.stringify(['answer to ']).length;
    expect((JSON.stringify(log).length - before - answers) / 20).toBeLessThan(75);
  });
});
