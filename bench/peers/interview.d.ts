import type { Fact } from '../../dialogs/scenarios.ts';
export function step(known: Readonly<Record<string, boolean>>): {
  readonly ask: Fact | null;
  readonly say: string;
};
