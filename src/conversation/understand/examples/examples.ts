import { z } from 'zod';
import { LANGUAGE } from '../../../../dialogs/language.ts';
import { FACTS } from '../../../../dialogs/scenarios.ts';
import { LEARNT_SUBJECTS, TROUBLES } from '../../../../dialogs/subjects.ts';
import { didYouMean } from '../../../nearest.ts';
import { mapAll, parsed, type YamlFile } from '../../yaml.ts';

const sentences = z.array(z.string().trim().min(1)).min(1);

/** Commands that need nothing but their name. */
export const COMMANDS = [
  'askMe',
  'back',
  'restart',
  'why',
  'help',
  'aboutMe',
  'forget',
  'next',
  'previous',
  'works',
  'worksNot',
  'person',
  'thanks',
  'bye',
  'greet',
  'doesNotFit',
  'abuse',
  'offTopic',
] as const;

const schema = z.strictObject({
  facts: z.strictObject(
    Object.fromEntries(FACTS.map((fact) => [fact, z.strictObject({ yes: sentences, no: sentences })])),
  ),
  commands: z.strictObject(Object.fromEntries(COMMANDS.map((command) => [command, sentences]))),
  explain: z.strictObject(Object.fromEntries(LEARNT_SUBJECTS.map((subject) => [subject, sentences]))),
  troubles: z.strictObject(Object.fromEntries(TROUBLES.map((trouble) => [trouble, sentences]))),
  uses: z.strictObject({ IMAP: sentences, POP: sentences }),
  /** What people also say, and what means none of all that. */
  nothing: sentences,
  answers: z.strictObject({ yes: sentences, no: sentences, unsure: sentences }),
});

/** What people say, by label. */
export type Examples = z.infer<typeof schema>;

/** Whole messages as people write them, with the names of all that each of them says. */
export type Stories = readonly { readonly text: string; readonly labels: readonly string[] }[];

/** What a story says where it says nothing of interest. */
const NOTHING = 'nothing';
const storiesSchema = z.record(z.string(), sentences);

/**
 * The stories of one language, checked: lists of messages under the names of all that they say, joined by commas.
 * `known` are the names there are, and `examples` may not say the contrary. Throws `DialogError` with file and line.
 */
export function loadStories(file: YamlFile, known: ReadonlySet<string>, examples: Examples): Stories {
  const data = parsed(file, storiesSchema);
  const taught = new Set(
    Object.entries(examples.facts).flatMap(([fact, answers]) =>
      Object.entries(answers).flatMap(([is, texts]) => texts.map((text) => `${fact}=${is} ${barely(text)}`)),
    ),
  );
  return mapAll(Object.entries(data), ([names, texts]) => {
    const labels = names === NOTHING ? [] : names.split(',').map((name) => name.trim());
    for (const label of labels) refuseUnknown(file, [names], label, known);
    mapAll(texts.entries(), ([at, text]) => {
      const contrary = labels.map(contraryOf).find((label) => taught.has(`${label} ${barely(text)}`));
      if (contrary === undefined) return;
      const what = `"${text}" stands in examples/${LANGUAGE}.yaml under "${contrary}": leave it in one of them.`;
      throw file.wrong([names, String(at)], what);
    });
    return texts.map((text) => ({ text, labels }));
  }).flat();
}

/** The name of a fact that is not so, of one that is, and the other way round; of anything else none that there is. */
const contraryOf = (label: string) => label.replace(/=(yes|no)$/, (_, is) => (is === 'yes' ? '=no' : '=yes'));
/** A sentence without what makes no difference to what it says. */
const barely = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Throws `DialogError` where a name at a place of a file is none of those `known`, which are of what can be said. */
export function refuseUnknown(
  file: YamlFile,
  path: readonly string[],
  name: string,
  known: ReadonlySet<string>,
): void {
  if (known.has(name)) return;
  const remedy = didYouMean(name, known) || ` Write names as examples/${LANGUAGE}.yaml has them.`;
  throw file.wrong(path, `"${name}" is nothing that can be said.${remedy}`);
}

/** The examples of one language, checked. Throws `DialogError` with file and line. */
export function loadExamples(file: YamlFile): Examples {
  const examples = parsed(file, schema);
  mapAll([...FACTS.map((fact) => ['facts', fact]), ['answers']], (path) =>
    refuseContradictions(
      path,
      path[0] === 'answers' ? examples.answers : (examples.facts[path[1] ?? ''] ?? {}),
      file,
    ),
  );
  return examples;
}

/** The same sentence for yes and for no teaches neither. */
function refuseContradictions(
  path: readonly string[],
  answers: Readonly<Record<string, readonly string[]>>,
  file: YamlFile,
): void {
  const answerOf = new Map<string, string>();
  mapAll(Object.entries(answers), ([answer, texts]) =>
    mapAll(texts.entries(), ([at, text]) => {
      const other = answerOf.get(text.toLowerCase()) ?? answer;
      answerOf.set(text.toLowerCase(), other);
      if (other === answer) return;
      const what = `"${text}" stands under "${other}" as well: leave it under one of them.`;
      throw file.wrong([...path, answer, String(at)], what);
    }),
  );
}
