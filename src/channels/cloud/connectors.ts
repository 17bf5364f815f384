import type { Authentication } from './authentication.ts';

/** The SDK's types, which botbuilder itself does not give out. */
type Authenticated = Awaited<ReturnType<Authentication['authenticateRequest']>>;
type ConnectorFactory = NonNullable<Authenticated['connectorFactory']>;
type ConnectorClient = Awaited<ReturnType<ConnectorFactory['create']>>;

/** How many addresses a client is kept for; the address comes from whoever sends an activity. */
const KEPT = 100;

/**
 * The SDK's client takes `noRetryPolicy` and does not heed it (botbuilder-stdlib 4.23): its own attempts at what a channel
 * refuses would take up the time of one of the outbox, which then would seem to hang.
 */
function withoutRetries(client: ConnectorClient): ConnectorClient {
  const inner: unknown = Reflect.get(client, 'client');
  if (isPiped(inner)) inner.pipeline.removePolicy({ phase: 'Retry' });
  return client;
}

type Piped = { readonly pipeline: { removePolicy(which: { readonly phase: string }): unknown } };

function isPiped(client: unknown): client is Piped {
  if (typeof client !== 'object' || client === null || !('pipeline' in client)) return false;
  const { pipeline } = client;
  return typeof pipeline === 'object' && pipeline !== null && 'removePolicy' in pipeline;
}

export type Connect = () => Promise<ConnectorClient>;

/**
 * Keeps a client of the Connector for each address, with its credentials, which hold the bot's token and fetch the
 * next one when it ends. The addresses used last are kept. `audience` is whom the token is for.
 */
export function openConnectors() {
  const clients = new Map<string, Promise<ConnectorClient>>();
  return (factory: ConnectorFactory, serviceUrl: string, audience: string): Promise<ConnectorClient> => {
    const key = `${audience} ${serviceUrl}`;
    const client = clients.get(key) ?? factory.create(serviceUrl, audience).then(withoutRetries);
    clients.delete(key);
    clients.set(key, client);
    // One that could not be made is tried anew the next time.
    client.catch(() => clients.get(key) === client && clients.delete(key));
    const [oldest] = clients.keys();
    if (clients.size > KEPT && oldest !== undefined) clients.delete(oldest);
    return client;
  };
}
