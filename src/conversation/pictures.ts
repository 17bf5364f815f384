import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { parsed, type YamlFile } from './yaml.ts';

/** A picture of our own: an SVG drawing, and the PNG made from it. */
export type Picture = {
  readonly name: string;
  /** The path of the files without their ending. */
  readonly file: string;
  readonly alt: string;
};

const schema = z.record(
  z.string().regex(/^\w+$/, 'is not a name of letters only'),
  z.strictObject({
    file: z.string().regex(/^[a-z0-9-]+$/, 'is not a file name without its ending, such as outlook-option'),
    alt: z
      .string()
      .trim()
      .min(20, 'is too short to tell what the picture shows')
      .regex(/^[^[\]()]+$/, 'has brackets, which end a picture in Markdown'),
  }),
);

/** Whether a file is one that somebody put there, and not one that their computer or editor keeps for itself. */
export function isOurs(file: string): boolean {
  return !/^(?:\.|Thumbs\.db$|desktop\.ini$)|~$/i.test(file);
}

const ENDINGS = ['svg', 'png'] as const;
/** What a file of each kind has: a drawing's element from beginning to end, or the first and the last chunk (PNG, 5.2 and 5.6). */
const WHOLE = { svg: /<svg[\s>].*<\/svg>\s*$/s, png: /^.PNG\r\n.*IEND.{4}$/s } as const;

/** Where pictures are served. */
export const PICTURES_PATH = '/pictures';

/**
 * The pictures that `pictures/<lang>.yaml` tells of, each with its files, and no file besides.
 * Throws `DialogError` with file and line.
 */
export function loadPictures(yaml: YamlFile): readonly Picture[] {
  const content = parsed(yaml, schema);
  const folder = dirname(yaml.path);
  const there = new Set(readdirSync(folder));
  const pictures = Object.entries(content).map(([name, { file, alt }]): Picture => {
    for (const ending of ENDINGS) {
      const each = `${file}.${ending}`;
      if (!there.delete(each))
        throw yaml.wrong(
          [name, 'file'],
          `there is no ${each} beside it. Draw it, and run "npm run pictures".`,
        );
      if (!WHOLE[ending].test(readFileSync(join(folder, each), 'latin1')))
        throw yaml.wrong(
          [name, 'file'],
          `${each} beside it is no picture of that kind, or not whole. Draw it, and run "npm run pictures".`,
        );
    }
    return { name, file: `${folder}/${file}`, alt };
  });
  for (const file of there) {
    if (/\.ya?ml$/.test(file) || !isOurs(file)) continue;
    throw yaml.wrong([], `nothing tells of the file ${file} beside it. Describe it there, or remove it.`);
  }
  return pictures;
}

/** Pictures as Markdown for the gaps in sentences: `{picture.outlookLeaveCopy}`. */
export function pictureGaps(pictures: readonly Picture[]): ReadonlyMap<string, string> {
  return new Map(
    pictures.map(({ name, file, alt }) => [`picture.${name}`, `![${alt}](${pathOfPicture(file)})`]),
  );
}

/** The path under which a picture is served. */
export function pathOfPicture(file: string, ending: 'png' | 'svg' = 'png'): string {
  return `${PICTURES_PATH}/${file.slice(file.lastIndexOf('/') + 1)}.${ending}`;
}
