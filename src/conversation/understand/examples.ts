import { z } from 'zod';
import { FACTS } from '../../../dialogs/scenarios.ts';
import { SUBJECTS, TROUBLES } from '../../../dialogs/wording.ts';
import type { YamlFile } from '../yaml.ts';

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
  explain: z.strictObject(Object.fromEntries(SUBJECTS.map((subject) => [subject, sentences]))),
  troubles: z.strictObject(Object.fromEntries(TROUBLES.map((trouble) => [trouble, sentences]))),
  uses: z.strictObject({ IMAP: sentences, POP: sentences }),
  /** What people also say, and what means none of all that. */
  nothing: sentences,
  answers: z.strictObject({ yes: sentences, no: sentences, unsure: sentences }),
});

/** What people say, by label. */
export type Examples = z.infer<typeof schema>;

/** The examples of one language, checked. Throws `DialogError` with file and line. */
export function loadExamples(file: YamlFile): Examples {
  const parsed = schema.safeParse(file.content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = (issue?.path ?? []).map(String);
  throw file.wrong(
    path,
    `"${path.join('.')}": ${issue?.message ?? 'is wrong'}. Write a list of sentences there.`,
  );
}
