import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDialog } from '../../src/conversation/dialog.ts';
import type { Situation } from '../../src/conversation/understand/situation.ts';
import { DialogError } from '../../src/conversation/yaml.ts';
import { newFolder } from '../folders.ts';
import { FLOORS, shortfalls } from './floors.ts';
import { engineOf, measure, readUtterances } from './measure.ts';

const DIALOGS = join(import.meta.dirname, '../../dialogs');
const nowhere: Situation = { asks: null, offered: [], answers: {}, isNumbered: true };

/** The dialogs with one file changed. */
function changed(file: string, change: (text: string) => string): string {
  const folder = join(newFolder(), 'dialogs');
  cpSync(DIALOGS, folder, { recursive: true });
  writeFileSync(join(folder, file), change(readFileSync(join(folder, file), 'utf8')));
  return folder;
}

describe('understanding', () => {
  const dialog = openDialog();

  for (const name of ['development', 'heldout', 'last'] as const) {
    test(`keeps above its floors on the ${name} set`, () => {
      const utterances = readUtterances(join(import.meta.dirname, `${name}.jsonl`));
      expect(shortfalls(measure(utterances, engineOf(dialog.understand), dialog), FLOORS[name])).toEqual([]);
    });
  }

  test('tells of every label that falls below its floor', () => {
    const utterances = readUtterances(join(import.meta.dirname, 'development.jsonl'));
    const deaf = measure(utterances, () => ({ facts: {}, intents: [], acts: false }), dialog);
    expect(shortfalls(deaf, FLOORS.development).join('\n')).toMatch(
      /multipleDevices[\s\S]*topics[\s\S]*advice/,
    );
  });

  test('knows no utterance of its measured sets by heart', () => {
    const taught = ['en.yaml', 'en.stories.yaml'].map((file) =>
      readFileSync(join(DIALOGS, 'examples', file), 'utf8'),
    );
    const sentences = new Set(taught.flatMap((text) => text.split('\n').map(plain)));
    const known = ['development', 'heldout', 'last'].flatMap((name) =>
      readUtterances(join(import.meta.dirname, `${name}.jsonl`)).filter(
        // A few words, such as "not sure", are what anybody says.
        ({ text }) => text.split(/\s+/).length > 4 && sentences.has(plain(text)),
      ),
    );
    expect(known).toEqual([]);
  });
});

describe('an operator', () => {
  const said = 'the parrot reads my letters aloud';

  test('adds an example, and the bot understands it', () => {
    expect(openDialog().understand(said, nowhere)).not.toContainEqual(
      expect.objectContaining({ type: 'tell', facts: { sharedMailbox: true } }),
    );
    const taught = openDialog(
      changed('examples/en.yaml', (text) =>
        text.replace('      - my wife and I share one account\n', (line) => `${line}      - ${said}\n`),
      ),
    );
    expect(taught.understand(said, nowhere)).toContainEqual(
      expect.objectContaining({ type: 'tell', facts: { sharedMailbox: true } }),
    );
  });

  test('is told the file and the line of a story under a name that does not exist', () => {
    const folder = changed(
      'examples/en.stories.yaml',
      (text) => `${text}multipleDevces=yes:\n  - "I have two"\n`,
    );
    const lines = readFileSync(join(folder, 'examples/en.stories.yaml'), 'utf8').split('\n').length;
    expect(() => openDialog(folder)).toThrow(DialogError);
    expect(() => openDialog(folder)).toThrow(`en.stories.yaml:${lines - 2}: "multipleDevces=yes"`);
  });
});

function plain(line: string): string {
  return line
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
