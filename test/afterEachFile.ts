import { afterAll } from 'vitest';
import { removeFolders } from './folders.ts';

// After all that the file itself does at its end, as hooks run in the opposite order. Vitest ends its processes in a way of
// which they do not hear.
afterAll(removeFolders);
