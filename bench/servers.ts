import type { Job } from './load/main.ts';
import type { ServeOptions } from './serving.ts';

/** A server that is measured. */
export type Measured = {
  readonly id: string;
  readonly name: string;
  /** The program, seen from this folder. */
  readonly program: string;
  readonly talks: Job['talks'];
  readonly settings?: ServeOptions['settings'];
};

export const SECRET = 'a-secret-for-the-bench';

/** As `npm start` runs it, with its database on disk; only how much one visitor may send is not limited. */
export const OURS = {
  program: '../src/start.js',
  settings: { STORAGE: 'sqlite:./bot.db', DIRECT_LINE_SECRET: SECRET, MESSAGES_PER_MINUTE: '1000000' },
} as const;

export const SERVERS: readonly Measured[] = [
  { id: 'a', name: 'node:http, JSON', program: 'peers/node.js', talks: 'echo' },
  { id: 'b', name: 'restify, JSON', program: 'peers/restify.js', talks: 'echo' },
  { id: 'c', name: 'EchoBot on CloudAdapter', program: 'peers/echo.js', talks: 'echo' },
  { id: 'd', name: 'EchoBot, state in memory', program: 'peers/echoState.js', talks: 'echo' },
  {
    id: 'e',
    name: 'the interview as a Waterfall, state in memory',
    program: 'peers/waterfall.js',
    talks: 'interview',
  },
  { id: 'messages', name: '**this bot**, `/api/messages`, state on disk', talks: 'bot', ...OURS },
  {
    id: 'directLine',
    name: '**this bot**, Direct Line, state and log on disk',
    talks: 'directLine',
    ...OURS,
  },
];
