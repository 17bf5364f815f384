import { LANGUAGE } from '../../../dialogs/language.ts';
import type { Provider } from '../../conversation/provider.ts';
import { escapeXml } from './xml.ts';

/** The names that the format has for ways to secure a connection. */
const SOCKETS = { tls: 'SSL', starttls: 'STARTTLS' } as const;
/** What the mail program puts the address, or its part before the @, in place of. */
const USER = { address: '%EMAILADDRESS%', local: '%EMAILLOCALPART%' } as const;

type Server = {
  readonly host: string;
  readonly port: number;
  readonly security: keyof typeof SOCKETS;
};

/**
 * The settings as Thunderbird and other programs look for them (Mozilla's autoconfig, version 1.1;
 * draft-ietf-mailmaint-autoconfig): the first server of a kind is the one that is recommended.
 */
export function autoconfig(provider: Provider): string {
  const { name, domain, imap, pop, smtp, usernameForm, webmail, help } = provider;
  const user = USER[usernameForm];
  const outgoing = [smtp, ...(smtp.fallback ? [{ host: smtp.host, ...smtp.fallback }] : [])];
  return `<?xml version="1.0" encoding="UTF-8"?>
<clientConfig version="1.1">
  <emailProvider id="${escapeXml(domain)}">
    <domain>${escapeXml(domain)}</domain>
    <displayName>${escapeXml(name)}</displayName>
    <displayShortName>${escapeXml(name)}</displayShortName>
    ${server('incomingServer', 'imap', imap, user)}
    ${server('incomingServer', 'pop3', pop, user, POP_OPTIONS)}
    ${outgoing.map((one) => server('outgoingServer', 'smtp', one, user)).join('\n    ')}
    <documentation url="${escapeXml(help.setup)}">
      <descr lang="${LANGUAGE}">${escapeXml(name)}</descr>
    </documentation>
  </emailProvider>
  <webMail>
    <loginPage url="${escapeXml(webmail)}"/>
  </webMail>
</clientConfig>
`;
}

/** A copy that stays on the server is fetched again and again. */
const POP_OPTIONS = `
      <pop3>
        <leaveMessagesOnServer>false</leaveMessagesOnServer>
      </pop3>`;

function server(
  tag: string,
  type: string,
  { host, port, security }: Server,
  user: string,
  more = '',
): string {
  return `<${tag} type="${type}">
      <hostname>${escapeXml(host)}</hostname>
      <port>${port}</port>
      <socketType>${SOCKETS[security]}</socketType>
      <username>${user}</username>
      <authentication>password-cleartext</authentication>${more}
    </${tag}>`;
}
