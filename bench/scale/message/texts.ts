import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const UTTERANCES = join(import.meta.dirname, '../../../test/understanding/development.jsonl');
const utterance = z.object({ text: z.string() });

/**
 * Makes texts of so many bytes that have never been said before: what people say about their mail, one utterance
 * after the other, behind a word that is new each time. Another `mark` makes other texts.
 */
export function openTexts(mark: string): (bytes: number) => string {
  const said = readFileSync(UTTERANCES, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => utterance.parse(JSON.parse(line)).text)
    // One byte for each character.
    .filter((text) => /^[\x20-\x7e]+$/.test(text));
  let made = 0;
  let at = 0;
  return (bytes) => {
    let text = `${mark}${(made++).toString(36)}`;
    while (text.length < bytes) text += ` ${said[at++ % said.length]}.`;
    return text.slice(0, bytes).trimEnd().padEnd(bytes, '.');
  };
}
