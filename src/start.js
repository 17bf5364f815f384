// What "npm start" runs. It may be run from another folder, whose .env and database the bot then has.
import './nodeVersion.js';

await import('./main.ts');
