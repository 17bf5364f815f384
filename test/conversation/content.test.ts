import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDialog } from '../../src/conversation/dialog.ts';
import { DialogError } from '../../src/conversation/yaml.ts';
import { newFolder } from '../folders.ts';

const DIALOGS = join(import.meta.dirname, '../../dialogs');

/** What is said of `dialogs/` after a change by an editor. */
function complaint(change: (folder: string) => void): string {
  const folder = newFolder();
  cpSync(DIALOGS, folder, { recursive: true });
  change(folder);
  try {
    openDialog(folder);
  } catch (error) {
    if (error instanceof DialogError) return error.message;
    throw error;
  }
  return 'nothing';
}

/** Changes the first place in a file where `before` stands. */
const edit = (file: string, before: string | RegExp, after: string) => (folder: string) => {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  const changed = text.replace(before, after);
  if (changed === text) throw new Error(`${before} is not in ${file}.`);
  writeFileSync(path, changed);
};
const lineOf = (file: string, text: string) => {
  const lines = readFileSync(join(DIALOGS, file), 'utf8').split('\n');
  return lines.findIndex((line) => line.includes(text)) + 1;
};

test('content as it is has nothing to complain of', () => {
  expect(complaint(() => {})).toBe('nothing');
});

test('what a computer or an editor keeps for itself is nobody’s mistake', () => {
  const litter = (folder: string) => {
    for (const file of [
      'clients/.DS_Store',
      'clients/.iphone.yaml.swp',
      'clients/iphone.yaml~',
      'pictures/Thumbs.db',
    ])
      writeFileSync(join(folder, file), '');
  };
  expect(complaint(litter)).toBe('nothing');
});

test.each([
  [
    'a guide is missing',
    (folder: string) => rmSync(join(folder, 'clients/iphone.yaml')),
    /clients\/iphone\.yaml: the file cannot be read/,
  ],
  [
    'the stories are missing',
    (folder: string) => rmSync(join(folder, 'examples/en.stories.yaml')),
    /examples\/en\.stories\.yaml: the file cannot be read/,
  ],
  [
    'a guide is for no program',
    (folder: string) => writeFileSync(join(folder, 'clients/eudora.yaml'), 'id: eudora'),
    /clients\/eudora\.yaml:1: no mail program has this id/,
  ],
  [
    'a guide has another ending',
    (folder: string) =>
      renameSync(join(folder, 'clients/thunderbird.yaml'), join(folder, 'clients/thunderbird.yml')),
    /clients\/thunderbird\.yml:1: name this file thunderbird\.yaml\./,
  ],
  [
    'sentences are in a file that nothing reads',
    (folder: string) => {
      writeFileSync(join(folder, 'examples/more.yaml'), '- hello');
      writeFileSync(join(folder, 'words/de.yaml'), '');
    },
    /words\/de\.yaml:1: nothing reads this file\. Put what is in it into en\.yaml, or move it away\.\n.*examples\/more\.yaml:1: .* into en\.yaml or en\.stories\.yaml/,
  ],
  [
    'the same sentence is taught as one thing and as its contrary',
    edit('examples/en.yaml', /(multipleDevices:\n +"yes":\n)/, '$1      - Just the laptop!\n'),
    new RegExp(
      `en\\.stories\\.yaml:${lineOf('examples/en.stories.yaml', '"just the laptop"')}: "just the laptop" stands in examples/en\\.yaml under "multipleDevices=yes"`,
    ),
  ],
  [
    'what is to be heard has no pattern',
    edit('patterns/en.yaml', /^ {2}hearsay:\n(?: .*\n)+?(?= {2}\w+:)/m, ''),
    /patterns\/en\.yaml:\d+: "hearsay" of dialogs\/subjects\.ts has no pattern/,
  ],
  [
    'a guide lacks what its protocols need',
    edit('clients/thunderbird.yaml', /^leaveCopy:\n(?: .*\n)+/m, ''),
    /thunderbird\.yaml:\d+: "leaveCopy" is missing, as it can do POP/,
  ],
  [
    'a program cannot do POP and says nothing instead',
    edit('clients/gmail-android.yaml', /^instead: >-\n(?: .*\n)+/m, ''),
    /gmail-android\.yaml:\d+: POP is missing: write under "instead"/,
  ],
  [
    'words side by side are to go on',
    edit('patterns/en.yaml', /no_longer_support /, 'no_longer_support* '),
    /patterns\/en\.yaml:\d+: "no_longer_support\*" in the concept "end" is not a word/,
  ],
  [
    'a word begins with one letter',
    edit('patterns/en.yaml', /no_longer_support /, 'p* '),
    /patterns\/en\.yaml:\d+: "p\*" in the concept "end" is not a word/,
  ],
  [
    'a picture’s drawing is missing',
    (folder: string) => rmSync(join(folder, 'pictures/outlook-leave-a-copy.svg')),
    /pictures\/en\.yaml:\d+: there is no outlook-leave-a-copy\.svg/,
  ],
  [
    'a picture is told of nowhere',
    (folder: string) => writeFileSync(join(folder, 'pictures/old.png'), ''),
    /pictures\/en\.yaml:\d+: nothing tells of the file old\.png/,
  ],
  [
    'a picture is empty',
    (folder: string) => writeFileSync(join(folder, 'pictures/outlook-leave-a-copy.png'), ''),
    /pictures\/en\.yaml:\d+: outlook-leave-a-copy\.png beside it is no picture of that kind, or not whole/,
  ],
  [
    'a drawing is cut off',
    (folder: string) => {
      const path = join(folder, 'pictures/outlook-leave-a-copy.svg');
      writeFileSync(path, readFileSync(path, 'utf8').slice(0, 900));
    },
    /pictures\/en\.yaml:\d+: outlook-leave-a-copy\.svg beside it is no picture/,
  ],
  [
    'a picture is shown nowhere',
    (folder: string) => {
      for (const file of ['clients/outlook-classic.yaml', 'words/en.yaml']) {
        const path = join(folder, file);
        writeFileSync(path, readFileSync(path, 'utf8').replaceAll(' {picture.outlookLeaveCopy}', ''));
      }
    },
    /pictures\/en\.yaml:\d+: no sentence shows "outlookLeaveCopy"/,
  ],
] as const)('%s', (_, change, message) => {
  expect(complaint(change)).toMatch(message);
});

