import type { StoreItems } from 'botbuilder';
import { StorageFailure } from './failure.ts';
import type { Report } from './options.ts';

/** An item to be written: which version it is meant to replace (`*` for any, empty for none), and its text. */
export type ItemText = { readonly key: string; readonly eTag: string; readonly text: string };

/** Items as texts of JSON, without their eTags. Throws a `TypeError` for what is no object, or has an odd eTag. */
export function textsOf(changes: StoreItems): ItemText[] {
  return Object.entries(changes).map(([key, item]: [string, unknown]) => {
    if (typeof item !== 'object' || item === null || Array.isArray(item))
      throw new TypeError(`The item "${key}" is no object.`);
    const { eTag = '*' }: { readonly eTag?: unknown } = item;
    if (typeof eTag !== 'string') throw new TypeError(`The eTag of the item "${key}" is no text.`);
    // What is undefined is not written; a copy without the field would take longer.
    return { key, eTag, text: JSON.stringify({ ...item, eTag: undefined }) };
  });
}

/**
 * What reads items back, with their eTags. One that is no JSON, or no object, has nothing but its eTag, so that what it was
 * begins anew and is written in its place; `report` hears of the first.
 */
export function openReading(where: string, report: Report | undefined) {
  let hasReported = false;
  return (text: string, eTag: string): object => {
    const item = objectIn(text);
    if (item) return Object.assign(item, { eTag });
    if (!hasReported)
      report?.(
        new StorageFailure(
          `Storage: ${where} has an item that is no JSON object. The talk that it belonged to begins anew; others like it are not told of.`,
        ),
      );
    hasReported = true;
    return { eTag };
  };
}

function objectIn(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
