import { z } from 'zod';
import { AZURE_DIRECT_LINE, isAzureDirectLine, isMicrosofts } from './botFramework.ts';
import { isLoopbackUrl } from './loopback.ts';
import { originIn } from './origin.ts';
import { DIRECT_LINE, PORT } from './paths.ts';
import { StartError } from './startError.ts';

/** `test` is as `development`; what runs tests sets it. */
const modes = ['development', 'production', 'test'] as const;
const appTypes = ['MultiTenant', 'SingleTenant', 'UserAssignedMSI'] as const;

/** Bot Framework's names for a Connector other than that of the public cloud: set all of them, or none. */
const connectorNames = [
  'ToBotFromChannelOpenIdMetadataUrl',
  'ToBotFromChannelTokenIssuer',
  'ToChannelFromBotLoginUrl',
  'ToChannelFromBotOAuthScope',
] as const;
/** A tenant's GUID, or one of its domains. */
const TENANT = /^([\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|([a-z\d-]+\.)+[a-z]{2,})$/i;
/** Fewer distinct characters than this in a secret look like a key held down. */
const DISTINCT = 4;
const connectorUrl = z.url('write an address such as https://api.botframework.us').optional();

/** A whole number within bounds; `remedy` says what to write. */
function whole(least: number, most: number, remedy: string) {
  return z.coerce.number(remedy).int(remedy).min(least, remedy).max(most, remedy);
}

/** The address at which people reach the bot, which has no path. */
export const publicUrl = z
  .url({ protocol: /^https?$/, error: 'write an address such as https://bot.example' })
  .refine((url) => originIn(url) !== null, 'write the address without a path, such as https://bot.example');

const fields = z.object({
  PORT: whole(1, 65_535, `write a port from 1 to 65535, such as ${PORT}`).default(PORT),
  STORAGE: z.string().default('sqlite:./data/bot.db'),
  MicrosoftAppId: z
    .guid('write the app id from Azure, such as 00000000-0000-0000-0000-000000000000')
    .optional(),
  MicrosoftAppPassword: z.string().optional(),
  MicrosoftAppType: z.enum(appTypes, `write one of ${appTypes.join(', ')}`).default('MultiTenant'),
  MicrosoftAppTenantId: z
    .string()
    .regex(
      TENANT,
      'write the tenant id from Azure, such as 00000000-0000-0000-0000-000000000000, or its domain',
    )
    .optional(),
  ToBotFromChannelOpenIdMetadataUrl: connectorUrl,
  ToBotFromChannelTokenIssuer: connectorUrl,
  ToChannelFromBotLoginUrl: connectorUrl,
  ToChannelFromBotOAuthScope: connectorUrl,
  MESSAGES_PER_MINUTE: whole(1, Number.MAX_SAFE_INTEGER, 'write a whole number from 1, such as 60').default(
    60,
  ),
  STATE_DAYS: z.coerce
    .number('write a number of days, such as 30')
    .min(1 / 24, 'write a number of days, such as 30, and at least an hour (0.042), as a token lives so long')
    .max(36_500, 'write a number of days, such as 30')
    .default(30),
  LOG_HOURS: z.coerce
    .number('write a number of hours, such as 24')
    .min(1, 'write at least 1 hour, as a token lives so long')
    .max(876_000, 'write a number of hours, such as 24')
    .default(24),
  DIRECT_LINE_SECRET: z
    .string()
    .min(16, 'write at least 16 characters that nobody can guess')
    // Whoever has it sends it in a header.
    .regex(/^[!-~]+$/, 'write letters, digits and signs of ASCII, without spaces')
    .refine(
      (secret) => new Set(secret).size >= DISTINCT,
      'write one that nobody can guess, and not the same few characters again and again',
    )
    .optional(),
  AZURE_DIRECT_LINE_SECRET: z
    .string()
    .min(16, 'write one of the two secrets of the Direct Line channel in Azure')
    .optional(),
  AZURE_DIRECT_LINE_URL: z
    .url({
      protocol: /^https?$/,
      error: `write an address such as ${AZURE_DIRECT_LINE.replace('//', '//europe.')}`,
    })
    .transform((url) => url.replace(/\/+$/, ''))
    .refine((url) => url.endsWith(DIRECT_LINE), `write ${DIRECT_LINE} behind the host`)
    .default(AZURE_DIRECT_LINE),
  ALLOWED_ORIGINS: z
    .string()
    .refine((list) => !list.includes('*'), 'write each origin in full, as * stands for none')
    .transform((list) => list.split(/[\s,]+/).map(originIn))
    .refine(
      (origins) => origins.every((origin) => origin !== null),
      'write the origins of your pages with spaces between, such as https://www.mail.example https://mail.example',
    )
    .transform((origins) => origins.flatMap((origin) => origin ?? []))
    .optional(),
  PUBLIC_URL: publicUrl.optional(),
  PROXIES: whole(
    0,
    Number.MAX_SAFE_INTEGER,
    'write how many proxies stand in front of the bot, such as 1',
  ).default(0),
  LOG_LEVEL: z
    .enum(
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
      'write one of trace, debug, info, warn, error, fatal, silent',
    )
    .default('info'),
  NODE_ENV: z.enum(modes, `write one of ${modes.join(', ')}`).default('development'),
});

export type Settings = Readonly<z.infer<typeof fields>>;

type Name = keyof Settings;

/** What several settings must have in common: gives the one that is wrong beside the others, and why. */
type Rule = (settings: Settings, wrong: (name: Name, message: string) => void) => void;

const credentials: Rule = (settings, wrong) => {
  const { MicrosoftAppId, MicrosoftAppPassword, MicrosoftAppType, MicrosoftAppTenantId } = settings;
  if (MicrosoftAppId && !MicrosoftAppPassword && MicrosoftAppType !== 'UserAssignedMSI') {
    wrong(
      'MicrosoftAppPassword',
      'is missing although MicrosoftAppId is set: write the password from Azure, or remove the id',
    );
  }
  if (MicrosoftAppPassword && !MicrosoftAppId) {
    wrong(
      'MicrosoftAppId',
      'is missing although MicrosoftAppPassword is set: an empty id would turn authentication off',
    );
  }
  if (!MicrosoftAppId && MicrosoftAppType !== 'MultiTenant') {
    wrong(
      'MicrosoftAppId',
      `is missing although MicrosoftAppType is ${MicrosoftAppType}: write the app id from Azure, or remove the type`,
    );
  }
  if (MicrosoftAppId && MicrosoftAppType !== 'MultiTenant' && !MicrosoftAppTenantId) {
    wrong(
      'MicrosoftAppTenantId',
      `is needed for MicrosoftAppType ${MicrosoftAppType}: write the tenant id from Azure`,
    );
  }
  if (MicrosoftAppPassword && MicrosoftAppType === 'UserAssignedMSI') {
    wrong(
      'MicrosoftAppPassword',
      'is set although MicrosoftAppType is UserAssignedMSI, which has none: remove it',
    );
  }
};

const connector: Rule = (settings, wrong) => {
  const connector = connectorNames.map((name) => [name, settings[name]] as const);
  for (const [name, value] of connector.some(([, value]) => value !== undefined) ? connector : []) {
    if (value === undefined) {
      wrong(name, `is missing: set all of ${connectorNames.join(', ')}, or none`);
    } else if (settings.NODE_ENV === 'production' && !isMicrosofts(value)) {
      wrong(name, 'is not an https address of Microsoft, which production needs');
    }
  }
};

const production: Rule = ({ NODE_ENV, AZURE_DIRECT_LINE_URL, DIRECT_LINE_SECRET }, wrong) => {
  if (NODE_ENV !== 'production') return;
  if (!isAzureDirectLine(AZURE_DIRECT_LINE_URL)) {
    wrong('AZURE_DIRECT_LINE_URL', 'is not an https address of Direct Line, which production needs');
  }
  if (!DIRECT_LINE_SECRET) {
    wrong(
      'DIRECT_LINE_SECRET',
      'is missing: in production write one of at least 16 characters that nobody can guess',
    );
  }
};

/** What is known of a talk is there as long as its messages, which a page would go on with. */
const lives: Rule = ({ STATE_DAYS, LOG_HOURS }, wrong) => {
  const most = STATE_DAYS * 24;
  if (LOG_HOURS > most)
    wrong(
      'LOG_HOURS',
      `is longer than STATE_DAYS, ${LOG_HOURS} hours against ${STATE_DAYS} days: write at most ${Math.floor(most * 100) / 100} hours, or more days there`,
    );
};

/** Checks settings against each other once those that the check depends on are valid by themselves. */
function rule(check: Rule, dependsOn: readonly Name[]) {
  return z.superRefine<Settings>(
    (settings, context) =>
      check(settings, (name, message) => context.addIssue({ code: 'custom', path: [name], message })),
    { when: ({ issues }) => !issues.some(({ path: [name] = [] }) => dependsOn.some((one) => one === name)) },
  );
}

const schema = fields.check(
  rule(credentials, ['MicrosoftAppId', 'MicrosoftAppType']),
  rule(connector, ['NODE_ENV']),
  rule(production, ['NODE_ENV']),
  rule(lives, ['STATE_DAYS', 'LOG_HOURS']),
);

/** The names of all settings. */
export const SETTINGS: readonly string[] = Object.keys(fields.shape);

/** Settings are wrong; the message names each in a line of its own, and says what to write. */
export class SettingError extends StartError {
  override name = 'SettingError';
}

/** What is told of settings that are right by themselves, and have no effect as they stand or probably not the one that is wanted. */
export function doubtfulSettings(
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const given = (name: string) => environment[name]?.trim() || undefined;
  const doubts: string[] = [];
  if (given('AZURE_DIRECT_LINE_URL') && !given('AZURE_DIRECT_LINE_SECRET'))
    doubts.push(
      'AZURE_DIRECT_LINE_URL has no effect without AZURE_DIRECT_LINE_SECRET: set that too, or remove the address.',
    );
  if (given('MicrosoftAppTenantId') && (given('MicrosoftAppType') ?? 'MultiTenant') === 'MultiTenant')
    doubts.push(
      'MicrosoftAppTenantId is for MicrosoftAppType=SingleTenant or UserAssignedMSI, and neither is set: write what Azure says, or remove the tenant.',
    );
  const address = given('PUBLIC_URL');
  const isProduction = given('NODE_ENV') === 'production';
  if (isProduction && given('STORAGE') === 'memory:')
    doubts.push(
      'STORAGE is memory:, so that all talks are lost when the bot ends. Write one that lasts, such as sqlite:./data/bot.db.',
    );
  if (isProduction && !address)
    doubts.push(
      'PUBLIC_URL is not set: pictures and links lead to this machine, as http://localhost, and behind a proxy with https the chat gets no WebSocket. Write the address at which people reach the bot, such as https://bot.example.',
    );
  if (isProduction && address && URL.parse(address)?.protocol === 'http:' && !isLoopbackUrl(address))
    doubts.push(
      'PUBLIC_URL begins with http://: what people write goes over the network for others to read, and Teams shows no pictures. Write the https address at which people reach the bot.',
    );
  return doubts;
}

/** What an environment such as `process.env` gives, without spaces around it; an empty setting counts as not set. */
export function givenIn(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  );
}

