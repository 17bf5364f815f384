import { BlockList, isIP } from 'node:net';
import { memoise } from './memoise.ts';

const thisMachine = new BlockList();
thisMachine.addSubnet('127.0.0.0', 8, 'ipv4');
thisMachine.addAddress('::1', 'ipv6');

/** How many addresses are remembered, and how long they may be. */
const KNOWN = 200;
const LONGEST = 200;
const keyOf = (text: string): string | null => (text.length > LONGEST ? null : text);

/** Whether a connection comes from this machine. */
export function isLoopbackAddress(address: string | undefined): boolean {
  return address !== undefined && isOfThisMachine(address);
}

const isOfThisMachine = memoise(KNOWN, keyOf, (address): boolean => {
  const plain = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
  const family = isIP(plain);
  return family !== 0 && thisMachine.check(plain, family === 6 ? 'ipv6' : 'ipv4');
});

/** Whether a URL names this machine, as localhost or by its loopback address. */
export const isLoopbackUrl = memoise(KNOWN, keyOf, (url): boolean => {
  const hostname = URL.parse(url)?.hostname.replace(/^\[|\]$/g, '');
  return hostname === 'localhost' || isLoopbackAddress(hostname);
});
