import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSettings, SETTINGS, SettingError } from '../src/config.ts';
import { misspeltSettings, readEnvFile } from '../src/environment.ts';
import { newFolder } from './folders.ts';

type Environment = Record<string, string | undefined>;

/** An environment after a `.env` was read into it. */
function after(content: string | Buffer, environment: Environment = {}) {
  warningsOf(content, environment);
  return environment;
}

/** What is told of settings when a `.env` is read into an environment. */
function warningsOf(content: string | Buffer, environment: Environment) {
  const file = join(newFolder(), '.env');
  writeFileSync(file, content);
  return readEnvFile(file, environment);
}

describe('.env', () => {
  test('gives what the environment does not', () => {
    const content = '# A port\nPORT=4300\nexport LOG_LEVEL="warn"\nTZ=Europe/Berlin\nNODE_OPTIONS=\n';
    expect(after(content, { PORT: '4301' })).toMatchObject({
      PORT: '4301',
      LOG_LEVEL: 'warn',
      TZ: 'Europe/Berlin',
    });
  });

  test('is switched off by a setting that the environment has as nothing, which is told', () => {
    const environment = { STORAGE: '', PORT: '4301' };
    expect(warningsOf('STORAGE=memory:\nPORT=4300\nLOG_LEVEL=\n', environment)).toEqual([
      expect.stringMatching(/^The environment has STORAGE as nothing, /),
    ]);
    expect(environment.STORAGE).toBe('');
  });

  test('that is not there changes nothing', () => {
    const environment = {};
    readEnvFile(join(tmpdir(), 'there-is-no-such-file'), environment);
    expect(environment).toEqual({});
  });

  test('may begin with a byte order mark', () => {
    expect(readSettings(after('\ufeffPORT=4300\n')).PORT).toBe(4300);
  });

  test.each([
    ['PROT=4300', '1: "PROT" is no setting of the bot. Did you mean "PORT"?'],
    ['# One\nLOGLEVEL=warn', '2: "LOGLEVEL" is no setting of the bot. Did you mean "LOG_LEVEL"?'],
    [
      '\nexport MicrosoftAppID=1',
      '2: "MicrosoftAppID" is no setting of the bot. Did you mean "MicrosoftAppId"?',
    ],
    [
      'ALLOWED_ORIGIN=https://a.example',
      '1: "ALLOWED_ORIGIN" is no setting of the bot. Did you mean "ALLOWED_ORIGINS"?',
    ],
    ['NODE_EVN=production', '1: "NODE_EVN" is no setting of the bot. Did you mean "NODE_ENV"?'],
    ['DATABASE=x', '1: "DATABASE" is no setting of the bot. Remove it'],
    ['PORT: 4300', '1: PORT lacks its equals sign: write PORT=… there'],
    ['PORT 4300', '1: PORT lacks its equals sign: write PORT=… there'],
    ['# a port\nPORT', '2: PORT lacks its equals sign: write PORT=… there'],
    ['PORT=4300\nhello world', '2: this is no setting: write NAME=value'],
    [
      'DIRECT_LINE_SECRET="abcdefghijklmnopq',
      '1: the quote that begins the value of DIRECT_LINE_SECRET is not closed',
    ],
    [
      'LOG_LEVEL="in\nfo"\nPROT=1',
      '1: the quote that begins the value of LOG_LEVEL is not closed in this line: write the value in one line',
    ],
    ['LOG_LEVEL=info\n\nLOG=debug', '3: "LOG" is no setting of the bot. Remove it'],
    ['# LOG=1\nLOG_LEVEL = info\n export LOG = debug', '3: "LOG" is no setting of the bot'],
    ['PORT=4300\n\nPORT=4301', '3: PORT is set in line 1 already: remove one of them'],
    [
      'MicrosoftAppPassword=Ab8~Q#cd',
      '1: what comes after # in the value of MicrosoftAppPassword would count',
    ],
    ...['#abcdefghijklmnop', '##abcdefghijklmnop', 'a#b # c'].map((value): [string, string] => [
      `DIRECT_LINE_SECRET=${value}`,
      '1: what comes after # in the value of DIRECT_LINE_SECRET would count',
    ]),
    ...['"abcdefghijklmnop"qrstuv', "'it''s'", '"a\\"b"', '`a`#b', '"a" b'].map((value): [string, string] => [
      `DIRECT_LINE_SECRET=${value}`,
      '1: what comes after the closing quote in the value of DIRECT_LINE_SECRET would be left out',
    ]),
    [Buffer.from('PORT=4300\n', 'utf16le'), ' the file is not UTF-8: save it as UTF-8'],
  ])('%j is refused with its line', (content, what) => {
    const read = () => after(content);
    expect(read).toThrow(SettingError);
    expect(read).toThrow(`.env:${what}`);
  });

  test.each([
    ['"a#b"', 'a#b'],
    ["'a\"b'  ", 'a"b'],
    ["`a'b` # a comment", "a'b"],
    ['a"b"c', 'a"b"c'],
    ['abc # "d"e', 'abc'],
    ['# a comment', ''],
    [' #a comment', ''],
  ])('%j is a value as it stands, and none that is cut off', (written, value) => {
    expect(after(`DIRECT_LINE_SECRET=${written}\n`)).toEqual({ DIRECT_LINE_SECRET: value });
  });

  test('that is a folder is named, with what to do', () => {
    const file = join(newFolder(), '.env');
    mkdirSync(file);
    expect(() => readEnvFile(file, {})).toThrow(SettingError);
    expect(() => readEnvFile(file, {})).toThrow(
      `${file}: this is a folder, and not a file. Make it a text file`,
    );
  });

  test('is told of all that is wrong in it', () => {
    expect(() => after('PROT=1\nSTORAGES=memory:\n')).toThrow(/.env:1: .*\n.*.env:2: /);
  });

  test('is told once of a value over several lines, and of what is wrong below it', () => {
    const read = () => after("DIRECT_LINE_SECRET='abcdefg\nhijklmn\nopqrstu'\nPORT 4300\n");
    expect(read).toThrow(/^\S+:1: the quote .*\n\S+:4: PORT lacks its equals sign.*$/);
  });
});

