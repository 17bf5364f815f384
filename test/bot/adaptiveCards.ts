import { createRequire } from 'node:module';
import type * as adaptiveCards from 'adaptivecards';

/** The library's bundle: its modules are not found by Node, which wants their names with their endings. */
export const BUNDLE = createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.js');

export const { AdaptiveCard, SerializationContext, Versions }: typeof adaptiveCards = createRequire(
  import.meta.url,
)(BUNDLE);