test.each([
  [
    'clients/other.yaml',
    'Save the account and open',
    '[Save](htp:/nowhere) the account and open',
    'leads nowhere',
  ],
  [
    'clients/iphone.yaml',
    'Open the **Mail** app',
    'Open {file.profile} in the **Mail** app',
    'nothing fills the gap {file.profile}',
  ],
  [
    'clients/iphone.yaml',
    'Open the **Mail** app',
    'Open {whatsitsname} in the **Mail** app',
    'nothing fills the gap {whatsitsname}. Gaps are filled from dialogs/provider.yaml ({imap.host}), dialogs/pictures/en.yaml',
  ],
  ['words/en.yaml', 'Is there anything else?', 'Is there [anything](/setup/nothing) else?', 'leads nowhere'],
  ['words/en.yaml', 'Which mail program do you use?', '', 'has no sentence'],
] as const)('%s names the line of what is wrong with "%s"', (file, before, after, what) => {
  const said = complaint(edit(file, before, after));
  expect(said).toContain(what);
  expect(said).toContain(`${file}:${lineOf(file, before)}:`);
});

test.each([
  ['words/en.yaml', '  why: Why?', '  why: *Why?*'],
  ['words/en.yaml', '  why: Why?', '  why: **Why** that?'],
  ['words/en.yaml', '  why: Why?', '  why: &why Why?'],
  ['words/en.yaml', '  why: Why?', '  why: & why'],
  ['words/en.yaml', '  why: Why?', '  why: !why'],
  ['clients/iphone.yaml', '  - iphone', '  - *iphone'],
] as const)('a value in %s that begins with a sign of YAML, "%s" as "%s"', (file, before, after) => {
  expect(complaint(edit(file, before, after))).toMatch(
    new RegExp(`${file}:${lineOf(file, before)}: the text begins with \\*, & or !: put it in quotes`),
  );
});

test('a sentence that is part of the one above, as it is indented too far, is told with its line', () => {
  const said = complaint(edit('words/en.yaml', '  again: ', '    again: '));
  const line = lineOf('words/en.yaml', '  again: ');
  expect(said).toContain(
    `"greeting.again" has no sentence. In line ${line}, "again:" is part of the sentence above`,
  );
});

