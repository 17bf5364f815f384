import type { Activity, Entity } from 'botbuilder';
import { z } from 'zod';

/** A mention as channels send it in an activity's `entities`. */
const mention = z.object({
  type: z.literal('mention'),
  text: z.string().min(1).nullish(),
  mentioned: z.looseObject({ id: z.string(), name: z.string().nullish() }),
});

/** Bounded, so that a text full of open tags takes no time. */
const TAG = /<at\b[^>]{0,200}>([^<]{0,200})<\/at>/gi;
/** Characters without width that are copied along from web pages. */
const INVISIBLE = /[\u200b\u2060\ufeff]/g;

/** Letters, digits and characters that cannot be part of a tag or an entity, and have no other form of the same meaning. */
const PLAIN = /^[\w .,;:!?'"()/+-]*$/;

/** What the person wrote, without mentions of the bot; of other people their names stay. */
export function utterance({ text, entities, recipient }: Partial<Activity>): string {
  if (typeof text !== 'string') return '';
  const mentions = mentionsIn(entities);
  if (mentions.length === 0 && PLAIN.test(text)) return text.trim();
  return decoded(withoutOwn(text, mentions, recipient?.id)).trim();
}

/** Whether the bot itself is mentioned. */
export function isMentioned({ text, entities, recipient }: Partial<Activity>): boolean {
  const mentions = mentionsIn(entities);
  if (mentions.length > 0) return mentions.some(({ mentioned }) => mentioned.id === recipient?.id);
  return typeof text === 'string' && text.search(TAG) >= 0;
}

type Mention = z.infer<typeof mention>;

function mentionsIn(entities: readonly Entity[] | null | undefined): Mention[] {
  return (entities ?? []).flatMap((entity) =>
    // Most entities are not mentions, and zod would build an error for each.
    entity.type === 'mention' ? (mention.safeParse(entity).data ?? []) : [],
  );
}

function withoutOwn(text: string, mentions: readonly Mention[], bot: string | undefined): string {
  // Whose a tag is cannot be told without entities; a bot is mostly the one that is mentioned.
  if (mentions.length === 0) return text.replace(TAG, ' ');
  const own = mentions.filter(({ mentioned }) => mentioned.id === bot);
  const texts = own.flatMap(({ text, mentioned: { name } }) => [text ?? '', name ? `@${name}` : '']);
  const names = new Set(own.flatMap(({ text, mentioned }) => [text ?? '', mentioned.name ?? '']).map(nameIn));
  const written = texts.filter((text) => text !== '' && !text.startsWith('<at'));
  const tagged = text.replace(TAG, (tag, name: string) => (names.has(nameIn(tag)) ? ' ' : name));
  return written.reduce((left, text) => left.replaceAll(text, ' '), tagged);
}

/** The name in `<at>Name</at>`, or the text itself, for comparing. */
function nameIn(tag: string): string {
  return decoded(tag.replace(TAG, '$1')).replace(/\s+/g, ' ').trim().toLowerCase();
}

const SIGNS: Readonly<Record<string, string>> = {
  nbsp: ' ',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  amp: '&',
};

/** Text as it was typed: HTML's entities as characters, and characters of one meaning as one character. */
function decoded(text: string): string {
  return text
    .replace(
      /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(nbsp|lt|gt|quot|apos|amp));/gi,
      (entity, decimal, hex, name) => {
        if (name !== undefined) return SIGNS[String(name).toLowerCase()] ?? entity;
        const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
        return code <= 0x10ffff ? String.fromCodePoint(code) : entity;
      },
    )
    .normalize('NFKC')
    .replace(INVISIBLE, '');
}
