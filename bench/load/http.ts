import { connect, type Socket } from 'node:net';

/** One connection that is kept, with one request at a time: as little work as possible, so that the server's shows. */
export class Connection {
  readonly #socket: Socket;
  readonly #host: string;
  #received = '';
  #waiting: { done: (body: string) => void; failed: (error: Error) => void } | undefined;

  constructor(url: string) {
    const { hostname, port, host } = new URL(url);
    this.#host = host;
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true });
    // One character for each byte, so that the length counts bytes.
    this.#socket.setEncoding('latin1');
    this.#socket.on('data', (text) => this.#read(String(text)));
    this.#socket.on('error', (error) => this.#waiting?.failed(error));
    this.#socket.on('close', () => this.#waiting?.failed(new Error('The connection was closed.')));
  }

  /** Gives the body of a 2xx answer that says its length; throws for any other. */
  post(path: string, bearer: string | null, body: string): Promise<string> {
    const length = Buffer.byteLength(body);
    const authorization = bearer === null ? '' : `authorization: Bearer ${bearer}\r\n`;
    this.#socket.write(
      `POST ${path} HTTP/1.1\r\nhost: ${this.#host}\r\n${authorization}content-type: application/json\r\ncontent-length: ${length}\r\n\r\n${body}`,
    );
    return new Promise((done, failed) => {
      this.#waiting = { done, failed };
    });
  }

  end(): void {
    this.#waiting = undefined;
    this.#socket.destroy();
  }

  #read(text: string): void {
    this.#received += text;
    const end = this.#received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.#received.slice(0, end);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1]);
    if (this.#received.length < end + 4 + length) return;
    const body = Buffer.from(this.#received.slice(end + 4, end + 4 + length), 'latin1').toString();
    this.#received = this.#received.slice(end + 4 + length);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (/^HTTP\/1.1 2/.test(head)) waiting?.done(body);
    else waiting?.failed(new Error(`${head.split('\r\n')[0]}: ${body}`));
  }
}
