import { once } from 'node:events';
import { createServer } from 'node:http';

export type Host = {
  /** Its address, on another origin than the bot's. */
  readonly url: string;
  close(): void;
};

/**
 * A website of its own that has the launcher on each page, under the strictest policy that lets it in: no style but
 * from nowhere, no script but the launcher, trusted types, and isolated. `?data-color=…` and the like become the
 * script's attributes. `/slow` also has a picture, which the test lets come.
 */
export async function startHost(bot: string): Promise<Host> {
  const policy = [
    "default-src 'none'",
    `script-src ${bot}/widget.js`,
    `frame-src ${bot}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  const server = createServer((request, response) => {
    const { searchParams, pathname } = new URL(request.url ?? '/', 'http://localhost');
    const slow = pathname === '/slow';
    const attributes = [...searchParams].map(([name, value]) => `${name}="${value.replaceAll('"', '')}"`);
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': slow ? `${policy}; img-src 'self'` : policy,
      'cross-origin-embedder-policy': 'require-corp',
      'referrer-policy': 'no-referrer',
    });
    response.end(`<!doctype html>
<html lang="en">
<head>
<title>Example Mail</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
</head>
<body>
<main><h1>Example Mail ${pathname}</h1><p>Welcome to our help. <a href="/next">Next page</a></p>${slow ? '<img src="/picture" alt="">' : ''}</main>
<script async src="${bot}/widget.js" ${attributes.join(' ')}></script>
</body>
</html>`);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}`, close: () => server.close() };
}
