import type { Activity, Entity } from 'botbuilder';
import { z } from 'zod';

/** A mention as channels send it in an activity's `entities`. */
const mention = z.object({
  type: z.literal('mention'),
  text: z.string().min(1).nullish(),
  mentioned: z.looseObject({ id: z.string(), name: z.string().nullish() }),
});

const TAG = /<at\b[^>]*>(.*?)<\/at>/gis;

/** What the person wrote, without mentions of the bot; of other people their names stay. */
export function utterance({ text, entities, recipient }: Partial<Activity>): string {
  if (typeof text !== 'string') return '';
  return decoded(withoutOwn(text, mentionsIn(entities), recipient?.id)).trim();
}

type Mention = z.infer<typeof mention>;

function mentionsIn(entities: readonly Entity[] | null | undefined): Mention[] {
  return (entities ?? []).flatMap((entity) => mention.safeParse(entity).data ?? []);
}

function withoutOwn(text: string, mentions: readonly Mention[], bot: string | undefined): string {
  // Whose a tag is cannot be told without entities; a bot is mostly the one that is mentioned.
  if (mentions.length === 0) return text.replace(TAG, ' ');
  const own = mentions.filter(({ mentioned }) => mentioned.id === bot);
  const names = new Set(own.flatMap(({ text, mentioned }) => [text ?? '', mentioned.name ?? '']).map(nameIn));
  const written = own.flatMap(({ text }) => text ?? []).filter((text) => !text.startsWith('<at'));
  const tagged = text.replace(TAG, (tag, name: string) => (names.has(nameIn(tag)) ? ' ' : name));
  return written.reduce((left, text) => left.replaceAll(text, ' '), tagged);
}

/** The name in `<at>Name</at>`, or the text itself, for comparing. */
function nameIn(tag: string): string {
  return tag.replace(TAG, '$1').trim().toLowerCase();
}

const SIGNS: Readonly<Record<string, string>> = {
  nbsp: ' ',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  amp: '&',
};

function decoded(text: string): string {
  return text.replace(
    /&(nbsp|lt|gt|quot|#39|amp);/gi,
    (sign, name: string) => SIGNS[name.toLowerCase()] ?? sign,
  );
}
