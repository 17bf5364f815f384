import { createServer } from 'node:http';

/** Peer (a): what Node alone needs to read JSON and to answer with JSON. */
createServer((request, response) => {
  if (request.method !== 'POST') return response.writeHead(404).end();
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const { text } = JSON.parse(Buffer.concat(chunks).toString());
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ activities: [{ type: 'message', text: `Echo: ${text}` }] }));
  });
}).listen(process.env.PORT);
