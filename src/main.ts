import { enableCompileCache } from 'node:module';

const NEEDED = 26;
if (Number(process.versions.node.split('.')[0]) < NEEDED) {
  console.error(
    `This needs Node ${NEEDED}, and ${process.version} is running. Run "npm ci" (without --omit=optional), which brings it along, and start with "npm start".`,
  );
  process.exit(1);
}
enableCompileCache();
// Loaded only now, so that the compile cache serves them and an old Node never reads them.
const { serve } = await import('./serve.ts');
await serve();
