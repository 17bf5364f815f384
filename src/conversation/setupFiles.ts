/**
 * Files made from `provider.yaml` that set a mail program up, by the name that sentences give them
 * (`{file.profileIMAP}`), and the path under which the bot serves them.
 */
export const SETUP_FILES = {
  profileIMAP: '/setup/imap.mobileconfig',
  profilePOP: '/setup/pop.mobileconfig',
  autoconfig: '/.well-known/autoconfig/mail/config-v1.1.xml',
} as const;

/** The paths for the gaps in sentences. */
export function fileGaps(): ReadonlyMap<string, string> {
  return new Map(Object.entries(SETUP_FILES).map(([name, path]) => [`file.${name}`, path]));
}
