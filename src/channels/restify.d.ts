import type { Request, Response } from 'restify';

declare module 'restify' {
  interface Server {
    /**
     * Handlers that run at once when a request has come, before restify looks at it; one that answered it itself
     * gives false back (restify 12, "Server API", `first`). The types know nothing of it.
     */
    first(...handlers: ((request: Request, response: Response) => boolean)[]): this;
  }
}
