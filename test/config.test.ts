import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { doubtfulSettings, readSettings, SettingError } from '../src/config.ts';
import { startBot } from './server.ts';

const SECRET = 'a-secret-of-the-test';
const APP = '11111111-2222-3333-4444-555555555555';

type Wrong = [name: string, environment: Record<string, string>];
const wrong: Wrong[] = [
  ['PORT', { PORT: 'abc' }],
  ['PORT', { PORT: '70000' }],
  ['PORT', { PORT: '1.5' }],
  ['PORT', { PORT: '0' }],
  ['PORT', { PORT: '-1' }],
  ['STATE_DAYS', { STATE_DAYS: '0' }],
  ['STATE_DAYS', { STATE_DAYS: 'a month' }],
  ['STATE_DAYS', { STATE_DAYS: '1e-9' }],
  ['STATE_DAYS', { STATE_DAYS: '0.04', LOG_HOURS: '1' }],
  ['LOG_HOURS', { LOG_HOURS: '0.5' }],
  ['LOG_HOURS', { LOG_HOURS: '721' }],
  ['LOG_HOURS', { STATE_DAYS: '0.5' }],
  ['MESSAGES_PER_MINUTE', { MESSAGES_PER_MINUTE: '0' }],
  ['MESSAGES_PER_MINUTE', { MESSAGES_PER_MINUTE: '1.5' }],
  ['MESSAGES_PER_MINUTE', { MESSAGES_PER_MINUTE: '1e999' }],
  ['PROXIES', { PROXIES: '-1' }],
  ['ALLOWED_ORIGINS', { ALLOWED_ORIGINS: 'www.mail.example' }],
  ['ALLOWED_ORIGINS', { ALLOWED_ORIGINS: 'https://www.mail.example/page' }],
  ['ALLOWED_ORIGINS', { ALLOWED_ORIGINS: '*' }],
  ['ALLOWED_ORIGINS', { ALLOWED_ORIGINS: 'https://*.mail.example' }],
  ['AZURE_DIRECT_LINE_SECRET', { AZURE_DIRECT_LINE_SECRET: 'short' }],
  ['AZURE_DIRECT_LINE_URL', { AZURE_DIRECT_LINE_URL: 'directline.botframework.com' }],
  ['AZURE_DIRECT_LINE_URL', { AZURE_DIRECT_LINE_URL: 'javascript:alert(1)' }],
  ['AZURE_DIRECT_LINE_URL', { AZURE_DIRECT_LINE_URL: 'https://europe.directline.botframework.com' }],
  ...[
    'http://directline.botframework.com/v3/directline',
    'https://directline.botframework.com.evil.example/v3/directline',
    'https://evil.example/directline.botframework.com/v3/directline',
    'http://localhost:1234/v3/directline',
  ].map(
    (url): Wrong => [
      'AZURE_DIRECT_LINE_URL',
      { NODE_ENV: 'production', DIRECT_LINE_SECRET: SECRET, AZURE_DIRECT_LINE_URL: url },
    ],
  ),
  ...[
    'http://login.botframework.com/',
    'https://evilbotframework.com/',
    'https://botframework.com.evil.example/',
    'https://login.botframework.com@evil.example/',
    'https://evil.azure.us/',
  ].map(
    (url): Wrong => [
      'ToBotFromChannelOpenIdMetadataUrl',
      {
        NODE_ENV: 'production',
        DIRECT_LINE_SECRET: SECRET,
        ToBotFromChannelOpenIdMetadataUrl: url,
        ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
        ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
        ToChannelFromBotOAuthScope: 'https://api.botframework.com',
      },
    ],
  ),
  ['PUBLIC_URL', { PUBLIC_URL: 'bot.example' }],
  ['PUBLIC_URL', { PUBLIC_URL: 'javascript:alert(1)' }],
  ['PUBLIC_URL', { PUBLIC_URL: 'https://host.example/bot' }],
  ['PUBLIC_URL', { PUBLIC_URL: 'https://bot.example/?a=b' }],
  ['PUBLIC_URL', { PUBLIC_URL: 'https://bot.example/#chat' }],
  ['PUBLIC_URL', { PUBLIC_URL: 'https://somebody:secret@bot.example' }],
  ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
  ['NODE_ENV', { NODE_ENV: 'prod' }],
  ['NODE_ENV', { NODE_ENV: 'Production' }],
  ['DIRECT_LINE_SECRET', { DIRECT_LINE_SECRET: 'short' }],
  ['DIRECT_LINE_SECRET', { NODE_ENV: 'production' }],
  ['DIRECT_LINE_SECRET', { DIRECT_LINE_SECRET: 'x'.repeat(32) }],
  ['DIRECT_LINE_SECRET', { DIRECT_LINE_SECRET: 'abc'.repeat(12) }],
  ['DIRECT_LINE_SECRET', { DIRECT_LINE_SECRET: 'correct horse battery staple' }],
  ['DIRECT_LINE_SECRET', { DIRECT_LINE_SECRET: 'Grüße-aus-Köln-12345' }],
  ['DIRECT_LINE_SECRET', { DIRECT_LINE_SECRET: '<at least 16 characters that nobody can guess>' }],
  ['MicrosoftAppPassword', { MicrosoftAppId: APP, MicrosoftAppPassword: '<password>' }],
  [
    'MicrosoftAppPassword',
    {
      MicrosoftAppId: APP,
      MicrosoftAppPassword: 'p',
      MicrosoftAppType: 'UserAssignedMSI',
      MicrosoftAppTenantId: APP,
    },
  ],
  ['MicrosoftAppId', { MicrosoftAppId: 'not-a-guid', MicrosoftAppPassword: 'p' }],
  ['MicrosoftAppId', { MicrosoftAppPassword: 'p' }],
  ['MicrosoftAppPassword', { MicrosoftAppId: APP }],
  ['MicrosoftAppType', { MicrosoftAppType: 'Single' }],
  ['MicrosoftAppId', { MicrosoftAppType: 'SingleTenant' }],
  ['MicrosoftAppId', { MicrosoftAppType: 'UserAssignedMSI', MicrosoftAppTenantId: APP }],
  ...['my tenant', '12345', 'https://login.microsoftonline.com/x', `${APP}0`].map(
    (MicrosoftAppTenantId): Wrong => [
      'MicrosoftAppTenantId',
      {
        MicrosoftAppId: APP,
        MicrosoftAppPassword: 'p',
        MicrosoftAppType: 'SingleTenant',
        MicrosoftAppTenantId,
      },
    ],
  ),
  [
    'MicrosoftAppTenantId',
    { MicrosoftAppId: APP, MicrosoftAppPassword: 'p', MicrosoftAppType: 'SingleTenant' },
  ],
];

