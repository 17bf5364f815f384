import { once } from 'node:events';
import type { Storage } from 'botbuilder';
import { pino } from 'pino';
import { createBot } from '../../../src/bot/bot.ts';
import { openTurnStore } from '../../../src/bot/turnStore.ts';
import { mountDirectLine } from '../../../src/channels/directline/index.ts';
import { createServer } from '../../../src/channels/server.ts';
import { openDialog } from '../../../src/conversation/dialog.ts';
import { createMetrics } from '../../../src/metrics.ts';
import { localAnnouncer } from '../../../src/storage/announce.ts';

/** Direct Line in this process, by a storage and a clock of the test's own; for how many hours a talk can be gone on with. */
export async function serveDirectLine(
  storage: Storage,
  { now, resumableHours = 24 }: { readonly now?: () => number; readonly resumableHours?: number } = {},
) {
  const [logger, metrics] = [pino({ level: 'silent' }), createMetrics()];
  const { server } = createServer(logger, metrics, async () => undefined);
  const { close } = mountDirectLine(server, {
    bot: createBot(openTurnStore(openDialog(), storage), logger, metrics),
    restate: () => null,
    storage,
    announcer: localAnnouncer(),
    overtaken: () => undefined,
    secret: 'a-secret-of-the-test',
    log: logger,
    metrics,
    publicUrl: undefined,
    allowedOrigins: undefined,
    proxies: 0,
    messagesPerMinute: 60,
    resumableHours,
    ...(now && { now }),
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const url = `http://127.0.0.1:${server.address().port}`;
  return {
    call: (method: string, path: string, token?: string, body?: unknown) =>
      fetch(url + path, {
        method,
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    async close() {
      await close();
      server.server.closeAllConnections();
      server.close();
    },
  };
}
