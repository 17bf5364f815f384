import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';

const generated = z.object({
  user: z.object({ id: z.string().startsWith('dl_') }),
  trustedOrigins: z.array(z.string()).optional(),
});
const sent = z.looseObject({ type: z.string() });
const replied = z.object({ activities: z.array(z.looseObject({ type: z.string() })) });

type Talk = {
  readonly user: string;
  readonly origins: readonly string[] | undefined;
  readonly activities: Record<string, unknown>[];
  tokens: Set<string>;
  listener: WebSocket | undefined;
};

/**
 * Azure's Direct Line as its documentation describes it, for one bot: tokens for a user and trusted origins, refreshed
 * before they end; activities with watermarks; one WebSocket for each talk, an older one is closed as a "collision".
 * It brings activities to the bot's `/api/messages` and takes the replies from the answer.
 */
export async function startAzure(secret: string, botUrl: () => string) {
  const talks = new Map<string, Talk>();
  const asked: { path: string; authorization: string; body: unknown }[] = [];
  const sockets = new WebSocketServer({ noServer: true });
  let count = 0;
  let connections = 0;
  let failure: { status: number; headers: Readonly<Record<string, string>> } | null = null;

  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const path = pathname.replace('/v3/directline', '');
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', 'authorization, content-type');
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    const text = await textOf(request);
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    const { authorization = '', origin } = request.headers;
    const bearer = authorization.replace('Bearer ', '');
    asked.push({ path, authorization, body });
    if (failure) {
      // As long as an error page of what stands before Azure may be.
      response.writeHead(failure.status, { 'content-type': 'text/html', ...failure.headers });
      return void response.end('<p>Failure</p>'.repeat(20_000));
    }

    if (path === '/tokens/generate') {
      const wanted = generated.safeParse(body);
      if (bearer !== secret || !wanted.success) return refuse(response, 403, 'BadArgument');
      const conversationId = `azure-${++count}`;
      const { user, trustedOrigins: origins } = wanted.data;
      talks.set(conversationId, {
        user: user.id,
        origins,
        activities: [],
        tokens: new Set(),
        listener: undefined,
      });
      return ticket(response, conversationId);
    }
    const [conversationId, talk] = [...talks].find(([, { tokens }]) => tokens.has(bearer)) ?? [];
    if (!talk || !conversationId) return refuse(response, 403, 'TokenExpired');
    if (origin && talk.origins && !talk.origins.includes(origin)) return refuse(response, 403, 'BadOrigin');
    if (path === '/tokens/refresh') return ticket(response, conversationId);
    if (path === '/conversations') {
      const isNew = talk.activities.length === 0;
      if (isNew)
        await tellBot(conversationId, talk, {
          type: 'conversationUpdate',
          membersAdded: [{ id: talk.user }],
        });
      return ticket(response, conversationId, '-');
    }
    if (path === `/conversations/${conversationId}`) {
      return ticket(response, conversationId, searchParams.get('watermark') ?? '-');
    }
    if (path === `/conversations/${conversationId}/activities` && request.method === 'POST') {
      const id = `${conversationId}|${talk.activities.length}`;
      const activity = {
        ...sent.parse(body),
        id,
        from: { id: talk.user },
        timestamp: new Date().toISOString(),
      };
      add(talk, activity);
      await tellBot(conversationId, talk, activity);
      return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ id }));
    }
    refuse(response, 404, 'NotFound');
  });

  function ticket(response: ServerResponse, conversationId: string, watermark?: string): void {
    const token = `token-${crypto.randomUUID()}`;
    talks.get(conversationId)?.tokens.add(token);
    const stream = `ws://localhost:${port()}/v3/directline/conversations/${conversationId}/stream?watermark=${watermark}&t=${token}`;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({ conversationId, token, expires_in: 1800, ...(watermark && { streamUrl: stream }) }),
    );
  }

  async function tellBot(
    conversationId: string,
    talk: Talk,
    activity: Record<string, unknown>,
  ): Promise<void> {
    const answer = await fetch(`${botUrl()}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        id: `${conversationId}|joined`,
        ...activity,
        channelId: 'directline',
        deliveryMode: 'expectReplies',
        serviceUrl: `http://localhost:${port()}`,
        conversation: { id: conversationId },
        from: { id: talk.user },
        recipient: { id: 'the-bot' },
      }),
    });
    for (const reply of replied.parse(await answer.json()).activities) {
      add(talk, {
        ...reply,
        id: `${conversationId}|${talk.activities.length}`,
        from: { id: 'the-bot' },
        timestamp: new Date().toISOString(),
      });
    }
  }

  function add(talk: Talk, activity: Record<string, unknown>): void {
    talk.activities.push(activity);
    talk.listener?.send(
      JSON.stringify({ activities: [activity], watermark: String(talk.activities.length) }),
    );
  }

  server.on('upgrade', (request, socket, head) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const talk = talks.get(url.pathname.split('/')[4] ?? '');
    if (!talk?.tokens.has(url.searchParams.get('t') ?? '')) return void socket.destroy();
    sockets.handleUpgrade(request, socket, head, (client) => {
      connections++;
      talk.listener?.close(1000, 'collision');
      talk.listener = client;
      client.on('close', () => {
        if (talk.listener === client) talk.listener = undefined;
      });
      const from = Number(url.searchParams.get('watermark')) || 0;
      const activities = talk.activities.slice(from);
      client.send('');
      client.send(JSON.stringify({ activities, watermark: String(talk.activities.length) }));
    });
  });

  // It leaves it to the bot to close a connection.
  server.keepAliveTimeout = 600_000;
  server.listen(0);
  await once(server, 'listening');
  const port = () => {
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  };
  return {
    url: `http://localhost:${port()}/v3/directline`,
    /** What was asked of it, in order. */
    asked,
    talks,
    /** How many connections are open to it. */
    open: () => promisify(server.getConnections.bind(server))(),
    /** How many WebSockets were opened. */
    connections: () => connections,
    /** From now on it answers with an error, or as it should again. */
    fail(status: number | null, headers: Readonly<Record<string, string>> = {}) {
      failure = status === null ? null : { status, headers };
    },
    close() {
      for (const client of sockets.clients) client.terminate();
      server.close();
      server.closeAllConnections();
    },
  };
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: { code, message: code } }));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