describe('settings', () => {
  test.each(wrong)('a wrong %s is named in one sentence that says what to write: %j', (name, environment) => {
    const read = () => readSettings(environment);
    expect(read).toThrow(SettingError);
    expect(read).toThrow(new RegExp(`^Setting ${name}: [^\\n]{10,}\\.$`));
  });

  test.each<[string, Record<string, string>, readonly string[]]>([
    [
      'by themselves',
      { LOG_LEVEL: 'loud', STATE_DAYS: '-1', PORT: 'x' },
      ['PORT', 'STATE_DAYS', 'LOG_LEVEL'],
    ],
    [
      'beside others, and one that is only lacking',
      { NODE_ENV: 'production', PORT: 'x', MicrosoftAppPassword: 'p' },
      ['PORT', 'MicrosoftAppId', 'DIRECT_LINE_SECRET'],
    ],
    [
      'with one that is still to be filled in',
      { MicrosoftAppId: APP, MicrosoftAppPassword: '<password>', PROXIES: '-1' },
      ['MicrosoftAppPassword', 'PROXIES'],
    ],
    [
      'and nothing that would follow from a wrong one',
      { MicrosoftAppId: APP, MicrosoftAppType: 'ManagedIdentity', NODE_ENV: 'prod' },
      ['MicrosoftAppType', 'NODE_ENV'],
    ],
    [
      'an address that is none and those that it lacks',
      { ToChannelFromBotLoginUrl: 'none' },
      [
        'ToBotFromChannelOpenIdMetadataUrl',
        'ToBotFromChannelTokenIssuer',
        'ToChannelFromBotLoginUrl',
        'ToChannelFromBotOAuthScope',
      ],
    ],
  ])('all that are wrong %s are named at once, in a line each', (_, environment, names) => {
    const lines = names.map((name) => `Setting ${name}: [^\\n]{10,}\\.`);
    expect(() => readSettings(environment)).toThrow(new RegExp(`^${lines.join('\\n')}$`));
  });

  test('secrets are not said back', () => {
    for (const environment of [{ DIRECT_LINE_SECRET: 'hush' }, { MicrosoftAppPassword: 'hush-hush' }])
      expect(() => readSettings(environment)).toThrow(/^(?!.*hush)/);
  });

  test('a tenant is named by its id or by a domain of its own', () => {
    for (const MicrosoftAppTenantId of [APP, APP.toUpperCase(), 'mail.example', 'contoso.onmicrosoft.com'])
      expect(readSettings({ MicrosoftAppTenantId })).toMatchObject({ MicrosoftAppTenantId });
  });

  test('one that has no effect is told of, and stops nothing', async () => {
    const AZURE_DIRECT_LINE_URL = 'https://europe.directline.botframework.com/v3/directline';
    expect(doubtfulSettings({})).toEqual([]);
    expect(doubtfulSettings({ AZURE_DIRECT_LINE_URL, AZURE_DIRECT_LINE_SECRET: SECRET })).toEqual([]);
    expect(doubtfulSettings({ MicrosoftAppTenantId: APP })).toEqual([
      expect.stringContaining('MicrosoftAppTenantId is for MicrosoftAppType=SingleTenant or UserAssignedMSI'),
    ]);
    expect(doubtfulSettings({ MicrosoftAppTenantId: APP, MicrosoftAppType: 'SingleTenant' })).toEqual([]);
    const bot = await startBot({ AZURE_DIRECT_LINE_URL });
    await bot.stop();
    expect(bot.output()).toContain('AZURE_DIRECT_LINE_URL has no effect without AZURE_DIRECT_LINE_SECRET');
  });

  test('in production the address at which people reach the bot is asked for', async () => {
    const production = { NODE_ENV: 'production', DIRECT_LINE_SECRET: SECRET };
    for (const PUBLIC_URL of [
      'https://bot.example',
      'http://localhost:3978',
      'http://127.0.0.1',
      'http://[::1]:80',
    ])
      expect(doubtfulSettings({ ...production, PUBLIC_URL }), PUBLIC_URL).toEqual([]);
    expect(doubtfulSettings({ ...production, PUBLIC_URL: ' http://bot.example ' })).toEqual([
      expect.stringMatching(/^PUBLIC_URL begins with http:/),
    ]);
    expect(doubtfulSettings({ PUBLIC_URL: 'http://bot.example' })).toEqual([]);
    const bot = await startBot(production);
    await bot.stop();
    expect(bot.output()).toContain('PUBLIC_URL is not set: ');
  });

  test('in production a storage that keeps nothing and a mail host that does not exist are told', async () => {
    expect(doubtfulSettings({ STORAGE: 'memory:' })).toEqual([]);
    const PUBLIC_URL = 'https://bot.example';
    const production = { NODE_ENV: 'production', DIRECT_LINE_SECRET: SECRET, PUBLIC_URL };
    expect(doubtfulSettings({ ...production, STORAGE: 'sqlite:./data/bot.db' })).toEqual([]);
    const bot = await startBot({ ...production, STORAGE: 'memory:' });
    await bot.stop();
    expect(bot.output()).toContain('STORAGE is memory:, so that all talks are lost');
    expect(bot.output()).toContain(
      'dialogs/provider.yaml: the bot would send people to imap.mail.example, pop.mail.example, smtp.mail.example, webmail.mail.example, mail.example, which do not exist.',
    );
    const elsewhere = await startBot({});
    await elsewhere.stop();
    expect(elsewhere.output()).not.toContain('which do not exist');
  });

  test('a number that cannot be is answered with those that can', () => {
    for (const PORT of ['0', '-1', '1.5', '70000', 'abc'])
      expect(() => readSettings({ PORT })).toThrow(/from 1 to 65535/);
    for (const MESSAGES_PER_MINUTE of ['0', '1.5', 'many'])
      expect(() => readSettings({ MESSAGES_PER_MINUTE })).toThrow(/a whole number from 1/);
  });

  test('messages may be kept as long as what is known of a talk', () => {
    for (const [STATE_DAYS, LOG_HOURS] of [
      ['1', '24'],
      ['0.042', '1'],
      ['36500', '876000'],
    ])
      expect(readSettings({ STATE_DAYS, LOG_HOURS })).toMatchObject({
        STATE_DAYS: Number(STATE_DAYS),
        LOG_HOURS: Number(LOG_HOURS),
      });
  });

  test('the public address may end in a slash', () => {
    for (const PUBLIC_URL of ['https://bot.example', 'https://bot.example/', 'http://localhost:3978/'])
      expect(readSettings({ PUBLIC_URL }).PUBLIC_URL).toBe(PUBLIC_URL);
  });

  test('an empty one counts as not set, and all have a default in development', () => {
    expect(readSettings({ PORT: '', MicrosoftAppId: ' ', LOG_LEVEL: '' })).toEqual(readSettings({}));
  });

  test('spaces around one are none of it', () => {
    const plain = {
      PORT: '4300',
      STORAGE: 'memory:',
      MicrosoftAppId: APP,
      MicrosoftAppPassword: 'p',
      MicrosoftAppType: 'SingleTenant',
      MicrosoftAppTenantId: 'mail.example',
      DIRECT_LINE_SECRET: SECRET,
      ALLOWED_ORIGINS: 'https://www.mail.example',
      PUBLIC_URL: 'https://bot.example',
      AZURE_DIRECT_LINE_URL: 'https://europe.directline.botframework.com/v3/directline',
      LOG_LEVEL: 'warn',
      NODE_ENV: 'production',
    };
    const spaced = Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, ` ${value}\t`]));
    expect(readSettings(spaced)).toEqual(readSettings(plain));
  });

  test('the file of examples has each one, and is right as it is', () => {
    const file = readFileSync(join(import.meta.dirname, '../.env.example'), 'utf8');
    const lines = [...file.matchAll(/^(?:# )?(\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [
      name,
      value,
    ]);
    const names = new Set(lines.map(([name]) => name));
    for (const name of Object.keys(readSettings({ NODE_ENV: 'production', DIRECT_LINE_SECRET: SECRET })))
      expect(names).toContain(name);
    expect(() => readSettings(Object.fromEntries(lines))).not.toThrow();
  });
});

