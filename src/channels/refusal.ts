/** A request that is answered with an error: status, code, and one sentence for whoever sent it. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }

  get body() {
    return { error: { code: this.code, message: this.message } };
  }
}

/** What a 401 has to come with (RFC 9110, 15.5.2): how to show who one is, here by RFC 6750. */
export const ASKS_FOR_TOKEN: Readonly<Record<string, string>> = { 'www-authenticate': 'Bearer' };
