import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { TEAMS_COMMANDS } from '../../dialogs/wording.ts';
import { openDialog } from '../../src/conversation/dialog.ts';
import { type Turn, turn } from '../../src/conversation/turn.ts';
import { label } from '../../src/conversation/words.ts';
import { ROOT } from '../../src/packed.ts';
import { faultsOf } from '../../src/teams/manifest.ts';
import { packTeamsApp } from '../../src/teams/package.ts';
import { newFolder } from '../folders.ts';

const MAIN = join(ROOT, 'src/teams/package.ts');
const settings = {
  MicrosoftAppId: '12345678-90ab-4cde-8f01-234567890abc',
  PUBLIC_URL: 'https://bot.example',
};

async function unpacked(environment: Record<string, string>) {
  const files = unzipSync(await packTeamsApp(environment));
  return { files, manifest: JSON.parse(strFromU8(files['manifest.json'] ?? new Uint8Array())) };
}

describe('the Teams app package', () => {
  test('holds a manifest that Microsoft’s schema takes, and no other files than it names', async () => {
    const { files, manifest } = await unpacked(settings);
    expect(await faultsOf(manifest)).toEqual([]);
    expect(Object.keys(files).sort()).toEqual(['color.png', 'manifest.json', 'outline.png']);
    expect(manifest).toMatchObject({
      id: settings.MicrosoftAppId,
      icons: { color: 'color.png', outline: 'outline.png' },
      bots: [{ botId: settings.MicrosoftAppId, scopes: ['personal', 'team', 'groupChat'] }],
      validDomains: ['bot.example'],
      developer: {
        websiteUrl: 'https://bot.example/',
        privacyUrl: 'https://help.mail.example/privacy',
        termsOfUseUrl: 'https://help.mail.example/terms',
      },
    });
    expect(await faultsOf({ ...manifest, id: 'no-id' })).not.toEqual([]);
  });

  test('takes an app id of its own', async () => {
    const TEAMS_APP_ID = 'abcdef01-90ab-4cde-8f01-234567890abc';
    expect((await unpacked({ ...settings, TEAMS_APP_ID })).manifest).toMatchObject({
      id: TEAMS_APP_ID,
      bots: [{ botId: settings.MicrosoftAppId }],
    });
  });

  test('has icons of the sizes that Teams wants, the outline white on nothing', async () => {
    const { files } = await unpacked(settings);
    for (const [name, size] of [
      ['color.png', 192],
      ['outline.png', 32],
    ] as const) {
      const icon = Buffer.from(files[name] ?? []);
      expect(icon.subarray(1, 4).toString()).toBe('PNG');
      expect([icon.readUInt32BE(16), icon.readUInt32BE(20)]).toEqual([size, size]);
    }
  });

  test('lists the same commands in each scope', async () => {
    const { manifest } = await unpacked(settings);
    const lists = manifest.bots[0].commandLists;
    expect(lists.flatMap(({ scopes }: { scopes: string[] }) => scopes)).toEqual([
      'personal',
      'team',
      'groupChat',
    ]);
    const { words } = openDialog();
    const wanted = TEAMS_COMMANDS.map((command) => ({ title: label(words, `teams.command.${command}.say`) }));
    for (const { commands } of lists) expect(commands).toMatchObject(wanted);
  });
});

describe('a command that the package lists', () => {
  const dialog = openDialog();
  const answered: { readonly [C in (typeof TEAMS_COMMANDS)[number]]: object } = {
    askMe: { topic: 'interview', asks: 'multipleDevices' },
    difference: { topic: 'explain' },
    setup: { topic: 'setup' },
    why: { topic: 'why' },
    back: { state: 'greeting' },
    restart: { state: 'greeting', topic: 'greeting' },
    person: { topic: 'handoff' },
    help: { topic: 'help' },
  };

  test.each(TEAMS_COMMANDS)('%s is understood: at first, in an interview, and after advice', (command) => {
    const text = label(dialog.words, `teams.command.${command}.say`);
    const said = (...texts: string[]) =>
      texts.reduce<Turn | undefined>(
        (before, text) => turn(dialog, before?.conversation, { kind: 'message', text }),
        undefined,
      )?.reply.value;
    if (command !== 'why' && command !== 'back') expect(said(text)).toMatchObject(answered[command]);
    for (const before of [['ask me'], ['we share one mailbox']]) {
      const value = said('hello', ...before, text);
      expect(value, before.join()).not.toMatchObject({ topic: 'fallback' });
      // To be asked goes on from what is known.
      if (command !== 'askMe') expect(value, before.join()).toMatchObject(answered[command]);
    }
  });
});

