import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { openTurnStore } from '../../src/bot/turnStore.ts';
import { openDialog } from '../../src/conversation/dialog.ts';
import { SqliteStorage } from '../../src/storage/sqlite.ts';
import { newFolder } from '../folders.ts';

/** Twenty messages that leave as much behind as messages can: answers taken back, a guide, words not understood. */
const TALK = [
  'hello',
  'ask me',
  'no',
  'no',
  'yes',
  'why?',
  'back',
  'no',
  'no',
  'not sure',
  'I use several computers and phones, and my wife and I share the account',
  'why?',
  'asdf',
  'my messages arrive several times',
  'Outlook',
  'what is the difference between pop and imap',
  'how do I set it up on my iPhone?',
  'person',
  'which one suits me?',
  'thanks',
];
const count = z.object({ bytes: z.int() });

test('a talk of 20 turns takes at most 4 KB on disk, of which its state takes at most 1 KB', async () => {
  const file = join(newFolder(), 'bot.db');
  const storage = new SqliteStorage(file);
  const store = openTurnStore(openDialog(), storage);
  const TALKS = 200;
  for (let talk = 0; talk < TALKS; talk++)
    for (const [at, text] of TALK.entries()) {
      const id = `${crypto.randomUUID()}|${String(at).padStart(7, '0')}`;
      await store.run(`msteams/conversations/a:1${'x'.repeat(80)}${talk}`, id, { kind: 'message', text });
    }
  const [key] = [`msteams/conversations/a:1${'x'.repeat(80)}0`];
  const item = (await storage.read([key]))[key];
  expect(JSON.stringify(item.conversation).length).toBeLessThan(1024);
  await storage.close();
  const database = new DatabaseSync(file);
  const size = 'SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()';
  expect(count.parse(database.prepare(size).get()).bytes / TALKS).toBeLessThan(4096);
  database.close();
});
