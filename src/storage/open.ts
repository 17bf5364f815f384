import { MemoryStorage, type Storage } from 'botbuilder';
import { SqliteStorage } from './sqlite.ts';

export type OpenStorage = Storage & { close?(): void };

/** The storage that the setting `STORAGE` names. Throws one sentence where it cannot be had. */
export function openStorage(setting: string): OpenStorage {
  if (setting === 'memory:') return new MemoryStorage();
  if (setting.startsWith('sqlite:')) {
    const file = setting.slice('sqlite:'.length);
    try {
      return new SqliteStorage(file);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(
        `STORAGE: the database ${file} cannot be opened (${reason}). Check that its folder can be written to, or move a damaged file aside; it was left as it is.`,
      );
    }
  }
  throw new Error(`STORAGE: "${setting.split(':')[0]}:" is not a storage. Write sqlite:<file> or memory:.`);
}
