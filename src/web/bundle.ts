import { rolldown } from 'rolldown';

/** No syntax that is newer than what the scripts are written in, so that they run wherever they would run unbundled. */
const SYNTAX = 'es2022';

/** As which kind of script a bundle runs in a browser: `es` as a module, `iife` as one that shares nothing with its page. */
type ScriptFormat = 'es' | 'iife';

/**
 * A script with all modules that it needs, in one and as short as may be, so that a browser asks once. Rejects with the file
 * and what is wrong with it where one of them is missing or is no JavaScript.
 */
export async function bundle(entry: string, format: ScriptFormat): Promise<string> {
  const build = await rolldown({
    input: entry,
    platform: 'browser',
    transform: { target: SYNTAX },
    onLog: (_, { message }) => {
      throw new Error(message);
    },
  });
  try {
    const { output } = await build.generate({ format, minify: true, codeSplitting: false });
    return output[0].code;
  } finally {
    await build.close();
  }
}