describe('the environment', () => {
  test.each([
    ['PROT', 'PORT'],
    ['LOGLEVEL', 'LOG_LEVEL'],
    ['MICROSOFT_APP_ID', 'MicrosoftAppId'],
    ['DIRECTLINE_SECRET', 'DIRECT_LINE_SECRET'],
    ['STORGE', 'STORAGE'],
  ])('with %s is asked whether %s is meant', (name, meant) => {
    const [said, ...others] = misspeltSettings({ [name]: 'x' });
    expect(said).toBe(
      `The environment has "${name}", which is no setting of the bot. Did you mean "${meant}"?`,
    );
    expect(others).toEqual([]);
    // Where that is given too, the other is another program's.
    expect(misspeltSettings({ [name]: 'x', [meant]: 'y' })).toEqual([]);
  });

  test('may have what usual surroundings set, and all settings', () => {
    const usual =
      'HOME HOST HOSTNAME PATH PWD OLDPWD USER LOGNAME SHELL SHLVL TERM LANG LC_ALL TZ EDITOR PAGER MAIL DISPLAY CI ' +
      'GITHUB_ACTIONS RUNNER_OS KUBERNETES_PORT KUBERNETES_SERVICE_HOST BOT_PORT REDIS_PORT NODE_VERSION NODE_OPTIONS ' +
      'YARN_VERSION npm_config_loglevel npm_package_name WEBSITE_SITE_NAME WEBSITE_HOSTNAME WEBSITES_PORT ' +
      'WEBSITE_NODE_DEFAULT_VERSION APPSETTING_PORT APPSETTING_MicrosoftAppId SCM_DO_BUILD_DURING_DEPLOYMENT ' +
      'APPLICATIONINSIGHTS_CONNECTION_STRING HTTP_PROXY HTTPS_PROXY NO_PROXY no_proxy INVOCATION_ID JOURNAL_STREAM ' +
      'DYNO FLY_REGION PM2_HOME ProgramFiles SystemRoot TEMP TMP windir OS COMPUTERNAME USERPROFILE SSH_AUTH_SOCK';
    const names = [...usual.split(' '), ...SETTINGS, 'TEAMS_APP_ID'];
    expect(misspeltSettings(Object.fromEntries(names.map((name) => [name, 'x'])))).toEqual([]);
    expect(misspeltSettings(Object.fromEntries(usual.split(' ').map((name) => [name, 'x'])))).toEqual([]);
  });
});
