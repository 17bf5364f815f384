import type { StateValue } from 'xstate';
import { type Clarification, clarify } from '../../dialogs/clarifying.ts';
import { conversation } from '../../dialogs/index.ts';
import type { Context, Say, StateMeta } from '../../dialogs/model.ts';
import type { WordKey } from '../../dialogs/wording.ts';

type Node = typeof conversation.root;

const metas = new Map<string, StateMeta>();
collect(conversation.root);

/** Paths of all states in which a talk can rest, such as `asking.localOnly`. */
export const STATES: readonly string[] = [...metas.keys()];

/** What a resting state asks and offers. Throws for any other path. */
export function metaOf(path: string): StateMeta {
  const meta = metas.get(path);
  if (!meta) throw new Error(`"${path}" is not a state in which a talk can rest.`);
  return meta;
}

/** What the talk asks now: what is open over its state, or what the state itself asks. */
export function askedAt(path: string, context: Context): Clarification & { readonly again: Say } {
  if (context.open) {
    const open = clarify(context.open);
    return { ...open, again: open.question };
  }
  const { topic, asks, question, again, choices, answers = {} } = metaOf(path);
  const key = (of: WordKey | ((context: Context) => WordKey)): Say => ({
    key: typeof of === 'function' ? of(context) : of,
  });
  return {
    topic: typeof topic === 'function' ? topic(context) : topic,
    asks,
    question: key(question),
    again: key(again),
    choices: choices(context),
    answers: typeof answers === 'function' ? answers(context) : answers,
  };
}

/** `{asking: 'localOnly'}` as `asking.localOnly`. */
export function pathOf(value: StateValue): string {
  if (typeof value === 'string') return value;
  return (
    Object.entries(value)
      // Not by a template, see `versionOf`.
      .map(([outer, inner]) => (inner === undefined ? outer : [outer, pathOf(inner)].join('.')))
      .join()
  );
}

/** `asking.localOnly` as `{asking: 'localOnly'}`. */
export function stateValueOf(path: string): StateValue {
  const [outer = '', ...inner] = path.split('.');
  return inner.length === 0 ? outer : { [outer]: stateValueOf(inner.join('.')) };
}

function collect(node: Node): void {
  if (node.meta) metas.set(node.path.join('.'), node.meta);
  for (const child of Object.values(node.states)) collect(child);
}
