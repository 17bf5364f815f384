import type { Browser } from 'playwright-core';
import { z } from 'zod';
import { emulate } from './emulation.ts';

/** How a page came up, in milliseconds since it was asked for. */
export type Loading = {
  /** First contentful paint. */
  readonly fcp: number;
  /** Largest contentful paint. */
  readonly lcp: number;
  /** Total blocking time. */
  readonly tbt: number;
  /** The load event. */
  readonly load: number;
};

/** Begins to watch before the page does anything. */
const WATCH = `
  window.loading = { lcp: 0, tbt: 0 };
  const watch = (type, take) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  watch('largest-contentful-paint', ({ startTime }) => { loading.lcp = startTime; });
  watch('longtask', ({ duration }) => { loading.tbt += duration - 50; });
`;
const TOLD = `({
  ...loading,
  fcp: performance.getEntriesByName('first-contentful-paint')[0].startTime,
  load: performance.getEntriesByType('navigation')[0].loadEventEnd,
})`;
const told: z.ZodType<Loading> = z.object({
  fcp: z.number(),
  lcp: z.number(),
  tbt: z.number(),
  load: z.number(),
});
/** The page is watched for so long after its load event, in milliseconds: until the launcher has come and has run. */
const REST = 2500;

/** One visit with an empty cache. */
export async function visitPage(browser: Browser, url: string): Promise<Loading> {
  const context = await browser.newContext({ viewport: { width: 412, height: 823 } });
  try {
    const page = await context.newPage();
    await page.addInitScript(WATCH);
    await emulate(page);
    await page.goto(url);
    await page.waitForTimeout(REST);
    return told.parse(await page.evaluate(TOLD));
  } finally {
    await context.close();
  }
}
