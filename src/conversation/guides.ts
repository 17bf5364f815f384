import { z } from 'zod';
import { PROTOCOLS, type Protocol } from '../../dialogs/advise.ts';
import { PARTS, type Part, PROGRAMS, type Program } from '../../dialogs/guides.ts';
import { reasonOf } from '../reason.ts';
import { faultInLabel, spoken } from './buttons.ts';
import { fillGaps, type Gaps } from './gaps.ts';
import { faultAsWritten, faultInSentence } from './sentence.ts';
import { mapAll, parsed, type YamlFile } from './yaml.ts';

/** A mail program's guide, its gaps filled. */
type ProgramGuide = {
  readonly name: string;
  readonly version: string;
  /** What people call it, in lower case. */
  readonly names: readonly string[];
  /** What people call the device that has it, in lower case. */
  readonly devices: readonly string[];
  /** What other versions of it are called as well, in lower case. */
  readonly loosely: readonly string[];
  readonly instead: string;
  /** How to see that it is another version, which has steps of its own. */
  readonly otherVersion: string | null;
  /** A quicker way than the steps of a set-up, where there is one. */
  readonly shortcuts: { readonly [P in Protocol]?: string };
  readonly steps: ReadonlyMap<Part, readonly string[]>;
};

export type Guides = ReadonlyMap<Program, ProgramGuide>;

/** How long all steps of a part may be together: they are one message. The longest have some 1,500 characters. */
const LONGEST_PART = 6000;
/** The gaps that have no place in the steps by which the other protocol is set up. */
const FOREIGN: { readonly [P in Protocol]: RegExp } = { IMAP: /\{pop\.\w+\}/, POP: /\{imap\.\w+\}/ };
/** A step that brings what the bot puts before it. */
const NUMBER = /^(?:\d+[.)]|[-*•])\s/;
/** A picture that something follows. */
const AMID = /!\[[^\]]*\]\([^)]*\)(?=\s*\S)/;

const sentence = z.string().trim().min(1);
const steps = z.array(sentence).min(1);
const names = z.array(
  z.string().trim().toLowerCase().min(2, 'is too short for a name: two characters at least'),
);
const schema = z.strictObject({
  id: z.enum(PROGRAMS),
  name: z.string().trim().min(1).max(25, 'is too long for a button: 25 characters at most'),
  writtenFor: sentence,
  names: names.min(1),
  devices: names.default([]),
  loosely: names.default([]),
  protocols: z
    .array(z.enum(PROTOCOLS))
    .min(1, 'has neither IMAP nor POP: write [IMAP], [POP] or [IMAP, POP]')
    .refine((all) => new Set(all).size === all.length, 'has a protocol twice'),
  instead: sentence.optional(),
  otherVersion: sentence.optional(),
  shortcut: z.strictObject({ IMAP: sentence.optional(), POP: sentence.optional() }).optional(),
  setup: z.strictObject({ IMAP: steps.optional(), POP: steps.optional() }),
  leaveCopy: steps.optional(),
  switch: z.strictObject({ toIMAP: steps.optional(), toPOP: steps.optional() }).optional(),
  whichProtocol: steps,
  folders: steps.optional(),
  lessOffline: steps,
  password: steps,
  settings: steps,
  outgoing: steps,
});

/** Parts that only a program which can do the protocol has to have. */
const NEEDED: { readonly IMAP: readonly Part[]; readonly POP: readonly Part[] } = {
  IMAP: ['setup.IMAP', 'folders'],
  POP: ['setup.POP', 'leaveCopy', 'switch.toIMAP', 'switch.toPOP'],
};

/**
 * The guides of all mail programs, checked: every program there, every part that it needs, every gap known. `gaps` holds what
 * fills them, by name (`imap.host`, `picture.outlookLeaveCopy`).
 * Throws `DialogError` with file and line.
 */
export function loadGuides(read: (program: Program) => YamlFile, gaps: Gaps): Guides {
  const files = new Map(mapAll(PROGRAMS, (program) => [program, read(program)]));
  const guides = new Map(
    mapAll(files, ([program, file]) => [program, loadGuide(program, file, gaps)] as const),
  );
  mapAll(files, ([program, file]) => {
    refuseNameTwice(program, file, guides);
    refuseNameOfAnother(program, file, guides);
  });
  return guides;
}

/** Buttons that read the same lead to the program that comes first. */
function refuseNameTwice(program: Program, file: YamlFile, guides: Guides): void {
  const name = guides.get(program)?.name ?? '';
  const other = PROGRAMS.slice(0, PROGRAMS.indexOf(program)).find(
    (each) => spoken(guides.get(each)?.name ?? '') === spoken(name),
  );
  if (other !== undefined)
    throw file.wrong(['name'], `"${name}" is the button of ${other} as well: change one of them.`);
}

/**
 * A little word as a program's name, such as "the", would be heard in nearly every message. Throws `DialogError` with its line in
 * the guide's file.
 */
