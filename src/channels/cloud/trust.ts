import { BlockList, isIP } from 'node:net';
import { memoise } from '../../memoise.ts';

const thisMachine = new BlockList();
thisMachine.addSubnet('127.0.0.0', 8, 'ipv4');
thisMachine.addAddress('::1', 'ipv6');

/** Hosts of Microsoft's channels, whose service URLs replies may go to. */
const MICROSOFT =
  /(^|\.)(botframework\.com|botframework\.us|azure\.us|teams\.microsoft\.com|infra\.gcc\.teams\.microsoft\.com)$/;
const TRAFFIC_MANAGER = /^smba\.trafficmanager\.net$/;

/** Whether a connection comes from this machine. */
export function isLoopbackAddress(address: string | undefined): boolean {
  if (address === undefined) return false;
  const plain = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
  const family = isIP(plain);
  return family !== 0 && thisMachine.check(plain, family === 6 ? 'ipv6' : 'ipv4');
}

/** Where replies may go: to Microsoft's channels, to this machine, or to both. */
export type Trusted = { readonly channels: boolean; readonly loopback: boolean };

/** How many service URLs are remembered, and how long they may be. Channels have a few, for regions. */
const KNOWN = 200;
const LONGEST = 200;

/** Whether replies may go to a service URL. */
export function openTrust(trusted: Trusted): (serviceUrl: string) => boolean {
  return memoise(
    KNOWN,
    (url: string) => (url.length > LONGEST ? null : url),
    (url) => isTrusted(url, trusted),
  );
}

function isTrusted(serviceUrl: string, { channels, loopback }: Trusted): boolean {
  if (!URL.canParse(serviceUrl)) return false;
  const { protocol, hostname, username, password } = new URL(serviceUrl);
  if (username !== '' || password !== '') return false;
  const host = hostname.replace(/^\[|\]$/g, '');
  if (loopback && /^https?:$/.test(protocol) && (host === 'localhost' || isLoopbackAddress(host)))
    return true;
  if (!channels || protocol !== 'https:') return false;
  return hostname.endsWith('trafficmanager.net') ? TRAFFIC_MANAGER.test(hostname) : MICROSOFT.test(hostname);
}
