import { BlockList, isIP } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Hosts of Microsoft's channels, whose service URLs replies may go to. */
const MICROSOFT =
  /(^|\.)(botframework\.com|botframework\.us|azure\.us|teams\.microsoft\.com|infra\.gcc\.teams\.microsoft\.com)$/;
const TRAFFIC_MANAGER = /^smba\.trafficmanager\.net$/;

/** Whether a connection comes from this machine. */
export function isLoopbackAddress(address: string | undefined): boolean {
  if (address === undefined) return false;
  const plain = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
  const family = isIP(plain);
  return family !== 0 && loopback.check(plain, family === 6 ? 'ipv6' : 'ipv4');
}

/** Whether replies may go to a service URL: Microsoft's hosts with credentials, this machine without. */
export function isTrustedServiceUrl(serviceUrl: string, credentials: boolean): boolean {
  if (!URL.canParse(serviceUrl)) return false;
  const { protocol, hostname, username } = new URL(serviceUrl);
  if (username !== '') return false;
  if (!credentials) {
    const host = hostname.replace(/^\[|\]$/g, '');
    return /^https?:$/.test(protocol) && (host === 'localhost' || isLoopbackAddress(host));
  }
  if (protocol !== 'https:') return false;
  return hostname.endsWith('trafficmanager.net') ? TRAFFIC_MANAGER.test(hostname) : MICROSOFT.test(hostname);
}
