import { SECRET } from '../../servers.ts';
import type { Task } from '../load/main.ts';

type Amount = { seconds: number } | { talks: number };

/** One way in which talks reach the replicas. */
type Load = {
  readonly id: string;
  readonly name: string;
  readonly replicas: number;
  readonly task: (urls: string[], connections: number, amount: { seconds: number }) => Task;
};

/** Whole talks on `/api/messages`, each at one of the replicas. */
export function messages(urls: string[], connections: number, amount: Amount) {
  return { kind: 'talks', urls, connections, amount, spread: 'talk' } as const;
}

/** Whole talks on Direct Line, each visitor at one of the replicas. */
export function directLine(urls: string[], connections: number, amount: Amount) {
  return { kind: 'directLine', urls, connections, amount, secret: SECRET } as const;
}

export const LOADS: readonly Load[] = [
  { id: 'messages', name: '`/api/messages`', replicas: 1, task: messages },
  { id: 'messages', name: '`/api/messages`, each talk at one', replicas: 2, task: messages },
  {
    id: 'jumping',
    name: '`/api/messages`, each turn at any',
    replicas: 2,
    task: (urls, connections, amount) => ({ ...messages(urls, connections, amount), spread: 'turn' }),
  },
  {
    id: 'atOnce',
    name: '`/api/messages`, two messages of a talk at once, one at each',
    replicas: 2,
    task: (urls, connections, { seconds }) => ({ kind: 'atOnce', urls, connections, seconds }),
  },
  { id: 'directLine', name: 'Direct Line', replicas: 1, task: directLine },
  { id: 'directLine', name: 'Direct Line, each visitor at one', replicas: 2, task: directLine },
];
