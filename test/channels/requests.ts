import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect } from 'vitest';
import { z } from 'zod';
import { fromProgram, type Running } from '../server.ts';

export const SECRET = 'a-secret-of-the-test';

/** A message as a program sends it. */
export const activity = { ...fromProgram, text: 'help' };
/** What a request is answered with that is refused: one sentence. */
export const refusal = { error: { code: expect.any(String), message: expect.stringMatching(/^[^\n]+\.$/) } };
export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
export const tickets = z.object({ conversationId: z.string(), token: z.string() });

export function post(
  bot: Running,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
) {
  return fetch(bot.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
  });
}

/** A talk on the website that has begun. */
export async function beginTalk(bot: Running) {
  const asked = await post(bot, '/v3/directline/tokens/generate', '', bearer(SECRET));
  const { conversationId, token } = tickets.parse(await asked.json());
  const begun = await post(bot, '/v3/directline/conversations', '', bearer(token));
  const { streamUrl } = z.object({ streamUrl: z.string() }).parse(await begun.json());
  const path = `/v3/directline/conversations/${conversationId}/activities`;
  return { conversationId, token, streamUrl, path };
}

/** Opens sockets all at once; those that fail count as closed. */
export function openSockets(bot: Running, count: number): Promise<Socket[]> {
  const { port } = new URL(bot.url);
  return Promise.all(
    Array.from({ length: count }, async () => {
      const socket = connect(Number(port), '127.0.0.1');
      socket.on('error', () => undefined);
      await Promise.race([once(socket, 'connect'), once(socket, 'close')]);
      return socket;
    }),
  );
}

/** Resolves once it is ended or reset. */
export async function closing(socket: Socket): Promise<void> {
  if (!socket.closed) await new Promise<void>((closed) => socket.once('close', () => closed()));
}
