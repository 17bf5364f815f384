import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawStatechart } from './draw.ts';

/** `npm run diagram`: writes the conversation as a picture. */
const file = join(import.meta.dirname, '../../docs/statechart.svg');
writeFileSync(file, drawStatechart());
console.log(`Drawn: ${file}`);
