import { readFileSync } from 'node:fs';
import type { Dialog } from '../../src/conversation/dialog.ts';
import { ADVICE_TYPE, type Reply } from '../../src/conversation/reply.ts';
import { type Said, turn } from '../../src/conversation/turn.ts';

/** One line of a talk: who speaks, and what; `[name=value]` notes at a bot's line are about its metadata. */
type Line = { readonly number: number; readonly speaker: 'user' | 'bot'; readonly text: string };

const HOUR = 3_600_000;

/** Reads chatdown notation: `user: …` and `bot: …` lines; everything before the first `user=` header is ignored. */
function readChat(file: string): Line[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, at) => {
      const match = /^(user|bot):\s*(.*)$/.exec(line);
      if (match?.[1] === 'bot' && !match[2])
        throw new Error(`${file}:${at + 1}: write what the bot says, or leave the line out.`);
      if (!match) {
        if (line.trim() === '' || line.startsWith('>') || /^(user|bot)=/.test(line)) return [];
        throw new Error(`${file}:${at + 1}: write "user: …", "bot: …" or "> a comment".`);
      }
      return [
        { number: at + 1, speaker: match[1] === 'user' ? 'user' : 'bot', text: match[2] ?? '' } as const,
      ];
    });
}

/**
 * Holds the talk in a file and returns what differs from it, each with its line. A bot's line holds if its parts
 * (separated by " … ") stand in the reply in this order, and its notes are true: `[advice=IMAP]`,
 * `[asks=localOnly]`, `[state=weighing]`, `[topic=help]`, `[choice=Start over]`. `[after=30h]` at a person's line lets time
 * pass before it.
 */
export function differences(dialog: Dialog, file: string): string[] {
  let conversation: unknown;
  let at = HOUR;
  let reply: Reply | undefined;
  const found: string[] = [];
  for (const { number, speaker, text } of readChat(file)) {
    if (speaker === 'user' || reply === undefined) {
      const [, hours] = /\[after=(\d+)h\]/.exec(text) ?? [];
      at += Number(hours ?? 0) * HOUR;
      const message = text.replace(/\s*\[after=\d+h\]/, '');
      const said: Said = speaker === 'user' ? { kind: 'message', text: message, at } : { kind: 'joined', at };
      const result = turn(dialog, conversation, said);
      conversation = result.forget ? undefined : result.conversation;
      reply = result.reply;
    }
    if (speaker === 'bot') found.push(...compare(reply, text).map((what) => `${file}:${number}: ${what}`));
  }
  return found;
}

function compare(reply: Reply, expected: string): string[] {
  const notes = [...expected.matchAll(/\[(\w+)=([^\]]*)\]/g)];
  const parts = expected
    .replace(/\[\w+=[^\]]*\]/g, '')
    .split('…')
    .map((part) => part.trim());
  const wrong: string[] = [];
  let rest = reply.text.replaceAll('**', '').replace(/\s+/g, ' ');
  for (const part of parts) {
    const at = rest.indexOf(part);
    if (at < 0) wrong.push(`"${part}" is not in: ${rest}`);
    rest = rest.slice(at + part.length);
  }
  for (const [, name = '', value = ''] of notes) {
    if (!holds(reply, name, value)) wrong.push(`[${name}=${value}] does not hold: ${JSON.stringify(reply)}`);
  }
  return wrong;
}

function holds(reply: Reply, name: string, value: string): boolean {
  if (name === 'choice') return reply.choices.includes(value);
  if (reply.valueType === ADVICE_TYPE) {
    if (name === 'advice') return reply.value.protocol === value;
    return name === 'scenario' && String(reply.value.scenario) === value;
  }
  if (name === 'asks') return String(reply.value.asks) === value;
  return (
    (name === 'state' && reply.value.state === value) || (name === 'topic' && reply.value.topic === value)
  );
}
