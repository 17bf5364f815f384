import { globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDialog } from '../../src/conversation/dialog.ts';
import { differences } from './chatdown.ts';

const dialog = openDialog();
const folder = join(import.meta.dirname, '../conversations');

describe('whole talks', () => {
  for (const file of globSync('*.chat', { cwd: folder }).sort()) {
    test(file, () => expect(differences(dialog, join(folder, file))).toEqual([]));
  }
});
