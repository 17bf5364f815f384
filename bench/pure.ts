import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pack } from '../src/conversation/answer.ts';
import { openDialog } from '../src/conversation/dialog.ts';
import { type Said, turn } from '../src/conversation/turn.ts';
import { median, percentile } from './median.ts';

/** What one turn takes as a pure function, from a stored talk to a stored talk and a reply, in microseconds. */
export type Pure = { readonly kind: string; readonly median: number; readonly p99: number };

/** A talk of choices only, each of which leads to another place. */
const CHOICES = ['Ask me some questions', 'No', 'No', 'No', 'Yes', 'Back', 'Not sure', 'Why?', 'Start over'];
const PASSES = 400;

/**
 * Choices and free text (each sentence of the development set, in the middle of an interview). Nothing is remembered of
 * earlier turns: each has a dialog that has taken no decision yet, and a sentence is heard once by each ear.
 */
export function measurePure(): Pure[] {
  const choices: number[] = [];
  const dialog = openDialog();
  for (let pass = 0; pass < PASSES; pass++) {
    let stored: unknown;
    for (const text of CHOICES) {
      const { taken, now } = timed({ ...dialog }, stored, text);
      stored = now;
      if (pass >= PASSES / 4) choices.push(taken);
    }
  }
  const texts = readFileSync(join(import.meta.dirname, '../test/understanding/development.jsonl'), 'utf8')
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [textIn(JSON.parse(line))]));
  const { now: asked } = timed(dialog, undefined, 'Ask me some questions');
  const free: number[] = [];
  for (let pass = 0; pass < 3; pass++) {
    const anew = openDialog();
    for (const text of texts) {
      const { taken } = timed({ ...anew }, asked, text);
      if (pass > 0) free.push(taken);
    }
  }
  return [summary('choice', choices), summary('free text', free)];
}

function timed(dialog: ReturnType<typeof openDialog>, stored: unknown, text: string) {
  const said: Said = { kind: 'message', text };
  const began = performance.now();
  const { conversation, answer } = turn(dialog, stored, said);
  pack(answer, conversation.turns);
  const taken = (performance.now() - began) * 1000;
  // As it comes from a storage.
  return { taken, now: JSON.parse(JSON.stringify(conversation)) as unknown };
}

function textIn(line: unknown): string {
  return typeof line === 'object' && line !== null && 'text' in line ? String(line.text) : '';
}

function summary(kind: string, taken: readonly number[]): Pure {
  return { kind, median: median(taken), p99: percentile(taken, 0.99) };
}
