import { createHash } from 'node:crypto';
import type { Protocol } from '../../../dialogs/advise.ts';
import type { Provider } from '../../conversation/provider.ts';
import { escapeXml } from './xml.ts';

/** What a property list can hold here. */
type Plist = string | number | boolean | readonly Plist[] | { readonly [key: string]: Plist };

/**
 * A configuration profile for Mail on iPhone, iPad and Mac (payload `com.apple.mail.managed`, Apple's "Device
 * Management" reference). It carries no address, name or password: the device asks for them when it is installed.
 * The same provider gives the same profile, so that installing it again replaces the one that is there.
 * `description` is shown before somebody installs it.
 */
export function mobileconfig(provider: Provider, protocol: Protocol, description: string): string {
  const { name, domain, smtp } = provider;
  const incoming = protocol === 'IMAP' ? provider.imap : provider.pop;
  const reversed = domain.toLowerCase().split('.').reverse().join('.');
  const identifier = `${reversed}.mail.${protocol.toLowerCase()}`;
  const account = {
    PayloadType: 'com.apple.mail.managed',
    PayloadVersion: 1,
    PayloadIdentifier: `${identifier}.account`,
    PayloadUUID: uuidFrom(provider, `${identifier}.account`),
    PayloadDisplayName: `${name} (${protocol})`,
    EmailAccountDescription: name,
    EmailAccountType: `EmailType${protocol}`,
    IncomingMailServerAuthentication: 'EmailAuthPassword',
    IncomingMailServerHostName: incoming.host,
    IncomingMailServerPortNumber: incoming.port,
    // Whether it is TLS from the start or STARTTLS, the device tells by the port.
    IncomingMailServerUseSSL: true,
    OutgoingMailServerAuthentication: 'EmailAuthPassword',
    OutgoingMailServerHostName: smtp.host,
    OutgoingMailServerPortNumber: smtp.port,
    OutgoingMailServerUseSSL: true,
    OutgoingPasswordSameAsIncomingPassword: true,
  };
  const profile = {
    PayloadType: 'Configuration',
    PayloadVersion: 1,
    PayloadIdentifier: identifier,
    PayloadUUID: uuidFrom(provider, identifier),
    PayloadDisplayName: `${name} (${protocol})`,
    PayloadDescription: description,
    PayloadOrganization: name,
    PayloadRemovalDisallowed: false,
    PayloadContent: [account],
  };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0">',
    plist(profile),
    '</plist>',
    '',
  ].join('\n');
}

function plist(value: Plist): string {
  if (typeof value === 'string') return `<string>${escapeXml(value)}</string>`;
  if (typeof value === 'number') return `<integer>${value}</integer>`;
  if (typeof value === 'boolean') return value ? '<true/>' : '<false/>';
  if (isList(value)) return `<array>\n${value.map(plist).join('\n')}\n</array>`;
  const entries = Object.entries(value).map(([key, inner]) => `<key>${escapeXml(key)}</key>${plist(inner)}`);
  return `<dict>\n${entries.join('\n')}\n</dict>`;
}

function isList(value: Plist): value is readonly Plist[] {
  return Array.isArray(value);
}

/** A UUID of version 8 (RFC 9562, own content) from the provider's data and a name. */
function uuidFrom({ domain, imap, pop, smtp }: Provider, name: string): string {
  const bytes = createHash('sha256')
    .update(JSON.stringify([domain, imap, pop, smtp, name]))
    .digest()
    .subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex').toUpperCase();
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
