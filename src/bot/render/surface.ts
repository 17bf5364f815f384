import type { Ability, Scope } from '../channels.ts';

/** Where a reply is shown. */
export type Surface = {
  readonly ability: Ability;
  readonly scope: Scope;
  /** The number of the turn that it answers. */
  readonly turn: number;
  /** It goes to a program, which shows it in its own way. */
  readonly toProgram: boolean;
};
