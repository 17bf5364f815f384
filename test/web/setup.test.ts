import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { PROTOCOLS, type Protocol } from '../../dialogs/advise.ts';
import { type Provider, readProvider } from '../../src/conversation/provider.ts';
import { readYaml } from '../../src/conversation/yaml.ts';
import { autoconfig } from '../../src/web/setup/autoconfig.ts';
import { mobileconfig } from '../../src/web/setup/mobileconfig.ts';
import { sourceOf } from '../browser/pictures.ts';
import { type Running, startBot } from '../server.ts';
import { readPlist } from './plist.ts';

const DIALOGS = join(import.meta.dirname, '../../dialogs');
const provider = readProvider(readYaml(join(DIALOGS, 'provider.yaml')));
/** A name that has to be escaped, ports and security that are not the usual ones. */
const odd: Provider = {
  ...provider,
  name: 'Müller & "Söhne" <Post>',
  domain: 'post.example',
  imap: { host: 'a.post.example', port: 143, security: 'starttls' },
  usernameForm: 'local',
};

const UUID = /^[0-9A-F]{8}-[0-9A-F]{4}-8[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/;
/** What Apple's reference asks for in a profile, and in `com.apple.mail.managed`; nothing of the person is in it. */
const account = z.strictObject({
  PayloadType: z.literal('com.apple.mail.managed'),
  PayloadVersion: z.literal(1),
  PayloadIdentifier: z.string().min(1),
  PayloadUUID: z.string().regex(UUID),
  PayloadDisplayName: z.string(),
  EmailAccountDescription: z.string(),
  EmailAccountType: z.enum(['EmailTypeIMAP', 'EmailTypePOP']),
  IncomingMailServerAuthentication: z.literal('EmailAuthPassword'),
  IncomingMailServerHostName: z.string().min(1),
  IncomingMailServerPortNumber: z.int(),
  IncomingMailServerUseSSL: z.literal(true),
  OutgoingMailServerAuthentication: z.literal('EmailAuthPassword'),
  OutgoingMailServerHostName: z.string().min(1),
  OutgoingMailServerPortNumber: z.int(),
  OutgoingMailServerUseSSL: z.literal(true),
  OutgoingPasswordSameAsIncomingPassword: z.literal(true),
});
const profile = z.strictObject({
  PayloadType: z.literal('Configuration'),
  PayloadVersion: z.literal(1),
  PayloadIdentifier: z.string().regex(/^[\w-]+(\.[\w-]+)+$/),
  PayloadUUID: z.string().regex(UUID),
  PayloadDisplayName: z.string().min(1),
  PayloadDescription: z.string().min(1),
  PayloadOrganization: z.string(),
  PayloadRemovalDisallowed: z.literal(false),
  PayloadContent: z.tuple([account]),
});
const read = (of: Provider, protocol: Protocol) =>
  profile.parse(readPlist(mobileconfig(of, protocol, `For ${of.name}`)));

describe('the configuration profile for Apple’s Mail', () => {
  test.each(PROTOCOLS)('has for %s what Apple’s reference requires, from the provider', (protocol) => {
    const incoming = protocol === 'IMAP' ? provider.imap : provider.pop;
    const [mail] = read(provider, protocol).PayloadContent;
    expect(mail).toMatchObject({
      EmailAccountType: `EmailType${protocol}`,
      IncomingMailServerHostName: incoming.host,
      IncomingMailServerPortNumber: incoming.port,
      OutgoingMailServerHostName: provider.smtp.host,
      OutgoingMailServerPortNumber: provider.smtp.port,
    });
  });

  test('is the same each time, and another for each protocol and each provider', () => {
    const ids = [read(provider, 'IMAP'), read(provider, 'POP'), read(odd, 'IMAP')].flatMap((one) => [
      one.PayloadUUID,
      one.PayloadContent[0].PayloadUUID,
    ]);
    expect(new Set(ids).size).toBe(6);
    expect(mobileconfig(provider, 'IMAP', 'x')).toBe(mobileconfig({ ...provider }, 'IMAP', 'x'));
  });

  test('carries any name unharmed', () => {
    expect(read(odd, 'IMAP')).toMatchObject({
      PayloadOrganization: odd.name,
      PayloadDescription: `For ${odd.name}`,
    });
  });
});

const server = (type: z.ZodType) =>
  z.looseObject({
    type,
    hostname: z.string().min(1),
    port: z.coerce.number().int().min(1).max(65_535),
    socketType: z.enum(['SSL', 'STARTTLS']),
    username: z.enum(['%EMAILADDRESS%', '%EMAILLOCALPART%']),
    authentication: z.literal('password-cleartext'),
  });
/** What draft-ietf-mailmaint-autoconfig asks for, in the order of preference. */
const clientConfig = z.strictObject({
  version: z.literal('1.1'),
  emailProvider: z.strictObject({
    id: z.string().min(1),
    domain: z.string().min(1),
    displayName: z.string().min(1),
    displayShortName: z.string().min(1),
    incomingServer: z.array(server(z.enum(['imap', 'pop3']))).length(2),
    outgoingServer: z.array(server(z.literal('smtp'))).length(2),
    documentation: z.strictObject({
      url: z.url(),
      descr: z.strictObject({ lang: z.literal('en'), '#text': z.string() }),
    }),
  }),
  webMail: z.strictObject({ loginPage: z.strictObject({ url: z.url() }) }),
});
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  ignoreDeclaration: true,
  parseTagValue: false,
});
function readAutoconfig(xml: string) {
  expect(XMLValidator.validate(xml)).toBe(true);
  return z.strictObject({ clientConfig }).parse(parser.parse(xml)).clientConfig;
}

