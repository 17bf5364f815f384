import { isDeepStrictEqual } from 'node:util';
import type { Activity, Storage } from 'botbuilder';
import { z } from 'zod';
import { render } from '../../src/bot/render/index.ts';
import type { Dialog } from '../../src/conversation/dialog.ts';
import { turn } from '../../src/conversation/turn.ts';
import { eventually } from './sending.ts';
import { blame } from './tally.ts';

type Expected = { readonly text?: unknown; readonly value?: unknown };
type Channel = Pick<Activity, 'channelId' | 'conversation'> & Partial<Pick<Activity, 'deliveryMode'>>;
/** A talk as the pure function has it. */
export type Pure = { readonly conversation: unknown; readonly turns: number };
export const BEGINNING: Pure = { conversation: undefined, turns: 0 };

/** One turn by the pure function; `null` is somebody who joins. */
export function pureTurn(dialog: Dialog, channel: Channel, before: Pure, text: string | null) {
  const at = Date.now();
  const said = text === null ? ({ kind: 'joined', at } as const) : ({ kind: 'message', text, at } as const);
  const { conversation, reply } = turn(dialog, before.conversation, said);
  const turns = before.turns + 1;
  const { text: replied, value } = render(reply, channel, turns);
  // As it comes out of JSON, where undefined is nothing.
  const expected: Expected = JSON.parse(JSON.stringify({ text: replied, value }));
  return { after: { conversation, turns } satisfies Pure, expected };
}

export const person = { isGroup: false, conversationType: 'personal', name: '' };
const stored = z.looseObject({ turn: z.int(), conversation: z.looseObject({}) });

/** The state that is kept must be one that the pure function ends with: nothing counted twice or left out. */
export async function checkState(storage: Storage, key: string, ends: readonly Pure[]): Promise<void> {
  const state = stored.parse((await eventually(() => storage.read([key])))[key]);
  const turns = ends[0]?.turns ?? 0;
  if (state.turn > turns) blame('doubled', `${key} has ${state.turn} turns instead of ${turns}`);
  if (state.turn < turns) blame('lost', `${key} has ${state.turn} turns instead of ${turns}`);
  if (
    ends.every(({ conversation }) => !isDeepStrictEqual(timeless(conversation), timeless(state.conversation)))
  )
    blame('otherwise', `${key} ended in another state`);
}

/** A stored talk without the hour of its last turn. */
function timeless(conversation: unknown): unknown {
  const { hour: _, ...rest } = z.looseObject({}).parse(JSON.parse(JSON.stringify(conversation ?? {})));
  return rest;
}

type Seen = { readonly id: string; readonly text?: unknown; readonly value?: unknown };

/** Blames what is missing, too much, out of order or other than it should be. */
export function compare(where: string, found: readonly Seen[], right: readonly Seen[]): void {
  const ids = found.map(({ id }) => id);
  for (const { id } of right) if (!ids.includes(id)) blame('lost', `${id} in the ${where}`);
  for (const [at, id] of ids.entries())
    if (ids.indexOf(id) !== at || right.every((one) => one.id !== id))
      blame('doubled', `${id} in the ${where}`);
  const order = right.map(({ id }) => id).filter((id) => ids.includes(id));
  const first = ids.filter((id, at) => ids.indexOf(id) === at && order.includes(id));
  const wrong = first.findIndex((id, at) => id !== order[at]);
  if (wrong >= 0) blame('outOfOrder', `${first[wrong]} in the ${where}`);
  for (const { id, text, value } of found) {
    const one = right.find((entry) => entry.id === id);
    if (one && (text !== one.text || !isDeepStrictEqual(value, one.value)))
      blame('otherwise', `${id} in the ${where}: ${JSON.stringify({ text, value })}`);
  }
}
