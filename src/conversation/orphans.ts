import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { PROGRAMS } from '../../dialogs/guides.ts';
import { LANGUAGE } from '../../dialogs/language.ts';
import { didYouMean } from '../nearest.ts';
import type { Gaps } from './gaps.ts';
import type { Guides } from './guides.ts';
import { isOurs, type Picture, pathOfPicture } from './pictures.ts';
import type { Words } from './words.ts';
import { DialogError, mapAll, type YamlFile } from './yaml.ts';

/** What is read in each folder of texts. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  clients: PROGRAMS.map((program) => `${program}.yaml`),
  words: [`${LANGUAGE}.yaml`],
  examples: [`${LANGUAGE}.yaml`, `${LANGUAGE}.stories.yaml`],
  patterns: [`${LANGUAGE}.yaml`],
};

/** What is said of a file that is none of those. */
function orphanText(folder: string, read: readonly string[]): string {
  return folder === 'clients'
    ? 'no mail program has this id. Add it to PROGRAMS in dialogs/guides.ts, or remove the file.'
    : `nothing reads this file. Put what is in it into ${read.join(' or ')}, or move it away.`;
}

/** A file of texts that nothing leads to would never be read. Throws `DialogError`. */
export function refuseOrphanFiles(directory: string): void {
  mapAll(Object.entries(TEXTS), ([folder, read]) => {
    const known = new Set(read);
    const orphan = readdirSync(join(directory, folder)).find((file) => isOurs(file) && !known.has(file));
    if (orphan === undefined) return;
    const name = relative(process.cwd(), join(directory, folder, orphan));
    const meant = orphan.replace(/\.yml$/i, '.yaml');
    const said = known.has(meant) ? `name this file ${meant}.` : orphanText(folder, read);
    throw new DialogError(`${name}:1: ${said}`);
  });
}

/**
 * A name in the mail host's values for which no sentence has a gap is mostly misspelt, perhaps for one that fills no gap now.
 * `others` are the files with sentences, which are read only where there are such names. Throws `DialogError` with its
 * line in `file`.
 */
export function refuseUnsaidNames(
  names: readonly string[],
  gaps: Gaps,
  file: YamlFile,
  others: () => readonly YamlFile[],
): void {
  if (names.length === 0) return;
  const sentences = JSON.stringify(others().map(({ content }) => content));
  mapAll(names, (name) => {
    if (sentences.includes(`{${name}}`)) return;
    const unfilled = [...gaps].flatMap(([gap, value]) => (value === null ? [gap] : []));
    const remedy = didYouMean(name, unfilled) || ` Write {${name}} where it belongs, or remove it.`;
    throw file.wrong(name.split('.'), `no sentence says "${name}".${remedy}`);
  });
}

/** A picture that neither a step nor a sentence shows. Throws `DialogError` with its line in `file`. */
export function refuseUnseenPicture(
  pictures: readonly Picture[],
  file: YamlFile,
  guides: Guides,
  words: Words,
): void {
  const steps = [...guides.values()].flatMap((guide) => [...guide.steps.values()].flat());
  const shown = [...steps, ...Object.values(words).flat()].join('\n');
  const unseen = pictures.find((picture) => !shown.includes(`(${pathOfPicture(picture.file)})`));
  if (unseen)
    throw file.wrong(
      [unseen.name],
      `no sentence shows "${unseen.name}". Write {picture.${unseen.name}} where it belongs, or remove it.`,
    );
}
