// What "npm start" runs, from whatever folder.
import './nodeVersion.js';

await import('./main.ts');
