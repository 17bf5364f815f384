import { createRequire } from 'node:module';
import type { TeamsManifestV1D30 } from '@microsoft/app-manifest';
import { z } from 'zod';
import { TEAMS_COMMANDS } from '../../dialogs/wording.ts';
import { faultOfEach, givenIn, publicUrl } from '../config.ts';
import type { Provider } from '../conversation/provider.ts';
import { label, type Words } from '../conversation/words.ts';
import { BLUE } from './icons.ts';

type Manifest = TeamsManifestV1D30.TeamsManifestV1D30;

const VERSION = '1.30';

/** Settings are missing or wrong, each of which the message names in a line, or a tool is; it says what to do. */
export class PackageError extends Error {
  override name = 'PackageError';
}

const guid = 'write an id such as 12345678-90ab-4cde-8f01-234567890abc';
const NOBODY = '00000000-0000-0000-0000-000000000000';
const id = z.guid(guid).refine((value) => value !== NOBODY, guid);
const settings = z.object({
  MicrosoftAppId: id,
  TEAMS_APP_ID: id.optional(),
  PUBLIC_URL: publicUrl
    .refine(
      (url) => URL.parse(url)?.protocol === 'https:',
      'write the https address at which people reach the bot',
    )
    .transform((url) => new URL(url)),
});
type PackageSettings = z.infer<typeof settings>;

/** The settings that the package needs, from an environment such as `process.env`. Throws `PackageError`. */
export function readPackageSettings(
  environment: Readonly<Record<string, string | undefined>>,
): PackageSettings {
  const given = givenIn(environment);
  const parsed = settings.safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = [...faultOfEach(parsed.error)].map(([name, fault]) => {
    const found = given[name] === undefined ? 'is missing' : `is wrong (found: ${given[name]})`;
    return `Setting ${name} ${found}: ${fault}.`;
  });
  throw new PackageError(lines.join('\n'));
}

const SCOPES = ['personal', 'team', 'groupChat'] as const;

/** The app's manifest. `version` is that of the package, `provider` the mail host, `words` what people read. */
export function manifestFor(
  { MicrosoftAppId, TEAMS_APP_ID, PUBLIC_URL }: PackageSettings,
  {
    version,
    provider,
    words,
  }: { readonly version: string; readonly provider: Provider; readonly words: Words },
): Manifest {
  const page = PUBLIC_URL.href;
  const { name, help } = provider;
  const commands = TEAMS_COMMANDS.map((command) => ({
    title: label(words, `teams.command.${command}.say`),
    description: label(words, `teams.command.${command}.does`),
  }));
  return {
    $schema: `https://developer.microsoft.com/json-schemas/teams/v${VERSION}/MicrosoftTeams.schema.json`,
    manifestVersion: VERSION,
    version,
    id: TEAMS_APP_ID ?? MicrosoftAppId,
    developer: {
      name: name.slice(0, 32),
      websiteUrl: page,
      privacyUrl: help.privacy ?? page,
      termsOfUseUrl: help.terms ?? page,
    },
    name: { short: label(words, 'teams.name'), full: label(words, 'teams.fullName') },
    description: { short: label(words, 'teams.short'), full: label(words, 'teams.long') },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: BLUE,
    bots: [
      {
        botId: MicrosoftAppId,
        scopes: [...SCOPES],
        supportsFiles: false,
        isNotificationOnly: false,
        commandLists: SCOPES.map((scope) => ({ scopes: [scope], commands })),
      },
    ],
    permissions: ['identity', 'messageTeamMembers'],
    validDomains: [PUBLIC_URL.host],
  };
}

/**
 * Loads a package that is needed to pack the app, and not to run the bot. Throws `PackageError` where it is not installed.
 */
export async function forPacking<Package>(load: () => Promise<Package>): Promise<Package> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
    throw new PackageError(
      'What packs the app is a tool for developers, and is not installed here: run "npm ci" without --omit=dev, or pack the app on your own machine.',
    );
  }
}

const require = createRequire(import.meta.url);

/** What Microsoft's published schema finds wrong with a manifest, from `@microsoft/app-manifest`. */
export async function faultsOf(manifest: Manifest): Promise<string[]> {
  const { AppManifestUtils } = await forPacking(() => import('@microsoft/app-manifest'));
  const schema = require(
    `@microsoft/app-manifest/build/json-schemas/teams/v${VERSION}/MicrosoftTeams.schema.json`,
  );
  return AppManifestUtils.validateAgainstSchema(manifest, schema);
}
