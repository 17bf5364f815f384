import type { IncomingMessage } from 'node:http';
import { BOT_FRAMEWORK, isWithin } from '../../botFramework.ts';
import { isLoopbackUrl } from '../../loopback.ts';
import { memoise } from '../../memoise.ts';

/**
 * Domains of Microsoft's channels, whose service URLs replies may go to: those of Bot Framework's own ones and of Teams, GCC
 * and the other clouds of the US government included. Below trafficmanager.net and azure.us anybody may have a name, so of
 * these only what is Microsoft's counts.
 *
 * Source: Microsoft, "Variable TeamsServiceEndpoints",
 * https://microsoft.github.io/Agents-for-js/variables/_microsoft_agents-hosting.TeamsServiceEndpoints.html, and the hosts that
 * the Teams SDK takes (`allowedServiceUrls` of github.com/microsoft/teams.ts).
 */
const DOMAINS = [...BOT_FRAMEWORK, 'teams.microsoft.com', 'teams.microsoft.us'];
const HOSTS: readonly string[] = ['smba.trafficmanager.net', 'smba.onyx.prod.teams.trafficmanager.net'];

/** How many service URLs are remembered, and how long they may be. Channels have a few, for regions. */
const KNOWN = 200;
const LONGEST = 200;
const keyOf = (text: string): string | null => (text.length > LONGEST ? null : text);

/**
 * Whether a request calls the bot by a name of this machine, and so does the page that makes it, if one does: anybody may
 * have a name of their own lead here, and their page then speaks with the bot as if it were theirs.
 */
export function isCalledLoopback({ headers: { host, origin } }: IncomingMessage): boolean {
  return isLoopbackUrl(`http://${host}`) && (origin === undefined || isLoopbackUrl(origin));
}

/** Where replies may go: to Microsoft's channels, to this machine, or to both. */
type Trusted = { readonly channels: boolean; readonly loopback: boolean };

/** Whether replies may go to a service URL. */
export function openTrust(trusted: Trusted): (serviceUrl: string) => boolean {
  return memoise(KNOWN, keyOf, (url) => isTrusted(url, trusted));
}

function isTrusted(serviceUrl: string, { channels, loopback }: Trusted): boolean {
  if (!URL.canParse(serviceUrl)) return false;
  const { protocol, hostname, username, password } = new URL(serviceUrl);
  if (username !== '' || password !== '') return false;
  if (loopback && /^https?:$/.test(protocol) && isLoopbackUrl(serviceUrl)) return true;
  return channels && protocol === 'https:' && (HOSTS.includes(hostname) || isWithin(hostname, DOMAINS));
}
