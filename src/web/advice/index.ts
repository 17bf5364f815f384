import { join } from 'node:path';
import type { Request, Response, Server } from 'restify';
import type { Dialog } from '../../conversation/dialog.ts';
import { follow } from '../../conversation/path.ts';
import { openOrigin } from '../../origin.ts';
import { assetFrom, type openAssets } from '../assets.ts';
import { plainHeaders } from '../policy.ts';
import { BASE, pathPage, type Shell, wrongPage } from './page.ts';

type AdviceOptions = { readonly dialog: Dialog; readonly publicUrl: string | undefined };

/**
 * Serves the conversation at `/advice` as plain pages, for people without JavaScript, for printing, sharing and search
 * engines. The address holds the choices that were taken, so the same address always shows the same page.
 */
export function mountAdvice(
  server: Server,
  assets: ReturnType<typeof openAssets>,
  options: AdviceOptions,
): void {
  const { dialog, publicUrl } = options;
  const originOf = openOrigin(publicUrl);
  const folder = assets.folder('advice', {
    'advice.css': assetFrom(join(import.meta.dirname, 'advice.css')),
    'favicon.svg': assetFrom(join(import.meta.dirname, '../page/favicon.svg')),
  });

  const shellFor = (request: Request): Shell => ({
    dialog,
    assets: folder,
    origin: originOf(request),
    isOriginKnown: publicUrl !== undefined,
  });
  // Whoever asks can write any host, which must not stand in what others get from a cache.
  const headers = plainHeaders({ isSame: publicUrl !== undefined });
  const show = (request: Request, response: Response, next: () => void) => {
    const shell = shellFor(request);
    const path = request.path();
    if (path.length > BASE.length && path.endsWith('/')) {
      response.sendRaw(301, '', { location: path.replace(/\/+$/, '') });
      return next();
    }
    const found = follow(dialog, path.slice(BASE.length).split('/').filter(Boolean));
    if (found) response.sendRaw(200, pathPage(shell, found), headers);
    else response.sendRaw(404, wrongPage(shell), headers);
    next();
  };
  for (const address of [BASE, `${BASE}/*`]) server.get(address, show);
  // A person who mistyped an address; programs get what the server says to them.
  server.on('NotFound', (request: Request, response: Response, _error: unknown, done: () => void) => {
    const isReader = request.method === 'GET' && request.headers.accept?.includes('text/html');
    if (isReader) response.sendRaw(404, wrongPage(shellFor(request)), headers);
    done();
  });
}