describe('npm run teams:package', () => {
  function run(environment: Record<string, string>, main = MAIN, ...args: readonly string[]) {
    const folder = newFolder();
    writeFileSync(
      join(folder, '.env'),
      Object.entries(environment)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    );
    const { status, stderr } = spawnSync(process.execPath, [main, ...args], {
      cwd: folder,
      env: { PATH: process.env.PATH },
      encoding: 'utf8',
      timeout: 30_000,
      killSignal: 'SIGKILL',
    });
    return { status, stderr, file: join(folder, 'teams/pop-or-imap.zip') };
  }

  /** The bot in another folder, where one package is not installed. */
  function without(name: string): string {
    const root = newFolder();
    for (const part of ['src', 'dialogs', 'package.json'])
      cpSync(join(ROOT, part), join(root, part), { recursive: true });
    const packages = globSync(['*', '@*/*', '.cache'], { cwd: join(ROOT, 'node_modules') });
    for (const each of packages.filter((each) => !/^(@[^/]*|\.bin)$/.test(each) && each !== name)) {
      mkdirSync(dirname(join(root, 'node_modules', each)), { recursive: true });
      symlinkSync(join(ROOT, 'node_modules', each), join(root, 'node_modules', each));
    }
    return join(root, 'src/teams/package.ts');
  }

  test.each(['fflate', '@microsoft/app-manifest'])('says what to do where %s is not installed', (name) => {
    const { status, stderr, file } = run(settings, without(name));
    expect(stderr).toMatch(
      /^What packs the app .* run "npm ci" without --omit=dev, .* Nothing was written\.\n$/,
    );
    expect(status).toBe(1);
    expect(existsSync(file)).toBe(false);
  });

  test('writes the package from .env', () => {
    const { status, file } = run(settings);
    expect(status).toBe(0);
    expect(Object.keys(unzipSync(readFileSync(file)))).toContain('manifest.json');
  });

  test.each([
    ['a folder that cannot be made', '/proc/teams/bot.zip'],
    ['a file in place of a folder', '.env/bot.zip'],
    ['a folder', '.'],
  ])('says what to do where it is to write to %s', (_, file) => {
    const { status, stderr } = run(settings, MAIN, file);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^\S+ cannot be written \([^\n]+\): name a file [^\n]+ Nothing was written\.\n$/);
  });

  test.each([
    ['MicrosoftAppId', ''],
    ['MicrosoftAppId', 'my-bot'],
    ['MicrosoftAppId', '00000000-0000-0000-0000-000000000000'],
    ['TEAMS_APP_ID', '1234'],
    ['PUBLIC_URL', ''],
    ['PUBLIC_URL', 'http://bot.example'],
    ['PUBLIC_URL', 'bot.example'],
    ['PUBLIC_URL', 'https://host.example/bot'],
    ['PUBLIC_URL', 'https://somebody:secret@bot.example'],
  ])('refuses %s=%s, naming it, and writes nothing', (name, value) => {
    const { status, stderr, file } = run({ ...settings, [name]: value });
    expect(status).toBe(1);
    expect(stderr).toMatch(new RegExp(`^Setting ${name} [^\\n]+ Nothing was written\\.\\n$`));
    expect(existsSync(file)).toBe(false);
  });

  test('names all settings that are missing or wrong, in a line each', () => {
    const { status, stderr } = run({ TEAMS_APP_ID: '1234', PUBLIC_URL: 'bot.example' });
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^Setting MicrosoftAppId is missing: [^\n]+\nSetting TEAMS_APP_ID is wrong [^\n]+\nSetting PUBLIC_URL is wrong [^\n]+ Nothing was written\.\n$/,
    );
  });
});
