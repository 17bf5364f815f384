// What "npm start" runs. It may be run from another folder, whose .env and database the bot then has.
import { pathToFileURL } from 'node:url';
import './nodeVersion.js';

const { packedBot } = await import('./packed.ts');
// Reading some thousand files, most of them botbuilder's, would be a third of a start.
const packed = packedBot();
try {
  await import(packed === null ? './main.ts' : pathToFileURL(packed).href);
} catch (error) {
  // Before the bot can say anything by itself.
  const { missingText } = await import('./missing.ts');
  const told = missingText(error);
  if (told === null) throw error;
  console.error(told);
  process.exit(1);
}
