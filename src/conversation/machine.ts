import { type ActorScope, createActor, type EventFromLogic, type SnapshotFrom } from 'xstate';
import type { conversation } from '../../dialogs/index.ts';
import type { Context, Say } from '../../dialogs/model.ts';
import { STATES, stateValueOf } from './states.ts';

type Machine = typeof conversation;
export type Snapshot = SnapshotFrom<Machine>;

/** The conversation's machine, ready to take steps. */
export type Stepper = {
  /** A new talk. */
  readonly start: Snapshot;
  /** A talk at a path of `STATES`, such as `asking.localOnly`. */
  at(path: string, context: Context): Snapshot;
  /** One event: the talk after it, and what is to be said. */
  step(
    snapshot: Snapshot,
    event: EventFromLogic<Machine>,
  ): { readonly next: Snapshot; readonly says: readonly Say[] };
};

/**
 * Does what xstate's pure `transition` does, without the actor that this makes anew for each event: the
 * conversation has no child actors, so nothing of it is ever used.
 */
export function openStepper(machine: Machine): Stepper {
  const actor = createActor(machine);
  let says: Say[] = [];
  const scope: ActorScope<Snapshot, EventFromLogic<Machine>> = {
    self: actor,
    system: actor.system,
    id: '',
    sessionId: '',
    logger: () => {},
    defer: () => {},
    stopChild: () => {},
    emit: () => {},
    actionExecutor: ({ type, params }) => {
      if (type === 'say') says.push(params as unknown as Say);
    },
  };
  const start = machine.getInitialSnapshot(scope, undefined);
  const resting = new Map(
    STATES.map((path) => [path, machine.resolveState({ value: stateValueOf(path), context: start.context })]),
  );
  return {
    start,
    at(path, context) {
      const snapshot = resting.get(path);
      if (!snapshot) throw new Error(`"${path}" is not a state in which a talk can rest.`);
      return { ...snapshot, context };
    },
    step(snapshot, event) {
      says = [];
      const next = machine.transition(snapshot, event, scope);
      return { next, says };
    },
  };
}
