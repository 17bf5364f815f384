import type { Request, Response, Server } from 'restify';
import { DIRECT_LINE, TOKENS_FOLDER } from '../../paths.ts';

const FOLDERS = [`${DIRECT_LINE}/`, `${TOKENS_FOLDER}/`];
/** What Web Chat sends beside the simple headers. */
const HEADERS = 'authorization, content-type, x-ms-bot-agent, x-requested-with';

/**
 * Lets pages of other origins use Direct Line: a token in a header is the only way in, so no cookie is at risk. A token
 * itself is for the page that asked for it, see `origins.ts`.
 */
export function allowOrigins(server: Server): void {
  server.first((request: Request, response: Response) => {
    if (!FOLDERS.some((folder) => request.path().startsWith(folder))) return true;
    response.setHeader('access-control-allow-origin', '*');
    // Tokens and messages stay in no cache, of the browser or on the way.
    response.setHeader('cache-control', 'no-store');
    if (request.method !== 'OPTIONS') {
      // A page is to see how long it should wait.
      response.setHeader('access-control-expose-headers', 'retry-after');
      return true;
    }
    response.setHeader('access-control-allow-headers', HEADERS);
    response.setHeader('access-control-allow-methods', 'GET, POST, OPTIONS');
    response.setHeader('access-control-max-age', '86400');
    response.writeHead(204);
    response.end();
    return false;
  });
}
