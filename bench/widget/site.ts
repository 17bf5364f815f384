import { once } from 'node:events';
import type { Server } from 'node:http';

/** A website on this machine. */
export type Site = { readonly url: string; close(): void };

/** Lets a server listen at a free port of `localhost`, for which browsers take compressed answers without TLS too. */
export async function listening(server: Server): Promise<Site> {
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('There is no free port.');
  return {
    url: `http://localhost:${address.port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
