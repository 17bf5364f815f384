import { expect, test } from 'vitest';
import { z } from 'zod';
import { openBotAndBrowser } from './botAndBrowser.ts';

const there = openBotAndBrowser();

const ATTACKS = [
  '<img src="https://evil.example/x.png" onerror="window.hacked = 1">',
  '<script>window.hacked = 2</script>',
  '<svg onload="window.hacked = 3"><a href="https://evil.example/">x</a></svg>',
  '[innocent](javascript:window.hacked=4)',
  '[innocent](<javascript:window.hacked=5>)',
  '![x](https://evil.example/picture.png)',
  '[x]: https://evil.example/ "y"\n\n[x]',
];

/** Runs in the page: what has become of the messages. */
const LOOK = `(() => {
  const own = [...document.querySelectorAll('.webchat__bubble__content')].filter((one) => /zq\\d/.test(one.textContent));
  const tags = own.flatMap((one) => [...one.querySelectorAll('img, script, svg, iframe, a')]);
  return {
    texts: own.map((one) => one.textContent),
    tags: tags.map((tag) => tag.outerHTML),
    hacked: 'hacked' in window,
  };
})()`;
const found = z.object({ texts: z.array(z.string()), tags: z.array(z.string()), hacked: z.boolean() });

test('what a person types is text on the page, whatever it looks like', { timeout: 60_000 }, async () => {
  const page = await (await there.browser.newContext()).newPage();
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(there.bot.url);
  const bubbles = page.locator('.webchat__bubble__content');
  await bubbles.first().waitFor();
  for (const [at, attack] of ATTACKS.entries()) {
    await page.locator('[data-id="webchat-sendbox-input"]').fill(`zq${at} ${attack.replaceAll('\n', ' ')}`);
    await page.keyboard.press('Enter');
    // Its own bubble, and the reply.
    await expect.poll(() => bubbles.count(), { timeout: 10_000 }).toBeGreaterThanOrEqual(3 + 2 * at);
  }
  const own = found.parse(await page.evaluate(LOOK));
  expect(own.hacked).toBe(false);
  expect(own.texts).toHaveLength(ATTACKS.length);
  expect(own.texts[0]).toContain('<img src=');
  // An address that somebody typed may be a link to just that address.
  expect(own.tags.filter((tag) => !/^<a [^>]*href="https:\/\/evil\.example\/[\w.]*"/.test(tag))).toEqual([]);
  expect(requests.filter((url) => !url.startsWith(there.bot.url) && !/^(ws|data|blob):/.test(url))).toEqual(
    [],
  );
});
