import type { StoreItems } from 'botbuilder';

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
