import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Frame, Page } from 'playwright-core';
import { z } from 'zod';
import { emulate } from './emulation.ts';

/** What a person meets in a chat on a slow phone; moments in milliseconds since they asked for it. */
export type ChatVisit = {
  /** The bot's greeting can be read. */
  readonly greeting: number;
  /** The first letter that is typed stands in the box. */
  readonly typed: number;
  /** Both of these: the chat can be used. */
  readonly usable: number;
  /** The bot's answer can be read, to a message that was sent as soon as the chat could be used. */
  readonly answered: number;
  /** Web Chat itself is there. */
  readonly webChat: number;
  readonly requests: number;
  /** As they came, compressed. */
  readonly bytes: number;
  /** By how much tasks kept the page longer than 50 ms each, together, in milliseconds. */
  readonly blocked: number;
  /** The longest of them, in milliseconds. */
  readonly longest: number;
  /** How long scripts ran, in milliseconds. */
  readonly scripting: number;
};

/** How a person comes to the chat. */
type Arrival = {
  /** What is there before, and does not count. */
  readonly before?: (page: Page) => Promise<void>;
  /** Asks for the chat; gives the frame that it is in, and when it was asked for, in milliseconds since 1970. */
  readonly ask: (page: Page) => Promise<{ readonly frame: Frame; readonly asked: number }>;
};

const MESSAGE = 'we share one mailbox';
const PROBE = join(import.meta.dirname, 'probe.js');
/** A visit that takes longer is a failure, in milliseconds. */
const PATIENCE = 40_000;
/** The page is left alone for so long at the end, in milliseconds: what comes late counts too. */
const REST = 1000;

const marks = z.object({
  box: z.number(),
  greeting: z.number(),
  typed: z.number(),
  answered: z.number(),
  webChat: z.number(),
});
const tasks = z.tuple([z.number(), z.number()]);
const place = z.object({ x: z.number(), y: z.number() });

/**
 * One visit with an empty cache: waits for the box, clicks into it, types by the keyboard, sends once the greeting can
 * be read, and waits for the right answer and for all of Web Chat. Throws where a typed letter is lost.
 */
export async function visitChat(browser: Browser, arrival: Arrival): Promise<ChatVisit> {
  const context = await browser.newContext({ viewport: { width: 412, height: 823 } });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    await page.addInitScript({ path: PROBE });
    const emulated = await emulate(page);
    await arrival.before?.(page);
    const used = emulated.transferred();
    const scripted = await emulated.scripting();
    const { frame, asked } = await arrival.ask(page);
    const has = async (mark: keyof z.infer<typeof marks>) => {
      const came = await frame.evaluate(`probe.until("${mark}", ${PATIENCE})`);
      if (came !== true) throw new Error(`${frame.url()}: no "${mark}" within ${PATIENCE / 1000} s.`);
    };

    await has('box');
    const { x, y } = place.parse(await frame.evaluate('probe.place()'));
    const corner = await cornerOf(frame);
    await page.mouse.click(corner.x + x, corner.y + y);
    await page.keyboard.type(MESSAGE);
    await has('greeting');
    const written = await frame.evaluate('probe.written()');
    if (written !== MESSAGE) throw new Error(`The box has "${written}" where "${MESSAGE}" was typed.`);
    await page.keyboard.press('Enter');
    await has('answered');
    await has('webChat');
    await page.waitForLoadState('load');
    await sleep(REST);

    const seen = marks.parse(await frame.evaluate('probe.marks'));
    const [blocked, longest] = tasks.parse(await frame.evaluate('[probe.blocked(), probe.longest()]'));
    const greeting = seen.greeting - asked;
    const typed = seen.typed - asked;
    return {
      greeting,
      typed,
      usable: Math.max(greeting, typed),
      answered: seen.answered - asked,
      webChat: seen.webChat - asked,
      requests: emulated.transferred().requests - used.requests,
      bytes: emulated.transferred().bytes - used.bytes,
      blocked,
      longest,
      scripting: (await emulated.scripting()) - scripted,
    };
  } finally {
    await context.close();
  }
}

/** Where a frame begins in the window. */
async function cornerOf(frame: Frame): Promise<{ readonly x: number; readonly y: number }> {
  if (!frame.parentFrame()) return { x: 0, y: 0 };
  const box = await (await frame.frameElement()).boundingBox();
  if (!box) throw new Error('The chat’s frame cannot be seen.');
  return box;
}

/** Opens the chat as a page of its own. */
export function byAddress(url: string): Arrival {
  return {
    async ask(page) {
      await page.goto(url, { waitUntil: 'commit' });
      return { frame: page.mainFrame(), asked: z.number().parse(await page.evaluate('probe.origin')) };
    },
  };
}

const NOTE_CLICK = `addEventListener('click', ({ timeStamp }) => {
  probe.pressed = performance.timeOrigin + timeStamp;
}, true)`;

/** Presses the launcher on a page that has loaded. */
export function byLauncher(host: string): Arrival {
  return {
    async before(page) {
      await page.goto(host);
      await page.locator('button.launcher').waitFor();
      await page.evaluate(NOTE_CLICK);
    },
    async ask(page) {
      await page.locator('button.launcher').click();
      const frame = await (await page.waitForSelector('pop-or-imap iframe')).contentFrame();
      if (!frame) throw new Error('The launcher opens no frame.');
      // The empty page that a frame begins with is not the chat.
      await frame.waitForURL(({ protocol }) => protocol !== 'about:', { waitUntil: 'commit' });
      return { frame, asked: z.number().parse(await page.evaluate('probe.pressed')) };
    },
  };
}
