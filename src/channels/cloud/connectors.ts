import type { ConnectorClient, ConnectorFactory } from 'botframework-connector';

/** How many addresses a client is kept for; the address comes from whoever sends an activity. */
const KEPT = 100;

export type Connect = () => Promise<ConnectorClient>;

/**
 * Keeps a client of the Connector for each address, with its credentials, which hold the bot's token and fetch the
 * next one when it ends. The addresses used last are kept. `audience` is whom the token is for.
 */
export function openConnectors() {
  const clients = new Map<string, Promise<ConnectorClient>>();
  return (factory: ConnectorFactory, serviceUrl: string, audience: string): Promise<ConnectorClient> => {
    const key = `${audience} ${serviceUrl}`;
    const client = clients.get(key) ?? factory.create(serviceUrl, audience);
    clients.delete(key);
    clients.set(key, client);
    // One that could not be made is tried anew the next time.
    client.catch(() => clients.get(key) === client && clients.delete(key));
    const [oldest] = clients.keys();
    if (clients.size > KEPT && oldest !== undefined) clients.delete(oldest);
    return client;
  };
}