/** What is wrong with each setting; of several faults of one the first, as the others may follow from it. */
export function faultOfEach({ issues }: z.ZodError): ReadonlyMap<string, string> {
  const faults = new Map<string, string>();
  for (const { path, message } of issues) {
    const name = String(path[0]);
    if (!faults.has(name)) faults.set(name, message);
  }
  return faults;
}

/** The settings in an environment such as `process.env`. Throws `SettingError`. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given = givenIn(environment);
  const parsed = schema.safeParse(given);
  const placeholders = SETTINGS.filter((name) => /^<.*>$/.test(given[name] ?? ''));
  if (parsed.success && placeholders.length === 0) return Object.freeze(parsed.data);
  const faults = parsed.success ? new Map<string, string>() : faultOfEach(parsed.error);
  const lines = SETTINGS.flatMap((name) => {
    if (placeholders.includes(name))
      return [`Setting ${name}: write your own in place of the <…> of the instructions.`];
    const fault = faults.get(name);
    if (fault === undefined) return [];
    const isSecret = /Password|SECRET/.test(name);
    const found = given[name] === undefined || isSecret ? '' : ` (found: ${given[name]})`;
    return [`Setting ${name}: ${fault}${found}.`];
  });
  throw new SettingError(lines.join('\n'));
}
