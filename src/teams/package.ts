import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SettingError } from '../config.ts';
import { openDialog } from '../conversation/dialog.ts';
import { DialogError } from '../conversation/yaml.ts';
import { readEnvFile } from '../environment.ts';
import { makeFolder } from '../folders.ts';
import { reasonOf } from '../reason.ts';
import { colourIcon, outlineIcon } from './icons.ts';
import { faultsOf, forPacking, manifestFor, PackageError, readPackageSettings } from './manifest.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The Teams app package as a zip file. Throws `PackageError` where a setting is missing or wrong, or a package. */
export async function packTeamsApp(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Uint8Array> {
  const settings = readPackageSettings(environment);
  const { strToU8, zipSync } = await forPacking(() => import('fflate'));
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const { words, provider } = openDialog();
  const manifest = manifestFor(settings, { version, provider, words });
  const faults = await faultsOf(manifest);
  if (faults.length > 0)
    throw new PackageError(`Microsoft's schema refuses the manifest: ${faults.join('; ')}.`);
  return zipSync({
    'manifest.json': strToU8(`${JSON.stringify(manifest, null, 2)}\n`),
    'color.png': colourIcon(),
    'outline.png': outlineIcon(),
  });
}

/** Throws `PackageError` where the place cannot be written to. */
function save(file: string, zip: Uint8Array): void {
  try {
    makeFolder(dirname(file));
    writeFileSync(file, zip);
  } catch (error) {
    throw new PackageError(
      `${file} cannot be written (${reasonOf(error)}): name a file in a folder that you may write to, as in "npm run teams:package -- teams/bot.zip".`,
    );
  }
}

/** `npm run teams:package [file]` */
if (import.meta.main) {
  try {
    readEnvFile('.env', process.env);
    const file = process.argv[2] ?? 'teams/pop-or-imap.zip';
    const zip = await packTeamsApp(process.env);
    save(file, zip);
    console.log(`Wrote ${file}. In Teams: Apps › Manage your apps › Upload an app.`);
  } catch (error) {
    const isToOperator =
      error instanceof PackageError || error instanceof SettingError || error instanceof DialogError;
    if (!isToOperator) throw error;
    console.error(`${error.message} Nothing was written.`);
    process.exitCode = 1;
  }
}
