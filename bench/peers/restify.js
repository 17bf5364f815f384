import restify from 'restify';

/** Peer (b): restify with its own body parser, answering with JSON. */
const server = restify.createServer();
server.use(restify.plugins.bodyParser());
server.post('/api/messages', (request, response, next) => {
  response.send(200, { activities: [{ type: 'message', text: `Echo: ${request.body.text}` }] });
  next();
});
server.listen(process.env.PORT);
