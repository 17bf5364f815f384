import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

/** Pictures are shown at their SVG's width and have twice as many pixels, for sharp screens. */
const SHARPNESS = 2;
const FOLDER = join(import.meta.dirname, '../../dialogs/pictures');
/** After a PNG's signature and its header chunk other chunks may stand. */
const AFTER_HEADER = 33;

/** Which drawing a PNG was made from; the PNG carries it as a text. */
export function sourceOf(svg: string | Buffer): string {
  return `svg sha256 ${createHash('sha256').update(svg).digest('hex')}`;
}

function withText(png: Buffer, text: string): Buffer {
  const typed = Buffer.from(`tEXtSource\0${text}`, 'latin1');
  const chunk = Buffer.alloc(typed.length + 8);
  chunk.writeUInt32BE(typed.length - 4, 0);
  chunk.set(typed, 4);
  chunk.writeUInt32BE(crc32(typed), typed.length + 4);
  return Buffer.concat([png.subarray(0, AFTER_HEADER), chunk, png.subarray(AFTER_HEADER)]);
}

/** `npm run pictures`: makes a PNG of each drawing in `dialogs/pictures/`. */
async function drawAll(): Promise<void> {
  // The drawings' hash is asked for where there is no browser.
  const { launchBrowser } = await import('./chromium.ts');
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ deviceScaleFactor: SHARPNESS });
    for (const file of globSync('*.svg', { cwd: FOLDER })) {
      const svg = readFileSync(join(FOLDER, file), 'utf8');
      await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
      const png = await page.locator('svg').screenshot({ omitBackground: true });
      const made = join(FOLDER, file.replace(/\.svg$/, '.png'));
      writeFileSync(made, withText(png, sourceOf(svg)));
      console.log(`Drawn: ${made}`);
    }
  } finally {
    await browser.close();
  }
}

if (import.meta.main) {
  try {
    await drawAll();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
    console.error(
      'What draws the pictures is not installed: run "npm ci" without --omit=dev, then this again.',
    );
    process.exitCode = 1;
  }
}
