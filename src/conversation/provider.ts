import { z } from 'zod';
import { flatten } from './gaps.ts';
import { literal } from './literal.ts';
import { parsed, type YamlFile } from './yaml.ts';

/** Addresses become links: only such as browsers open, and with no sign that would end the link. */
const address = z.url({
  protocol: /^https?$/,
  error: 'is not an address such as https://webmail.example.com/',
});
const linkable = address.regex(/^[^\s<>()[\]|*`"']+$/, 'has signs in it that an address cannot have');

const host = z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i, 'is not a host name such as imap.example.com');
const port = z.int().min(1).max(65_535);
const server = z.looseObject({ host, port, security: z.enum(['tls', 'starttls']) });

const schema = z.looseObject({
  name: z.string().min(1),
  domain: host,
  imap: server,
  pop: server,
  smtp: server.extend({ fallback: z.looseObject({ port, security: z.enum(['tls', 'starttls']) }) }),
  username: z.string().min(1),
  usernameForm: z.enum(['address', 'local']),
  appPassword: z.string().min(1),
  webmail: linkable,
  help: z.looseObject({ setup: linkable }),
  support: z.looseObject({ email: z.email(), phone: z.string().min(1) }),
});

/** The mail host that the bot speaks for, as `dialogs/provider.yaml` has it. */
export type Provider = Readonly<z.infer<typeof schema>>;

/** The mail host. Throws `DialogError` with file and line. */
export function readProvider(file: YamlFile): Provider {
  return parsed(file, schema);
}

/** As mail programs write it (RFC 8314: implicit TLS, and STARTTLS as the way that older networks leave open). */
const SECURITY: Readonly<Record<string, string>> = { tls: 'SSL/TLS', starttls: 'STARTTLS' };

/** The mail host's values for the gaps in sentences, by dotted path (`imap.host`). */
export function providerGaps(provider: Provider): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [path, value] of flatten(provider)) {
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    const text = String(value);
    values.set(path, path.endsWith('.security') ? (SECURITY[text] ?? text) : plain(text));
  }
  return values;
}

/** Addresses have been checked, and a sign held apart would break them. */
function plain(value: string): string {
  return linkable.safeParse(value).success ? value : literal(value);
}
