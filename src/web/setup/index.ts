import { readFileSync } from 'node:fs';
import type { Request, Response, Server } from 'restify';
import { PROTOCOLS } from '../../../dialogs/advise.ts';
import type { Dialog } from '../../conversation/dialog.ts';
import { pathOfPicture } from '../../conversation/pictures.ts';
import { SETUP_FILES } from '../../conversation/setupFiles.ts';
import { label } from '../../conversation/words.ts';
import { etagOf } from '../assets.ts';
import { isKnown } from '../etag.ts';
import { autoconfig } from './autoconfig.ts';
import { mobileconfig } from './mobileconfig.ts';

const XML = 'text/xml; charset=utf-8';
/** How Apple's devices know a profile. */
const PROFILE = 'application/x-apple-aspen-config';
/** Where else mail programs look for the settings. */
const AUTOCONFIG_TOO = '/mail/config-v1.1.xml';

/** Serves what guides lead to: their pictures, and the files that set a mail program up. */
export function mountSetup(server: Server, { provider, pictures, words }: Dialog): void {
  const settings = Buffer.from(autoconfig(provider));
  // Programs add "?emailaddress=…"; the file is the same for everybody, as they fill the address in themselves.
  serve(server, SETUP_FILES.autoconfig, XML, settings);
  serve(server, AUTOCONFIG_TOO, XML, settings);
  for (const protocol of PROTOCOLS) {
    const profile = Buffer.from(mobileconfig(provider, protocol, label(words, `profile.${protocol}`)));
    const name = `${provider.domain}-${protocol.toLowerCase()}.mobileconfig`;
    serve(server, SETUP_FILES[`profile${protocol}`], PROFILE, profile, {
      'content-disposition': `attachment; filename="${name}"`,
    });
  }
  for (const { file } of pictures) {
    serve(server, pathOfPicture(file), 'image/png', readFileSync(`${file}.png`));
    serve(server, pathOfPicture(file, 'svg'), 'image/svg+xml', readFileSync(`${file}.svg`), {
      // An SVG may be opened by itself, and then nothing in it is to run.
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    });
  }
}

/** Other pages, Teams and mail programs take these files, too. */
function serve(
  server: Server,
  path: string,
  type: string,
  body: Buffer,
  headers: Readonly<Record<string, string>> = {},
): void {
  const etag = etagOf(body);
  server.get(path, async (request: Request, response: Response) => {
    const isThere = isKnown(request, etag);
    response.writeHead(isThere ? 304 : 200, {
      'content-type': type,
      etag,
      'cache-control': 'public, max-age=3600, stale-while-revalidate=86400',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'cross-origin',
      ...headers,
      ...(!isThere && { 'content-length': body.length }),
    });
    response.end(isThere ? undefined : body);
  });
}
