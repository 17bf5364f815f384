import { z } from 'zod';
import { literal } from './literal.ts';
import { flatten } from './loadWords.ts';
import type { YamlFile } from './yaml.ts';

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
  imap: server,
  pop: server,
  smtp: server.extend({ fallback: z.looseObject({ port, security: z.enum(['tls', 'starttls']) }) }),
  webmail: linkable,
  help: z.looseObject({ setup: linkable }),
  support: z.looseObject({ email: z.email(), phone: z.string().min(1) }),
});

/** The mail host's own values by dotted path (`imap.host`). Throws `DialogError` with file and line. */
export function loadProvider(file: YamlFile): ReadonlyMap<string, string> {
  const parsed = schema.safeParse(file.content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = (issue?.path ?? []).map(String);
    throw file.wrong(path, `"${path.join('.')}": ${issue?.message ?? 'is wrong'}. Correct it there.`);
  }
  const values = new Map<string, string>();
  for (const [path, value] of flatten(parsed.data)) {
    if (typeof value === 'string' || typeof value === 'number') values.set(path, plain(String(value)));
  }
  return values;
}

/** Addresses have been checked, and a sign held apart would break them. */
function plain(value: string): string {
  return linkable.safeParse(value).success ? value : literal(value);
}
