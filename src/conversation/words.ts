import type { Listing, Say, Steps } from '../../dialogs/model.ts';
import type { ListKey, WordKey } from '../../dialogs/wording.ts';
import type { Guides } from './guides.ts';

/** Sentences by key, each with one or more wordings; gaps in braces are still open. */
export type Words = { readonly [K in WordKey]: readonly [string, ...string[]] };

/**
 * The text of what is to be said, as Markdown paragraphs. `turnNumber` picks among wordings of the same
 * sentence, so that the bot does not repeat itself and yet the same turn gives the same words.
 */
export function inWords(words: Words, guides: Guides, says: readonly Say[], turnNumber: number): string {
  let text = '';
  for (const say of says) {
    const between = text === '' ? '' : say.sameParagraph ? ' ' : '\n\n';
    text += between + sentence(words, guides, say, turnNumber);
  }
  return text;
}

/** The first wording of a key: what a button shows. */
export function label(words: Words, key: WordKey): string {
  return words[key][0];
}

function sentence(words: Words, guides: Guides, say: Say, turnNumber: number): string {
  const wordings = words[say.key];
  const wording = wordings[turnNumber % wordings.length] ?? wordings[0];
  const steps = say.steps && inSteps(guides, say.steps);
  let filled = '';
  for (const { text, gap } of piecesOf(wording)) {
    filled += text;
    if (gap === null) continue;
    const listing = say.lists?.[gap];
    filled += listing ? listed(words, listing) : (steps?.gaps[gap] ?? `{${gap}}`);
  }
  return steps ? `${filled}\n\n${steps.text}` : filled;
}

/** A text, and the name of the gap that follows it, if one does. */
type Piece = { readonly text: string; readonly gap: string | null };

const pieces = new Map<string, readonly Piece[]>();

/** A wording cut at its gaps, once for each wording there is. */
function piecesOf(wording: string): readonly Piece[] {
  const known = pieces.get(wording);
  if (known) return known;
  const cut = wording
    .split(/\{(\w+)\}/)
    .flatMap((text, at, all) => (at % 2 === 0 ? [{ text, gap: all[at + 1] ?? null }] : []));
  pieces.set(wording, cut);
  return cut;
}

/** Steps of a guide as Markdown, and what the sentence before them may speak of. */
function inSteps(guides: Guides, { program, part, only }: Steps) {
  const guide = guides.get(program);
  const all = part === 'instead' ? [] : (guide?.steps.get(part) ?? []);
  const text =
    part === 'instead'
      ? (guide?.instead ?? '')
      : only === undefined
        ? all.map((step, at) => numbered(step, at + 1)).join('\n')
        : (all[only] ?? '').replace(PICTURE, '\n\n$1');
  const protocol = part === 'setup.IMAP' ? 'IMAP' : part === 'setup.POP' ? 'POP' : null;
  const shortcut = protocol && only === undefined ? guide?.shortcuts[protocol] : undefined;
  const gaps: Readonly<Record<string, string>> = {
    program: guide?.name ?? '',
    version: guide?.version ?? '',
    number: String((only ?? 0) + 1),
    total: String(all.length),
  };
  // Whoever has another version is to see that before the first step.
  const otherVersion = part === 'instead' || (only ?? 0) > 0 ? null : guide?.otherVersion;
  return { text: [otherVersion, shortcut, text].filter(Boolean).join('\n\n'), gaps };
}

const PICTURE = /\s*(!\[[^\]]*\]\([^)]*\))$/;

/** A step of a list; its picture stands below it by itself, where every channel can show it. */
function numbered(step: string, number: number): string {
  return `${number}. ${step.replace(PICTURE, '\n\n$1\n')}`;
}

function listed(words: Words, { of, by }: Listing): string {
  const and = label(words, 'list.and');
  const inner = of.map((keys) => keys.map((key: ListKey) => label(words, key)).join(and));
  if (by === 'or') return inner.join(label(words, 'list.or'));
  const last = inner.at(-1) ?? '';
  return inner.length < 2 ? last : inner.slice(0, -1).join(', ') + and + last;
}
