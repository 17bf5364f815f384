import { type Context, START } from '../../dialogs/model.ts';
import { FACTS } from '../../dialogs/scenarios.ts';
import type { WordKey } from '../../dialogs/wording.ts';
import { metaOf, STATES } from './states.ts';
import { normalise, words as wordsIn } from './understand/text/normalise.ts';
import { label, type Words } from './words.ts';
import { mapAll, type YamlFile } from './yaml.ts';

/** What is longer, in characters, is a sentence, and no button. */
const LONGEST = 40;

/** A talk in which everything is told, which has the most buttons. */
export const EVERYTHING_TOLD: Context = {
  ...START,
  known: Object.fromEntries(FACTS.map((fact) => [fact, true])),
};

/** A button's text as it is compared with what somebody types: its words alone. */
export function spoken(text: string): string {
  return wordsIn(normalise(text)).join(' ');
}

/** What is wrong with a button's text, in a sentence; null where nothing is. */
export function faultInLabel(text: string): string | null {
  // A number that is typed chooses the button that stands at its place.
  if (!/\p{L}/u.test(text))
    return 'a button needs a word: people choose by its place when they type a number.';
  if (text.includes('\n')) return 'a button has one line: leave the line break out.';
  if (/[*`]|__|~~|\]\(/.test(text))
    return 'a button shows the signs of Markdown as they are: leave them out.';
  return null;
}

/** Buttons that are too long, or that nobody can tell apart. Throws `DialogError` with their lines in `file`. */
export function refuseUnclearButtons(words: Words, file: YamlFile): void {
  const sets = STATES.flatMap((state) =>
    [START, EVERYTHING_TOLD].map((context) =>
      metaOf(state)
        .choices(context)
        .map((choice) => choice.label),
    ),
  );
  const same = new Map(sets.flatMap((keys) => twins(words, keys)));
  mapAll(new Set(sets.flat()), (key) => {
    const text = label(words, key);
    const fault = (what: string) => file.wrong(key.split('.'), `"${key}" ${what}`);
    // Programs' names are checked with their guides.
    if (key.startsWith('program.')) return;
    if (text.length > LONGEST) throw fault(`is too long for a button: ${LONGEST} characters at most.`);
    if (words[key].length > 1) throw fault('is a button, which has one wording: leave only one there.');
    const wrong = faultInLabel(text);
    if (wrong !== null) throw file.wrong(key.split('.'), `"${key}": ${wrong}`);
    const twin = same.get(key);
    if (twin !== undefined)
      throw fault(`is the same button as "${twin}", beside which it stands: "${text}". Change one of them.`);
  });
}

/** Of the buttons of one message each that reads as one before it, with that one. */
function twins(words: Words, keys: readonly WordKey[]): [WordKey, WordKey][] {
  const seen = new Map<string, WordKey>();
  return keys.flatMap((key): [WordKey, WordKey][] => {
    const text = spoken(label(words, key));
    const before = seen.get(text) ?? key;
    seen.set(text, before);
    return before === key ? [] : [[key, before]];
  });
}