export function refuseLittleNames(
  read: (program: Program) => YamlFile,
  guides: Guides,
  littleWords: Readonly<Record<string, ReadonlySet<string>>>,
): void {
  const little = new Set(Object.values(littleWords).flatMap((words) => [...words]));
  mapAll(guides, ([program, guide]) => {
    for (const kind of ['names', 'devices', 'loosely'] as const) {
      const at = guide[kind].findIndex((name) => little.has(name));
      if (at < 0) continue;
      const what = `"${guide[kind][at]}" is a word that people say without meaning a program: remove it.`;
      throw read(program).wrong([kind, String(at)], what);
    }
  });
}

/** Whoever says a name that two programs have would be led to one of them by chance. */
function refuseNameOfAnother(program: Program, file: YamlFile, guides: Guides): void {
  const before = PROGRAMS.slice(0, PROGRAMS.indexOf(program)).map(
    (other) => [other, guides.get(other)] as const,
  );
  const own = guides.get(program);
  for (const kind of ['names', 'devices', 'loosely'] as const) {
    mapAll(own?.[kind].entries() ?? [], ([at, name]) => {
      const [other] =
        before.find(([, each]) => each && [...each.names, ...each.devices, ...each.loosely].includes(name)) ??
        [];
      if (other === undefined) return;
      const what = `"${name}" is already a name of ${other}: leave it to one of them.`;
      throw file.wrong([kind, String(at)], what);
    });
  }
}

function loadGuide(program: Program, file: YamlFile, gaps: Gaps): ProgramGuide {
  const content = parsed(file, schema);
  if (content.id !== program)
    throw file.wrong(['id'], `the id has to be "${program}", like the file's name.`);

  const inName = faultInLabel(content.name) ?? faultAsWritten(content.name);
  if (inName !== null) throw file.wrong(['name'], `"name": ${inName}`);

  const filled = (path: readonly string[], text: string): string => {
    try {
      const written = faultAsWritten(text);
      if (written) throw new Error(written);
      const sentence = fillGaps(text, gaps);
      const fault =
        faultInSentence(sentence) ??
        (AMID.test(sentence) ? 'a picture stands at the end: move its gap behind the last word.' : null);
      if (fault) throw new Error(fault);
      return sentence;
    } catch (error) {
      throw file.wrong(path, reasonOf(error));
    }
  };

  const found = new Map<Part, readonly string[]>();
  const take = (part: Part, path: readonly string[], lines: readonly string[] | undefined) => {
    if (!lines) return;
    mapAll(lines.entries(), ([at, line]) => {
      const fault = (what: string) => file.wrong([...path, String(at)], what);
      if (NUMBER.test(line)) throw fault('a step begins with its text: the bot numbers the steps by itself.');
      if (lines.indexOf(line) < at) throw fault('the same step stands there twice: leave it there once.');
    });
    if (lines.join('\n').length > LONGEST_PART)
      throw file.wrong(path, `"${part}" is too long for one message: ${LONGEST_PART} characters at most.`);
    const said = mapAll(lines.entries(), ([at, line]) => filled([...path, String(at)], line));
    // A step that is all about what the mail host does not have.
    const kept = said.filter((step) => step !== '');
    if (kept.length === 0) throw file.wrong(path, `"${part}" has no step that can be said here: write one.`);
    found.set(part, kept);
  };
  for (const protocol of PROTOCOLS) {
    const lines = content.setup[protocol];
    mapAll(lines?.entries() ?? [], ([at, line]) => {
      const [gap] = FOREIGN[protocol].exec(line) ?? [];
      if (gap !== undefined)
        throw file.wrong(
          ['setup', protocol, String(at)],
          `these steps set ${protocol} up, and ${gap} is of the other protocol: write ${gap.replace(/\w+(?=\.)/, protocol.toLowerCase())}.`,
        );
    });
    take(`setup.${protocol}`, ['setup', protocol], lines);
  }
  take('switch.toIMAP', ['switch', 'toIMAP'], content.switch?.toIMAP);
  take('switch.toPOP', ['switch', 'toPOP'], content.switch?.toPOP);
  for (const part of PARTS) {
    if (part.includes('.')) continue;
    const own = content as { readonly [P in Part]?: readonly string[] };
    take(part, [part], own[part]);
  }

  const instead = content.instead === undefined ? '' : filled(['instead'], content.instead);
  for (const protocol of PROTOCOLS) {
    if (!content.protocols.includes(protocol)) {
      if (!instead) {
        throw file.wrong(['protocols'], `${protocol} is missing: write under "instead" what people can use.`);
      }
      continue;
    }
    const missing = NEEDED[protocol].find((part) => !found.has(part));
    if (missing) throw file.wrong(missing.split('.'), `"${missing}" is missing, as it can do ${protocol}.`);
  }
  const { shortcut, otherVersion } = content;
  return {
    name: content.name,
    version: content.writtenFor,
    names: content.names,
    devices: content.devices,
    loosely: content.loosely,
    instead,
    otherVersion: otherVersion === undefined ? null : filled(['otherVersion'], otherVersion),
    shortcuts: {
      ...(shortcut?.IMAP && { IMAP: filled(['shortcut', 'IMAP'], shortcut.IMAP) }),
      ...(shortcut?.POP && { POP: filled(['shortcut', 'POP'], shortcut.POP) }),
    },
    steps: found,
  };
}

/** Whether a program's guide has the part. */
export function hasPart(guides: Guides, program: Program, part: Part): boolean {
  return guides.get(program)?.steps.has(part) ?? false;
}
