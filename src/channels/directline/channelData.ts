import type { Activity } from 'botbuilder';
import { bytesOf } from './entries.ts';

/** How much of a message's `channelData` is kept, in bytes of JSON. Web Chat's own has some 100. */
const LARGEST = 2 * 1024;

/**
 * What Web Chat (4.18) looks for in a message of its own that comes back: which one it is, when it was sent, whether it is
 * shown at all or under another text, how large its files are, and whether it was spoken.
 */
const LOOKED_FOR = [
  'clientActivityID',
  'clientTimestamp',
  'postBack',
  'messageBack',
  'attachmentSizes',
  'speak',
] as const;

/**
 * A visitor's `channelData` as it is kept: all of it as is usual, and of one that is large what clients need back, as far
 * as there is room for it.
 */
export function trimmedChannelData(channelData: Activity['channelData']): Activity['channelData'] {
  if (bytesOf(channelData) <= LARGEST) return channelData;
  let trimmed: Record<string, unknown> = {};
  for (const name of LOOKED_FOR) {
    const more = { ...trimmed, [name]: channelData[name] };
    if (bytesOf(more) <= LARGEST) trimmed = more;
  }
  return trimmed;
}
