import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { stringify } from 'yaml';
import { openDialog } from '../../src/conversation/dialog.ts';
import { readYaml } from '../../src/conversation/yaml.ts';
import { newFolder } from '../folders.ts';

const DIALOGS = join(import.meta.dirname, '../../dialogs');

/** The dialog of a mail host with something else in its file; what is undefined is not there. */
export function dialogWith(change: object) {
  const folder = newFolder();
  cpSync(DIALOGS, folder, { recursive: true });
  const file = join(folder, 'provider.yaml');
  const provider = Object(readYaml(file).content);
  writeFileSync(file, stringify({ ...provider, ...change }));
  expect(readFileSync(file, 'utf8')).not.toBe(readFileSync(join(DIALOGS, 'provider.yaml'), 'utf8'));
  return openDialog(folder);
}
