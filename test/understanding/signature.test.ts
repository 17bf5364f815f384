import { describe, expect, test } from 'vitest';
import { withoutSignature } from '../../src/conversation/understand/text/signature.ts';

describe('a pasted mail', () => {
  test.each([
    [
      'I use Outlook on the PC.\n\nKind regards\nMark Bell\nBell Plumbing Ltd\nTel: 555 8899\nMobile: 555 1122\n',
      'I use Outlook on the PC.',
    ],
    ['my mail is gone\n--\nTom\nTablet Repair Shop\n', 'my mail is gone'],
    ['Yes.\n\nOn Mon, 3 Nov 2026 at 10:00, Example wrote:\n> Do you read it\n> elsewhere?\n', 'Yes.'],
    ['It is gone.\nGet Outlook for iOS', 'It is gone.'],
  ])('is read without what stands around it: %j', (entire, text) => {
    expect(withoutSignature(entire).text.trim()).toBe(text);
  });

  test.each([
    'Regards, Tom. I use my phone too',
    'With regards to the phone: it doubles mail',
    'my old mail has vanished sent from my phone',
    'one pc, one phone. cheers',
    'thanks, phone and laptop',
    '> 2 devices',
    'a PC and a phone +49 171 2345678',
    'a PC and a mobile 3310',
    'Sent from my iPhone',
  ])('is none, and read as it is: %j', (entire) => {
    expect(withoutSignature(entire)).toEqual({ text: entire, isSentFromDevice: false });
  });

  test('keeps what is told behind the closing', () => {
    expect(withoutSignature('One pc. Regards, Tom, my wife reads it').text).toBe(
      'One pc. \n my wife reads it',
    );
  });

  test.each([
    ['One pc.\nRegards\nTom & Anna, same mailbox', ' same mailbox'],
    ['One pc.\n> and my phone', 'and my phone'],
    ['> my wife reads it too\none pc', 'my wife reads it too'],
  ])('keeps what may tell of others: %j', (entire, told) => {
    expect(withoutSignature(entire).text).toContain(told);
  });

  test('was sent from a computer, which is no other device', () => {
    expect(withoutSignature('One pc.\nSent from Mail for Windows').isSentFromDevice).toBe(false);
    expect(withoutSignature('One pc.\nSent from my iPad').isSentFromDevice).toBe(true);
  });

  test('takes no time', () => {
    const begun = performance.now();
    for (const part of [' \n', '> ', 'sent from my a ', '1 ', 'regards, A', 'tel '])
      withoutSignature(`${part.repeat(4000)}regards, Phone`);
    expect(performance.now() - begun).toBeLessThan(500);
  });
});

test('a phone on a line of its own may be a device, where nothing was closed above it', () => {
  expect(withoutSignature('Slow line, PC.\nphone 0171 2345678\ntablet').isSentFromDevice).toBe(true);
  expect(withoutSignature('Slow line, PC.\nRegards, Tom\nMobile 0171 2345678').isSentFromDevice).toBe(false);
  expect(withoutSignature('Slow line, PC.\nTel 030 123456').isSentFromDevice).toBe(false);
});
