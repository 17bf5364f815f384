import type { CDPSession, Page } from 'playwright-core';

/**
 * "Fast 3G", as Chrome's developer tools had it and Puppeteer still names it (`PredefinedNetworkConditions`): the
 * throughputs in bytes per second, the latency of each request in milliseconds.
 */
export const FAST_3G = {
  offline: false,
  downloadThroughput: ((1.6 * 1000 * 1000) / 8) * 0.9,
  uploadThroughput: ((750 * 1000) / 8) * 0.9,
  latency: 150 * 3.75,
} as const;
/** How many times as long everything takes the processor, as on a phone of the middle class. */
export const SLOWDOWN = 4;

/** A page as on a phone with a slow line, and what it has asked of the line. */
type Emulated = {
  readonly cdp: CDPSession;
  /** Requests with an answer, and their bytes with headers as they came, compressed. */
  transferred(): { readonly requests: number; readonly bytes: number };
  /** How long scripts ran, in milliseconds. */
  scripting(): Promise<number>;
};

/** Slows the line and the processor down for a page that has loaded nothing yet. */
export async function emulate(page: Page): Promise<Emulated> {
  const cdp = await page.context().newCDPSession(page);
  let requests = 0;
  let bytes = 0;
  cdp.on('Network.loadingFinished', ({ encodedDataLength }) => {
    requests++;
    bytes += encodedDataLength;
  });
  await cdp.send('Network.enable');
  await cdp.send('Performance.enable');
  await cdp.send('Network.emulateNetworkConditions', FAST_3G);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  return {
    cdp,
    transferred: () => ({ requests, bytes }),
    async scripting() {
      const { metrics } = await cdp.send('Performance.getMetrics');
      return 1000 * (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? Number.NaN);
    },
  };
}
