import { createRequire } from 'node:module';
import type * as adaptiveCards from 'adaptivecards';

/** The library's bundle: its modules are not found by Node, which wants their names with their endings. */
export const BUNDLE = createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.js');

const { AdaptiveCard, SerializationContext, Versions }: typeof adaptiveCards = createRequire(import.meta.url)(
  BUNDLE,
);

/**
 * What the library's own reader (`adaptivecards`, npm) finds wrong with a card as one of version 1.5, and what it
 * would leave out. The JSON schema that Microsoft publishes on npm, in `adaptivecards-designer`, is that of 1.0.
 */
export function faultsOfCard(content: unknown): string[] {
  const context = new SerializationContext(Versions.v1_5);
  const card = new AdaptiveCard();
  card.parse(content, context);
  const warnings = Array.from({ length: context.eventCount }, (_, at) => context.getEventAt(at).message);
  const wrong = card.validateProperties().validationEvents.map(({ message }) => message);
  const read: unknown = card.toJSON(context);
  return [...warnings, ...wrong, ...leftOut(content, read, 'card')];
}

/** Teams' own additions, which the library does not know; and what says no more than the default. */
const UNKNOWN: ReadonlySet<string> = new Set(['msteams', '$schema']);

/** The paths of what is in `sent` and not in `read`. */
function leftOut(sent: unknown, read: unknown, path: string): string[] {
  if (typeof sent !== 'object' || sent === null) return sent === read ? [] : [`${path} is left out`];
  const known: Readonly<Record<string, unknown>> = { ...Object(read) };
  return Object.entries(sent).flatMap(([name, value]) =>
    UNKNOWN.has(name) ? [] : leftOut(value, known[name], `${path}.${name}`),
  );
}
