import { z } from 'zod';
import { flatten, type Gaps } from './gaps.ts';
import { literal } from './literal.ts';
import { signUnseen } from './sentence.ts';
import { mapAll, parsed, type YamlFile } from './yaml.ts';

/** Addresses become links: only such as browsers open, and with no character that would end the link. */
const address = z.url({
  protocol: /^https?$/,
  error: 'is not an address such as https://webmail.example.com/',
});
const linkable = address.regex(/^[^\s<>()[\]|*`"']+$/, 'has signs in it that an address cannot have');

const webmail = linkable.regex(
  /^https:/,
  'begins with http:, over which a password could be read: write https:',
);

/** What Teams links to beside an app; over https only (app manifest schema, `developer`). */
const statement = linkable
  .regex(/^https:/, 'begins with http:, which Teams refuses: write https:')
  .optional();

const host = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/i,
    'is not a host name such as imap.example.com',
  );
const PORT = 'is not a port: write one from 1 to 65535';
const port = z.int().min(1, PORT).max(65_535, PORT);
const text = z.string().trim().min(1);
const server = z.looseObject({ host, port, security: z.enum(['tls', 'starttls']) });

const schema = z.looseObject({
  name: text,
  domain: host,
  imap: server,
  pop: server,
  smtp: server.extend({ fallback: server.omit({ host: true }).optional() }),
  username: text,
  usernameForm: z.enum(['address', 'local']),
  appPassword: text.optional(),
  webmail,
  help: z.looseObject({ setup: linkable, privacy: statement, terms: statement }),
  support: z.looseObject({
    email: z.email('is not an address such as support@example.com'),
    phone: text.optional(),
  }),
});

/** The mail host that the bot speaks for, as `dialogs/provider.yaml` has it. */
export type Provider = Readonly<z.infer<typeof schema>>;

/** The ports that have a meaning of their own (IANA; RFC 8314), and what speaks there. */
const MEANT: ReadonlyMap<number, readonly [protocol: 'imap' | 'pop' | 'smtp', security: string]> = new Map([
  [143, ['imap', 'starttls']],
  [993, ['imap', 'tls']],
  [110, ['pop', 'starttls']],
  [995, ['pop', 'tls']],
  [25, ['smtp', 'starttls']],
  [587, ['smtp', 'starttls']],
  [465, ['smtp', 'tls']],
]);

/** The mail host. Throws `DialogError` with file and line. */
export function readProvider(file: YamlFile): Provider {
  const provider = parsed(file, schema);
  // Names of the operator's own that sentences use are in no schema.
  mapAll(flatten(provider), ([path, value]) => {
    if (value === null || (typeof value === 'string' && value.trim() === ''))
      throw file.wrong(
        path.split('.'),
        `"${path}" is empty: write what is to stand in its gaps, or remove it.`,
      );
    if (typeof value === 'string' && /[{}]/.test(value))
      throw file.wrong(
        path.split('.'),
        `"${path}" has a gap, and nothing fills it here: write what is to stand there.`,
      );
    const unseen = typeof value === 'string' ? signUnseen(value) : null;
    if (unseen !== null) throw file.wrong(path.split('.'), `"${path}": ${unseen}`);
  });
  const { imap, pop, smtp } = provider;
  const servers = [
    [['imap'], imap],
    [['pop'], pop],
    [['smtp'], smtp],
    ...(smtp.fallback ? [[['smtp', 'fallback'], smtp.fallback] as const] : []),
  ] as const;
  mapAll(servers, ([path, { port, security }]) => {
    const [protocol, secured] = MEANT.get(port) ?? [path[0], security];
    const name = [...path, 'port'].join('.');
    if (protocol !== path[0])
      throw file.wrong(
        [...path, 'port'],
        `"${name}" is ${port}, the port of ${protocol}: ${remedyFor(path[0])}`,
      );
    if (secured !== security)
      throw file.wrong(
        [...path, 'port'],
        `"${name}" is ${port}, where security is ${secured}, and not ${security}: ${remedyFor(path[0])}`,
      );
  });
  return provider;
}

/** The hosts that nobody can have (RFC 2606: `.example`), of the servers, webmail and the support address, each once. */
export function madeUpHosts({ imap, pop, smtp, webmail, support }: Provider): readonly string[] {
  const hosts = [
    imap.host,
    pop.host,
    smtp.host,
    new URL(webmail).hostname,
    support.email.replace(/^.*@/, ''),
  ];
  return [...new Set(hosts)].filter((name) => /\.example$/i.test(name));
}

function remedyFor(protocol: string): string {
  const ports = [...MEANT].filter(([, [speaks]]) => speaks === protocol);
  return `write ${ports.map(([port, [, security]]) => `${port} with ${security}`).join(', or ')}.`;
}

/** The names that the bot itself knows, by dotted path, and whether a mail host may do without. */
const KNOWN: ReadonlyMap<string, boolean> = new Map(namesIn(schema));

function namesIn(type: unknown, path = '', isOptional = false): [path: string, isOptional: boolean][] {
  if (type instanceof z.ZodOptional) return namesIn(type.unwrap(), path, true);
  if (!(type instanceof z.ZodObject)) return [[path, isOptional]];
  return Object.entries(type.shape).flatMap(([name, inner]) =>
    namesIn(inner, path === '' ? name : `${path}.${name}`, isOptional),
  );
}

/** Names of the operator's own, for gaps in sentences, by dotted path. */
export function ownNames(provider: Provider): readonly string[] {
  return [...flatten(provider).keys()].filter((name) => !KNOWN.has(name));
}

/** As mail programs write it (RFC 8314: implicit TLS, and STARTTLS as the way that older networks leave open). */
const SECURITY: Readonly<Record<string, string>> = { tls: 'SSL/TLS', starttls: 'STARTTLS' };

/** The mail host's values for the gaps in sentences, by dotted path (`imap.host`); null for what it does not have. */
export function providerGaps(provider: Provider): Gaps {
  const values = new Map<string, string | null>();
  for (const [path, isOptional] of KNOWN) if (isOptional) values.set(path, null);
  for (const [path, value] of flatten(provider)) {
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    const text = String(value);
    values.set(path, path.endsWith('.security') ? (SECURITY[text] ?? text) : plain(text));
  }
  return values;
}

/** Addresses have been checked, and characters held apart would break them. */
function plain(value: string): string {
  return linkable.safeParse(value).success ? value : literal(value);
}