describe('a start that cannot succeed ends with 1 and a sentence for each thing to be mended', () => {
  test.each<[string, Record<string, string>, RegExp]>([
    [
      'wrong settings',
      { LOG_LEVEL: 'loud', STATE_DAYS: '0' },
      /^ended with 1: Setting STATE_DAYS: [^\n]+\nSetting LOG_LEVEL: [^\n]+\n$/,
    ],
    ['a wrong setting', { LOG_LEVEL: 'loud' }, /^ended with 1: Setting LOG_LEVEL: write one of [^\n]+\n$/],
    [
      'production without a secret',
      { NODE_ENV: 'production' },
      /^ended with 1: Setting DIRECT_LINE_SECRET: is missing[^\n]+\n$/,
    ],
    [
      'a storage without its colon',
      { STORAGE: 'memory' },
      /^ended with 1: STORAGE: "memory" is not a storage\. Write memory:\.\n$/,
    ],
    [
      'a storage without its file',
      { STORAGE: 'sqlite:' },
      /^ended with 1: STORAGE: "sqlite:" lacks its file\. Write [^\n]+\n$/,
    ],
    ['an unknown storage', { STORAGE: 'mongo://x' }, /^ended with 1: STORAGE: [^\n]+\n$/],
  ])('%s', async (_, settings, sentence) => {
    await expect(startBot(settings)).rejects.toThrow(sentence);
  });

  test('a port that somebody has', async () => {
    const other = createServer();
    await new Promise<void>((listening) => other.listen(0, listening));
    const address = other.address();
    if (typeof address !== 'object' || address === null) throw new Error('no port');
    await expect(startBot({ PORT: String(address.port) })).rejects.toThrow(
      /^ended with 1: Port \d+ is taken: [^\n]+\n$/,
    );
    other.close();
  });
});
