/** The parts used here of packages that come without types. */
declare module 'autocannon' {
  type Request = {
    readonly method: 'POST';
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly setupRequest: (request: Request) => Request;
    readonly onResponse: (status: number, body: string) => void;
    readonly body?: string;
  };
  type Client = { setRequests(requests: readonly Request[]): void };
  type Result = {
    /** In seconds. */
    readonly duration: number;
    readonly requests: { readonly total: number };
    /** In milliseconds. */
    readonly latency: { readonly p50: number; readonly p99: number };
    readonly errors: number;
    readonly timeouts: number;
    readonly non2xx: number;
  };
  export default function autocannon(options: {
    readonly url: string;
    readonly connections: number;
    readonly duration: number;
    readonly setupClient: (client: Client) => void;
  }): Promise<Result>;
}