describe('the settings for Thunderbird', () => {
  test('have what the format requires, IMAP first and implicit TLS first', () => {
    const { emailProvider } = readAutoconfig(autoconfig(provider));
    const told = [...emailProvider.incomingServer, ...emailProvider.outgoingServer].map((one) => [
      one.type,
      one.hostname,
      one.port,
      one.socketType,
      one.username,
    ]);
    expect(told).toEqual([
      ['imap', 'imap.mail.example', 993, 'SSL', '%EMAILADDRESS%'],
      ['pop3', 'pop.mail.example', 995, 'SSL', '%EMAILADDRESS%'],
      ['smtp', 'smtp.mail.example', 465, 'SSL', '%EMAILADDRESS%'],
      ['smtp', 'smtp.mail.example', 587, 'STARTTLS', '%EMAILADDRESS%'],
    ]);
  });

  test('name one server for sending where the mail host has no second port', () => {
    const { fallback: _, ...smtp } = provider.smtp;
    const xml = autoconfig({ ...provider, smtp });
    expect(XMLValidator.validate(xml)).toBe(true);
    expect(xml.match(/<port>\d+/g)).toEqual(['<port>993', '<port>995', '<port>465']);
    expect(xml).not.toContain('undefined');
  });

  test('switch leaving a copy on the server off for POP', () => {
    const [imap, pop] = readAutoconfig(autoconfig(provider)).emailProvider.incomingServer;
    expect(pop).toMatchObject({ pop3: { leaveMessagesOnServer: 'false' } });
    expect(imap).not.toHaveProperty('pop3');
  });

  test('carry any name unharmed, and the provider’s own security and user name', () => {
    const { emailProvider } = readAutoconfig(autoconfig(odd));
    expect(emailProvider.displayName).toBe(odd.name);
    expect(emailProvider.incomingServer[0]).toMatchObject({
      socketType: 'STARTTLS',
      username: '%EMAILLOCALPART%',
    });
  });
});

describe('what guides lead to is served', () => {
  let bot: Running;
  beforeAll(async () => {
    bot = await startBot({});
  });
  afterAll(() => bot?.stop());

  test.each([
    ['/setup/imap.mobileconfig', 'application/x-apple-aspen-config'],
    ['/setup/pop.mobileconfig', 'application/x-apple-aspen-config'],
    ['/.well-known/autoconfig/mail/config-v1.1.xml', 'text/xml; charset=utf-8'],
    ['/mail/config-v1.1.xml?emailaddress=ann%40mail.example', 'text/xml; charset=utf-8'],
    ['/pictures/outlook-leave-a-copy.png', 'image/png'],
    ['/pictures/outlook-leave-a-copy.svg', 'image/svg+xml'],
  ])('%s as %s, and not again to whoever has it', async (path, type) => {
    const first = await fetch(`${bot.url}${path}`);
    expect(first.status).toBe(200);
    expect(first.headers.get('content-type')).toBe(type);
    expect(first.headers.get('cache-control')).toContain('max-age');
    expect((await first.arrayBuffer()).byteLength).toBe(Number(first.headers.get('content-length')));
    const again = await fetch(`${bot.url}${path}`, {
      headers: { 'if-none-match': first.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
  });

  test('a profile that a device takes, with words of its own for who installs it', async () => {
    const response = await fetch(`${bot.url}/setup/pop.mobileconfig`);
    const { PayloadDescription } = profile.parse(readPlist(await response.text()));
    expect(PayloadDescription).toContain('POP');
    expect(response.headers.get('content-disposition')).toContain('.mobileconfig');
  });
});

test('the picture that is sent was made from the drawing that is there', () => {
  const drawing = join(DIALOGS, 'pictures/outlook-leave-a-copy');
  const png = readFileSync(`${drawing}.png`);
  expect(png.toString('latin1')).toContain(sourceOf(readFileSync(`${drawing}.svg`)));
});
