/**
 * The domains of Bot Framework in the public cloud and in that of the US government.
 *
 * Source: Microsoft, "Configure Bot Framework bots for US government customers",
 * https://learn.microsoft.com/azure/bot-service/how-to-deploy-gov-cloud-high
 */
export const BOT_FRAMEWORK: readonly string[] = [
  'botframework.com',
  'botframework.us',
  'botframework.azure.us',
];

/** Whether a host is one of some domains, or lies below one. */
export function isWithin(hostname: string, domains: readonly string[]): boolean {
  return domains.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`));
}
