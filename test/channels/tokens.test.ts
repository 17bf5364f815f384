import { createHash } from 'node:crypto';
import { jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { openTokens, TOKEN_SECONDS } from '../../src/channels/directline/tokens.ts';

test('a token that was taken before is refused from the second of its end, and for another use or origin', async () => {
  let now = 1_800_000_000_000;
  const open = () => openTokens('a-secret-of-the-test', () => now);
  const tokens = open();
  const pass = tokens.newPass(['https://shop.example']);
  const token = await tokens.sign(pass);
  expect(await tokens.verify(token, 'https://shop.example')).toEqual(pass);
  now += TOKEN_SECONDS * 1000 - 1;
  expect(await tokens.verify(token, 'https://shop.example')).toEqual(pass);
  // Another replica knows it by its signature alone.
  expect(await open().verify(token, 'https://shop.example')).toEqual(pass);
  await expect(tokens.verify(token, 'https://evil.example')).rejects.toMatchObject({ code: 'OriginRefused' });
  await expect(tokens.verify(token, undefined, { use: 'stream' })).rejects.toMatchObject({
    code: 'BadToken',
  });
  await expect(tokens.verify(`${token.slice(0, -2)}xx`, undefined)).rejects.toMatchObject({
    code: 'BadToken',
  });
  now++;
  await expect(tokens.verify(token, 'https://shop.example')).rejects.toMatchObject({ code: 'TokenExpired' });
  await expect(open().verify(token, 'https://shop.example')).rejects.toMatchObject({ code: 'TokenExpired' });
  expect(await tokens.verify(token, 'https://shop.example', { overdue: 60 })).toEqual(pass);
  expect(await open().verify(token, 'https://shop.example', { overdue: 60 })).toEqual(pass);
});

test('a token is a JWT that jose takes for what it is, and for nothing after a change of one sign', async () => {
  const secret = 'a-secret-of-the-test';
  const key = createHash('sha256').update(secret).digest();
  const tokens = openTokens(secret);
  const pass = tokens.newPass(['https://shöp.example']);
  for (const use of ['directline', 'stream'] as const) {
    const token = tokens.sign(pass, use);
    const { payload, protectedHeader } = await jwtVerify(token, key, {
      algorithms: ['HS256'],
      audience: use,
      subject: pass.userId,
      maxTokenAge: '5s',
    });
    expect(protectedHeader).toEqual({ alg: 'HS256' });
    expect(payload).toMatchObject({
      conversation: pass.conversationId,
      user: pass.userId,
      origins: pass.origins,
    });
    // What another replica has signed is known by its signature alone.
    expect(await openTokens(secret).verify(token, undefined, { use })).toEqual(pass);
    const at = token.lastIndexOf('.') - 5;
    const forged = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
    await expect(tokens.verify(forged, undefined, { use })).rejects.toMatchObject({ code: 'BadToken' });
  }
});
