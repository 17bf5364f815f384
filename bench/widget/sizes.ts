import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

/** The bot compresses best only some time after its start; longer than so many milliseconds nobody waits. */
const PATIENCE = 60_000;
const BEST = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
/** How much larger it may be: what is compressed first, to be there soon, is a tenth larger. */
const SLACK = 1.02;

/** How many bytes a file has as it is sent in a coding. Throws where it is not sent in that. */
export function sentSize(address: string, coding: 'gzip' | 'br'): Promise<number> {
  return new Promise((done, failed) => {
    http
      .get(address, { headers: { 'accept-encoding': coding } }, async (response) => {
        let bytes = 0;
        for await (const chunk of response) bytes += chunk.length;
        if (response.headers['content-encoding'] === coding) done(bytes);
        else failed(new Error(`${address} is not sent as ${coding}.`));
      })
      .on('error', failed);
  });
}

/** Waits until the bot has its largest script as small as Brotli makes it. Throws where that takes too long. */
export async function untilSmallest(bot: string): Promise<void> {
  const html = await (await fetch(bot)).text();
  const script = /\/assets\/[^"]+\/webchat\.js/.exec(html)?.[0];
  if (!script) throw new Error('The chat page names no script of Web Chat.');
  const body = Buffer.from(await (await fetch(bot + script)).arrayBuffer());
  const smallest = (await promisify(brotliCompress)(body, BEST)).length;
  const began = performance.now();
  while ((await sentSize(bot + script, 'br')) > smallest * SLACK) {
    if (performance.now() - began > PATIENCE)
      throw new Error(`${script} does not get as small as ${smallest}.`);
    await sleep(1000);
  }
}
