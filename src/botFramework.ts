import { DIRECT_LINE } from './paths.ts';

const PUBLIC = 'botframework.com';
const GOVERNMENT = 'botframework.azure.us';

/**
 * The domains of Bot Framework in the public cloud and in that of the US government.
 *
 * Source: Microsoft, "Configure Bot Framework bots for US government customers",
 * https://learn.microsoft.com/azure/bot-service/how-to-deploy-gov-cloud-high
 */
export const BOT_FRAMEWORK: readonly string[] = [PUBLIC, 'botframework.us', GOVERNMENT];
/** Where a bot gets its own tokens from, and what tokens are for. */
const LOGIN = [...BOT_FRAMEWORK, 'microsoftonline.com', 'microsoftonline.us'];

/** Direct Line over Azure, which has hosts by region in each cloud. */
export const AZURE_DIRECT_LINE = `https://directline.${PUBLIC}${DIRECT_LINE}`;
const DIRECT_LINE_DOMAINS = [PUBLIC, GOVERNMENT, 'botframework.azure.cn'].map(RegExp.escape);
const ON_DIRECT_LINE = new RegExp(
  `^https://([a-z0-9-]+\\.)?directline\\.(${DIRECT_LINE_DOMAINS.join('|')})/`,
);

/** Whether a host is one of some domains, or lies below one. */
export function isWithin(hostname: string, domains: readonly string[]): boolean {
  return domains.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`));
}

/** Whether an address is one of Bot Framework or of Microsoft's login, over https. */
export function isMicrosofts(address: string): boolean {
  const url = URL.parse(address);
  return url?.protocol === 'https:' && isWithin(url.hostname, LOGIN);
}

/** Whether an address is one of Microsoft's Direct Line, over https. */
export const isAzureDirectLine = (address: string): boolean => ON_DIRECT_LINE.test(address);