test("a mail host's own name that a sentence has a gap for is in order", () => {
  const said = complaint((folder) => {
    edit('provider.yaml', 'domain: ', 'fax: "1"\ndomain: ')(folder);
    edit('words/en.yaml', '  why: Why?', '  why: Why {fax}?')(folder);
  });
  expect(said).toBe('nothing');
});

/** Makes it a mail host without a telephone. */
const withoutPhone = edit('provider.yaml', /\n {2}#[^\n]*\n {2}phone: [^\n]*/, '');

test.each([
  ['words/en.yaml', 'Is there anything else?', 'Do you call {support.phone}?'],
  [
    'words/en.yaml',
    'Is there anything else?',
    'Is it [[a call to {support.phone}|no call to {support.phone}]]?',
  ],
  ['clients/iphone.yaml', 'Open the **Mail** app', 'Call {support.phone}'],
])('%s speaks of what the mail host does not have, as %s', (file, before, after) => {
  const said = complaint((folder) => {
    withoutPhone(folder);
    edit(file, before, after)(folder);
  });
  expect(said).toContain(`${file}:${lineOf(file, before)}: `);
  expect(said).toContain(
    'nothing fills the gap {support.phone}: dialogs/provider.yaml has no "support.phone". Write it there, or put',
  );
});

test('a sentence that is all about what the mail host does not have has another one beside it', () => {
  const only = (after: string) => (folder: string) => {
    withoutPhone(folder);
    edit('words/en.yaml', 'Is there anything else?', after)(folder);
  };
  expect(complaint(only('"[[Do you want to call {support.phone}?]]"'))).toContain(
    '"guide.end": nothing of it can be said here: write behind a | within [[ and ]] what is said instead.',
  );
  expect(complaint(only('"[[Do you want to call {support.phone}?|Is that all?]]"'))).toBe('nothing');
});

test('a step that is all about what the mail host does not have is left out, but not the last one', () => {
  const folder = newFolder();
  cpSync(DIALOGS, folder, { recursive: true });
  withoutPhone(folder);
  edit(
    'clients/iphone.yaml',
    'whichProtocol:\n',
    'whichProtocol:\n  - "[[Call {support.phone}.]]"\n',
  )(folder);
  expect(openDialog(folder).guides).toEqual(openDialog().guides);
  const alone = edit(
    'clients/iphone.yaml',
    /whichProtocol:\n(?: .*\n)+/,
    'whichProtocol:\n  - "[[Call {support.phone}.]]"\n',
  );
  const said = complaint((each) => {
    withoutPhone(each);
    alone(each);
  });
  expect(said).toMatch(/iphone\.yaml:\d+: "whichProtocol" has no step that can be said here/);
});

test('each value that begins with a sign of YAML is told', () => {
  const said = complaint((folder) => {
    edit('words/en.yaml', '  why: Why?', '  why: *Why?*')(folder);
    edit('words/en.yaml', '  restart: Start over', '  restart: !start')(folder);
  });
  expect(said.split('\n')).toHaveLength(2);
});

test.each([
  ['  why: Why?', '  why: Why: tell me', 0, 'a colon inside a sentence: put the sentence in quotes'],
  ['  why: Why?', '  why: Why\n   not: this', 0, 'indented differently'],
  ['  why: Why?', '  why: Why?\n\tnext: Next', 1, 'a tab: use spaces'],
  ['  why: Why?', '  : Why?', 0, 'a colon without a name before it'],
  ['  why: Why?', '  why: >-\n      Why\n    so', 2, 'indented differently'],
  ['  why: Why?', ' why: Why?', 0, 'indented differently'],
  ['  why: Why?', '  why:Why?', 0, 'a name and its colon are expected here'],
  ['  why: Why?', '  why: Why?\n---', 1, '--- is not allowed'],
  ['  why: Why?', '<<<<<<< HEAD\n  why: Why?\n=======', 0, 'a merge conflict is left'],
  ['  why: Why?', '  why: Why?\n  why: So?', 1, '"why" is here twice'],
  ['  why: Why?', '  why: "Why "this"?"', 0, 'a quote ends the sentence before its end'],
  ['  why: Why?', '  why: {name}?', 0, 'begins with {: put it in quotes'],
  ['  why: Why?', '  why: {name}', 0, 'begins with {: put it in quotes'],
  ['  why: Why?', '  why: [Why](https://a.example/)', 0, 'begins with [: put it in quotes'],
  ['  why: Why?', '  why: - Why?', 0, 'begins with a dash: put it in quotes'],
  ['  why: Why?', '  why: "C:\\Users"', 0, 'a backslash between double quotes'],
  ['  why: Why?', '  why: 7', 0, '"choice.why" is 7, which is not taken for a text: put it in quotes'],
  ['  why: Why?', '  why: true', 0, '"choice.why" is true, which is not taken for a text: put it in quotes'],
  [
    '  why: Why?',
    '  why:\n    - Why: tell me',
    0,
    '"choice.why" has a colon in it: put the sentence in quotes',
  ],
  ['  why: Why?', '  why: Why {nmae}?', 0, 'nothing fills the gap {nmae}. Did you mean "name"?'],
  ['  why: Why?', '  why: Why?\n  wyh: So?', 1, '"choice.wyh" is never said. Did you mean "choice.why"?'],
] as const)('words with "%s" as %j are told in plain words', (before, after, down, what) => {
  const [first] = complaint(edit('words/en.yaml', before, after)).split('\n');
  expect(first).toContain(what);
  expect(first).toContain(`words/en.yaml:${lineOf('words/en.yaml', before) + down}:`);
});

test.each([
  [
    'clients/iphone.yaml',
    'protocols:',
    'protcols:',
    '"protcols" is not a name that is known here. Did you mean "protocols"?',
  ],
  ['clients/iphone.yaml', 'protocols:', 'ports:', '"ports" is not a name that is known here. Remove it'],
  [
    'clients/iphone.yaml',
    'name: ',
    'name: 7 #',
    '"name" is 7, which is not taken for a text: put it in quotes',
  ],
  [
    'clients/iphone.yaml',
    '[IMAP, POP]',
    '[IMAP, PPO]',
    '"protocols.1" is PPO, and has to be one of IMAP, POP. Did you mean "POP"?',
  ],
  [
    'patterns/en.yaml',
    '  computer: [laptop, desktop]',
    '  computer: [labtop, desktop]',
    '"labtop" is no kind of device with [] behind it. Did you mean "laptop"?',
  ],
  [
    'patterns/en.yaml',
    '  computer: [laptop, desktop]',
    '  computer: [computer]',
    '"computer" is no kind of device with [] behind it. Write one of phone, tablet, laptop, desktop.',
  ],
  [
    'patterns/en.yaml',
    '  tablet: []',
    '  tablett: []',
    'there is no concept "tablett". Did you mean "tablet"?',
  ],
  [
    'patterns/en.yaml',
    '  imap, pop, quota,',
    '  imap, pop, qouta,',
    'there is no concept "qouta". Did you mean "quota"?',
  ],
  [
    'patterns/en.yaml',
    '  multipleDevices:',
    '  multipelDevices:',
    '"facts.multipelDevices" is not a name that is known here. Did you mean "multipleDevices"?',
  ],
  [
    'examples/en.yaml',
    '  multipleDevices:',
    '  multipelDevices:',
    '"facts.multipelDevices" is not a name that is known here. Did you mean "multipleDevices"?',
  ],
  [
    'examples/en.stories.yaml',
    'multipleDevices=yes',
    'multipleDevises=yes',
    '"multipleDevises=yes" is nothing that can be said. Did you mean "multipleDevices=yes"?',
  ],
  [
    'patterns/en.yaml',
    '  multipleDevices=no:',
    '  multipleDevice=no:',
    '"multipleDevice=no" is nothing that can be said. Did you mean "multipleDevices=no"?',
  ],
  [
    'provider.yaml',
    'webmail:',
    'web-mail:',
    '"web-mail" is not a name that is known here. Did you mean "webmail"?',
  ],
  [
    'provider.yaml',
    '  email:',
    '  e-mail:',
    '"support.e-mail" is not a name that is known here. Did you mean "email"?',
  ],
  ['provider.yaml', 'port: 993', 'port:993', 'a space is missing behind the colon of "port:993".'],
  ['provider.yaml', 'imap.mail.example,', 'imap.mail.example', 'a comma is missing between two names'],
  ['provider.yaml', 'domain: ', 'fax: "1"\ndomain: ', 'no sentence says "fax". Write {fax} where it belongs'],
  ['provider.yaml', 'port: 993', 'port: "993"', '"imap.port" is "993": write a whole number without quotes'],
] as const)('%s with "%s" as "%s" is told once, on its line', (file, before, after, what) => {
  const said = complaint(edit(file, before, after));
  expect(said).toContain(what);
  expect(said).toContain(`${file}:${lineOf(file, before)}:`);
  expect(said.split('\n').filter((line) => line.includes('ultipelDevices'))).toHaveLength(
    after.includes('ultipelDevices') ? 1 : 0,
  );
});

test.each([
  ['', 'is empty'],
  ['- one', 'has to have names with colons'],
] as const)('a file of %j is told in one line', (text, what) => {
  const said = complaint((folder) => writeFileSync(join(folder, 'words/en.yaml'), text));
  expect(said).toContain(`words/en.yaml:1: the file ${what}`);
  expect(said.split('\n')).toHaveLength(1);
});

test.each([
  ['Latin-1', (text: string) => Buffer.from(text, 'latin1'), 'the file is not UTF-8: save it as UTF-8'],
  ['UTF-16', (text: string) => Buffer.from(text, 'utf16le'), 'the file is not UTF-8: save it as UTF-8'],
  [
    'UTF-16 with a mark',
    (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le'),
    'the file is not UTF-8: save it as UTF-8',
  ],
  [
    'with a control character',
    (text: string) => Buffer.from(text.replace('é', '\u0008')),
    'a control character that nobody sees (U+0008): remove it',
  ],
  [
    'with line ends of an old Mac',
    (text: string) => Buffer.from(text.replaceAll('\n', '\r')),
    'its lines end as on an old Mac: save it with line ends of Unix or Windows',
  ],
] as const)('a file of sentences in %s', (_, encoded, what) => {
  const said = complaint((folder) =>
    writeFileSync(join(folder, 'words/en.yaml'), encoded('# Cafe\na: café\n')),
  );
  expect(said).toMatch(/words\/en\.yaml:[12]: [^\n]*$/);
  expect(said).toContain(what);
});

test('a mark of UTF-8 at the beginning of a file is no part of it', () => {
  expect(complaint(edit('words/en.yaml', /^/, '\ufeff'))).toBe('nothing');
});

test.each([
  [
    'words/en.yaml',
    '  why: Why?',
    '  why: Start over',
    '"choice.restart" is the same button as "choice.why"',
    'Start over',
  ],
  [
    'words/en.yaml',
    '  why: Why?',
    '  why: Why do you say that to me, of all people?',
    '"choice.why" is too long for a button: 40 characters',
  ],
  [
    'words/en.yaml',
    '  why: Why?',
    '  why:\n    - Why?\n    - How so?',
    '"choice.why" is a button, which has one wording',
  ],
  ['words/en.yaml', '  why: Why?', '  why: Why {name?', 'a gap is not whole at "{name?"'],
  ['words/en.yaml', '  why: Why?', '  why: Why name}?', 'a gap is not whole at "}?"'],
  [
    'words/en.yaml',
    '  why: Why?',
    '  why: Why #1?',
    'a sentence ends at its " #", where a comment begins: put it in quotes',
  ],
  ['words/en.yaml', '  why: Why?', '  why: Why [so](https://a.example/?', 'a link is not closed'],
  ['words/en.yaml', '  why: Why?', '  why: Why&nbsp;so?', '&nbsp; is not shown as a sign by all channels'],
  [
    'clients/iphone.yaml',
    'Open the **Mail** app',
    'Open the &#169; **Mail** app',
    '&#169; is not shown as a sign',
  ],
  ['words/en.yaml', '  why: Why?', '  why: <b>Why?</b>', '<b> is not shown by all channels'],
  [
    'clients/iphone.yaml',
    '  - "Open **Settings**',
    '  - "Open <i>the</i> **Settings**',
    '<i> is not shown by all channels',
  ],
  [
    'clients/iphone.yaml',
    '  - iphone mail',
    '  - the new outlook',
    '"the new outlook" is already a name of outlook-new',
  ],
  [
    'examples/en.yaml',
    '    - not sure',
    '    - not sure\n    - yes please',
    '"yes please" stands under "yes" as well',
    '    - not sure',
    1,
  ],
  [
    'patterns/en.yaml',
    '  now: now',
    '  nov: november\n  now: now',
    'the concept <nov> is used by no pattern',
  ],
  ['patterns/en.yaml', '  now: now', '  now: now, then', '"now," in the concept "now" is not a word'],
] as const)(
  '%s with "%s" as %j is refused',
  (file, before, after, what, place: string = before, down: number = 0) => {
    const said = complaint(edit(file, before, after));
    expect(said).toContain(what);
    expect(said).toMatch(new RegExp(`${file}:\\d+: [^\\n]*$`));
    if (place === before) expect(said).toContain(`${file}:${lineOf(file, before) + down}:`);
  },
);

const WHY = '  why: Why?';
const TAP = '  - "Open **Settings**';
test.each([
  [
    'clients/thunderbird.yaml',
    'name: Thunderbird',
    'name: apple mail (mac)!',
    'is the button of apple-mail as well',
  ],
  [
    'clients/thunderbird.yaml',
    'name: Thunderbird',
    'name: "**Thunderbird**"',
    'a button shows the signs of Markdown',
  ],
  ['clients/thunderbird.yaml', 'name: Thunderbird', 'name: "2"', 'a button needs a word'],
  [
    'clients/thunderbird.yaml',
    'name: Thunderbird',
    'name: "Thunder\\u200bbird"',
    'a sign that nobody sees (U+200B)',
  ],
  [
    'clients/iphone.yaml',
    '  - iphone mail',
    '  - the',
    '"the" is a word that people say without meaning a program',
  ],
  ['clients/iphone.yaml', '  - iphone mail', '  - x', '"names.6": is too short for a name'],
  ['provider.yaml', 'name: Example Mail', 'name: "  "', '"name" is empty: write'],
  [
    'provider.yaml',
    'username: your whole',
    'username: your {domain} whole',
    '"username" has a gap, and nothing fills it here',
  ],
  [
    'clients/thunderbird.yaml',
    '**POP3**. Type the host name **{pop.host}**',
    '**POP3**. Type the host name **{imap.host}**',
    'these steps set POP up, and {imap.host} is of the other protocol: write {pop.host}.',
  ],
  [
    'clients/thunderbird.yaml',
    'the port **{imap.port}**',
    'the port **{pop.port}**',
    'these steps set IMAP up, and {pop.port} is of the other protocol: write {imap.port}.',
  ],
  ['provider.yaml', '  phone: +1 555 0100', '  phone: "  "', '"support.phone" is empty: write'],
  [
    'provider.yaml',
    '  phone: +1 555 0100',
    '  phone:',
    '"support.phone" is empty: write what belongs there, or remove it.',
  ],
  [
    'provider.yaml',
    '  phone: +1 555 0100',
    '  phon: +1 555 0100',
    'no sentence says "support.phon". Did you mean "support.phone"?',
  ],
  [
    'provider.yaml',
    'appPassword: you',
    'appPasword: you',
    'no sentence says "appPasword". Did you mean "appPassword"?',
  ],
  [
    'provider.yaml',
    'fallback: { port: 587, security: starttls }',
    'fallback: { port: 587 }',
    '"smtp.fallback.security" is missing: write one of tls, starttls.',
  ],
  [
    'provider.yaml',
    '  email: support@mail.example',
    '  email: support',
    '"support.email": is not an address such as',
  ],
  [
    'provider.yaml',
    'name: Example Mail',
    'name: "Example\\u200b Mail"',
    '"name": it has a sign that nobody sees (U+200B)',
  ],
  ['provider.yaml', 'name: Example Mail', 'name: Example Mail\nhours: " "', '"hours" is empty: write', 1],
  ['provider.yaml', 'webmail: https:', 'webmail: http:', '"webmail": begins with http:'],
  [
    'provider.yaml',
    'imap: { host: imap.mail',
    'imap: { host: -imap-.mail',
    '"imap.host": is not a host name',
  ],
  [
    'provider.yaml',
    'imap.mail.example, port: 993',
    'imap.mail.example, port: 0',
    '"imap.port": is not a port: write one from 1',
  ],
  [
    'provider.yaml',
    'imap.mail.example, port: 993',
    'imap.mail.example, port: 143',
    '"imap.port" is 143, where security is starttls, and not tls: write',
  ],
  [
    'provider.yaml',
    'imap.mail.example, port: 993',
    'imap.mail.example, port: 995',
    '"imap.port" is 995, the port of pop: write 143 with starttls, or 993 with tls',
  ],
  [
    'provider.yaml',
    'pop.mail.example, port: 995',
    'pop.mail.example, port: 143',
    '"pop.port" is 143, the port of imap: write',
  ],
  [
    'provider.yaml',
    'fallback: { port: 587',
    'fallback: { port: 465',
    '"smtp.fallback.port" is 465, where security is tls',
  ],
  ['words/en.yaml', WHY, '  why: "1"', '"choice.why": a button needs a word'],
  ['words/en.yaml', WHY, '  why: "Why\\nso?"', '"choice.why": a button has one line'],
  ['words/en.yaml', WHY, '  why: "?!"', '"choice.why": a button needs a word'],
  ['words/en.yaml', WHY, '  why: "Why\\u202e?"', '"choice.why": it has a sign that nobody sees (U+202E)'],
  [
    'words/en.yaml',
    WHY,
    '  why: "**Why** so?"',
    '"choice.why": a button shows the signs of Markdown as they are',
  ],
  ['words/en.yaml', '  "no": "No"', '  "no": "Yes!"', '"choice.no" is the same button as "choice.yes"'],
  ['words/en.yaml', 'Is there anything else?', 'Is there **anything else?', 'a ** is left alone'],
  [
    'words/en.yaml',
    'Is there anything else?',
    'Is there ** anything ** else?',
    'is not bold: write **anything**',
  ],
  [
    'words/en.yaml',
    'Is there anything else?',
    'Is there [[or at {support.phone} anything?',
    'a passage is not whole at "[[or at {support.',
  ],
  [
    'words/en.yaml',
    'Is there anything else?',
    'Is there [[anything [[at {support.phone}]] else]]?',
    'a passage is not whole at "[[anything ',
  ],
  [
    'words/en.yaml',
    'Is there anything else?',
    'Is there [[anything|something at {support.phone}]]?',
    '"[[anything|something at {support.phone}]]" has no gap before its | and would always be said',
  ],
  [
    'words/en.yaml',
    'Is there anything else?',
    'Is there anything [[at {support.phon}]]?',
    'nothing fills the gap {support.phon}. Did you mean "support.phone"?',
  ],
  [
    'words/en.yaml',
    'Is there anything else?',
    '[[Is there {name}?]]',
    'the text begins with [: put it in quotes',
  ],
  [
    'words/en.yaml',
    'Is there anything else?',
    `Is \${name} there?`,
    'a gap has no $ before it: write {name}',
  ],
  [
    'words/en.yaml',
    'Is there anything else?',
    'Is { name } there?',
    'nothing fills the gap { name }. Did you mean "name"?',
  ],
  [
    'words/en.yaml',
    'Is there anything else?',
    'See [here] (https://x.example).',
    'has a space in its middle: write [here](https://x.example)',
  ],
  [
    'words/en.yaml',
    'Is there anything else?',
    '"![x](https://x.example/a.png)"',
    'is not one of ours: put it into dialogs/pictures',
  ],
  [
    'words/en.yaml',
    'Is there anything else?',
    'Else? '.repeat(200),
    'it has 1199 characters, and 1000 are the most',
  ],
  ['words/en.yaml', WHY, '  why:\n    - - Why?', '"choice.why" has a list within its list'],
  ['clients/iphone.yaml', TAP, TAP.replace('"', '"1. '), 'the bot numbers the steps by itself'],
  ['clients/iphone.yaml', TAP, TAP.replace('"', '"• '), 'the bot numbers the steps by itself'],
  [
    'clients/iphone.yaml',
    TAP,
    TAP.replace('"', '"{picture.outlookLeaveCopy} '),
    'a picture stands at the end',
  ],
  ['clients/iphone.yaml', '[IMAP, POP]', '[IMAP, IMAP, POP]', '"protocols": has a protocol twice'],
  ['clients/iphone.yaml', '[IMAP, POP]', '[]', '"protocols": has neither IMAP nor POP: write [IMAP]'],
] as const)(
  '%s with "%s" as %j would be wrong before people',
  (file, before, after, what, down: number = 0) => {
    const said = complaint(edit(file, before, after));
    expect(said).toContain(what);
    expect(said).toMatch(new RegExp(`${file}:${lineOf(file, before) + down}: [^\\n]*$`, 'm'));
  },
);

test('a step that stands there twice, and a guide too long for a message', () => {
  const step = '  - "Click **Server Settings** under your POP account at the left."\n';
  expect(complaint(edit('clients/thunderbird.yaml', step, step + step))).toMatch(
    /thunderbird\.yaml:\d+: the same step stands there twice/,
  );
  const many = Array.from({ length: 10 }, (_, at) => `  - "${at} ${'Wait. '.repeat(120)}"\n`).join('');
  expect(complaint(edit('clients/thunderbird.yaml', step, step + many))).toMatch(
    /thunderbird\.yaml:\d+: "leaveCopy" is too long for one message/,
  );
});

test('a step that lacks its dash, and one with a comma behind it', () => {
  const file = 'clients/thunderbird.yaml';
  const step = '- "Click **Server Settings** under your POP account at the left."';
  const line = lineOf(file, step);
  for (const written of [step.slice(2), 'Click it, and look.'])
    expect(complaint(edit(file, step, written))).toMatch(
      new RegExp(`thunderbird\\.yaml:${line}: the dash of a list is missing here: [^\\n]+$`),
    );
  expect(complaint(edit(file, step, `${step},`))).toMatch(
    new RegExp(`thunderbird\\.yaml:${line}: a comma stands behind the quote [^\\n]+$`),
  );
});

test('a list within a list is told once', () => {
  const said = complaint(edit('clients/thunderbird.yaml', '  - thunderbird', '  - - thunderbird'));
  expect(said).toMatch(/^\S+thunderbird\.yaml:5: "names\.0" is a list: write one text there\.$/);
});

test('a wording that stands there twice', () => {
  const again = edit('words/en.yaml', /^( +- )(.+)\n/m, '$1$2\n$1$2\n');
  expect(complaint(again)).toMatch(/words\/en\.yaml:\d+: "[\w.]+" has the same wording twice/);
});

test('signs that belong to an emoji may stay', () => {
  const family = '👨\u200d👩\u200d👧 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}';
  expect(complaint(edit('words/en.yaml', 'Is there anything else?', `Anything else? ${family}`))).toBe(
    'nothing',
  );
});

test('a key that nothing says is left over', () => {
  expect(complaint(edit('words/en.yaml', 'guide:\n', 'guide:\n  lost: Never said.\n'))).toMatch(
    /words\/en\.yaml:\d+: "guide\.lost" is never said/,
  );
});

test('an editor hears of everything that is wrong in a file, and in all guides, at once', () => {
  const emptied = edit('words/en.yaml', 'Which mail program do you use?', '');
  const misspelt = edit('words/en.yaml', '  gaveUp:', '  gaveup:');
  const words = complaint((folder) => {
    emptied(folder);
    misspelt(folder);
  });
  expect(words).toContain(
    `:${lineOf('words/en.yaml', 'Which mail program do you use?')}: "guide.program" has no`,
  );
  expect(words).toMatch(/:\d+: "guide\.gaveUp" has no sentence/);
  expect(words).toContain(`:${lineOf('words/en.yaml', '  gaveUp:')}: "guide.gaveup" is never said`);
  expect(words.split('\n')).toHaveLength(3);

  const renamed = (file: string) => edit(file, /^name: .*$/m, 'name: 7');
  const guides = complaint((folder) => {
    renamed('clients/iphone.yaml')(folder);
    renamed('clients/other.yaml')(folder);
  });
  expect(guides).toMatch(/iphone\.yaml:\d+: "name".*\n.*other\.yaml:\d+: "name"/);
});
