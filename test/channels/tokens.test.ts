import { afterEach, expect, test, vi } from 'vitest';
import { openTokens, TOKEN_SECONDS } from '../../src/channels/directline/tokens.ts';

afterEach(() => void vi.useRealTimers());

test('a token that was taken before is refused from the second of its end, and for another use or origin', async () => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
  const tokens = openTokens('a-secret-of-the-test');
  const pass = tokens.newPass(['https://shop.example']);
  const token = await tokens.sign(pass);
  expect(await tokens.verify(token, 'https://shop.example')).toEqual(pass);
  vi.setSystemTime(1_800_000_000_000 + TOKEN_SECONDS * 1000 - 1);
  expect(await tokens.verify(token, 'https://shop.example')).toEqual(pass);
  await expect(tokens.verify(token, 'https://evil.example')).rejects.toMatchObject({ code: 'OriginRefused' });
  await expect(tokens.verify(token, undefined, { use: 'stream' })).rejects.toMatchObject({
    code: 'BadToken',
  });
  await expect(tokens.verify(`${token.slice(0, -2)}xx`, undefined)).rejects.toMatchObject({
    code: 'BadToken',
  });
  vi.setSystemTime(1_800_000_000_000 + TOKEN_SECONDS * 1000);
  await expect(tokens.verify(token, 'https://shop.example')).rejects.toMatchObject({ code: 'TokenExpired' });
  expect(await tokens.verify(token, 'https://shop.example', { overdue: 60 })).toEqual(pass);
});
