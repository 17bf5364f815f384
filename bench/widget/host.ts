import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { picture } from './picture.ts';
import { listening, type Site } from './site.ts';

const here = (file: string) => readFileSync(join(import.meta.dirname, file));

/** A mail provider's help page: text, a style sheet, a script, a picture; `/with` has the launcher's line too. */
export async function startHost(bot: string): Promise<Site> {
  const html = here('host.html').toString();
  const files = new Map([
    ['/without', page(html)],
    ['/with', page(html.replace('<!-- launcher -->', `<script src="${bot}/widget.js" async></script>`))],
    ['/host.css', { type: 'text/css; charset=utf-8', coding: 'gzip', body: gzipSync(here('host.css')) }],
    ['/host.js', { type: 'text/javascript; charset=utf-8', coding: 'gzip', body: gzipSync(here('host.js')) }],
    ['/picture.png', { type: 'image/png', coding: 'identity', body: picture(640, 400) }],
  ]);
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? '');
    if (!file) return void response.writeHead(204).end();
    response.writeHead(200, {
      'content-type': file.type,
      'content-encoding': file.coding,
      'content-length': file.body.length,
    });
    response.end(file.body);
  });
  return listening(server);
}

function page(html: string) {
  return { type: 'text/html; charset=utf-8', coding: 'gzip', body: gzipSync(html) };
}
