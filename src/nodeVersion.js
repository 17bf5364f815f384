// What npm's scripts run before anything else (--import). It is JavaScript, as an old Node can read nothing else, and is
// to say what it lacks.
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const NEEDED = 26;
if (Number(process.versions.node.split('.')[0]) < NEEDED) {
  console.error(
    `This needs Node ${NEEDED}, and ${process.version} is running. Run "npm ci" (without --omit=optional), which brings it along, and start with "npm start" or another script of package.json.`,
  );
  process.exit(1);
}
// Before anything else is loaded, so that the cache serves all of it. It is part of what is installed, so that the first
// start has it, also on another machine that gets the folder as it is.
module.enableCompileCache(
  fileURLToPath(new URL('../node_modules/.cache/pop-or-imap/compiled', import.meta.url)),
);
