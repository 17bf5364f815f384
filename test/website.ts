import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { z } from 'zod';

/** An activity as Direct Line gives it out, as far as tests look at it. */
const entry = z.looseObject({
  id: z.string(),
  type: z.string(),
  text: z.string().optional(),
  value: z.unknown().optional(),
  replyToId: z.string().optional(),
  from: z.looseObject({ role: z.string() }),
});
export type Entry = z.infer<typeof entry>;
const activitySet = z.object({ activities: z.array(entry), watermark: z.string() });
const ticket = z.object({ conversationId: z.string(), token: z.string() });
const streamed = z.object({ streamUrl: z.string() });

const BASE = '/v3/directline';
/** How long a request may take, in milliseconds. */
const PATIENCE = 8000;

/** One person on a website, who may turn to any replica of the bot at any time. */
export class Visitor {
  readonly conversationId: string;
  readonly token: string;
  /** What came over the WebSocket, in order. */
  readonly seen: Entry[] = [];
  #watermark: string | undefined;
  #socket: WebSocket | undefined;
  #following = false;

  private constructor({ conversationId, token }: z.infer<typeof ticket>) {
    this.conversationId = conversationId;
    this.token = token;
  }

  /** A person with a token, from the replica at the address; throws where it gives none. */
  static async at(url: string, secret: string): Promise<Visitor> {
    const response = await post(`${url}${BASE}/tokens/generate`, secret);
    if (!response.ok) throw new Error(`tokens/generate gave ${response.status}`);
    return new Visitor(ticket.parse(await response.json()));
  }

  /** Begins the talk, or joins it again. */
  begin(url: string): Promise<Response> {
    return post(`${url}${BASE}/conversations`, this.token);
  }

  say(url: string, text: string, clientActivityID: string): Promise<Response> {
    const activity = { type: 'message', text, channelData: { clientActivityID } };
    return post(`${url}${BASE}/conversations/${this.conversationId}/activities`, this.token, activity);
  }

  /** All activities of the talk, or those after a watermark. */
  async log(url: string, watermark?: string) {
    const query = watermark === undefined ? '' : `?watermark=${watermark}`;
    const response = await get(
      `${url}${BASE}/conversations/${this.conversationId}/activities${query}`,
      this.token,
    );
    if (!response.ok) throw new Error(`activities gave ${response.status}`);
    return activitySet.parse(await response.json());
  }

  /** Opens a WebSocket after what was seen; resolves once it is closed, and throws where none is had. */
  async listen(url: string): Promise<void> {
    const query = this.#watermark === undefined ? '' : `?watermark=${this.#watermark}`;
    const response = await get(`${url}${BASE}/conversations/${this.conversationId}${query}`, this.token);
    if (!response.ok) throw new Error(`reconnecting gave ${response.status}`);
    const { streamUrl } = streamed.parse(await response.json());
    const socket = new WebSocket(streamUrl, { handshakeTimeout: PATIENCE });
    this.#socket = socket;
    socket.on('message', (data) => {
      // What a socket still has for us after we turned away from it is given out again by the next.
      if (this.#socket !== socket || data.toString() === '') return;
      const news = activitySet.parse(JSON.parse(data.toString()));
      this.#watermark = news.watermark;
      this.seen.push(...news.activities);
    });
    await new Promise<void>((closed, failed) => {
      socket.once('close', () => closed());
      socket.once('error', failed);
    });
  }

  /** Listens until `leave`, each time at an address that `choose` gives. */
  async follow(choose: () => string): Promise<void> {
    this.#following = true;
    while (this.#following) {
      await this.listen(choose()).catch(() => undefined);
      await sleep(50 + Math.random() * 200);
    }
  }

  /** Closes the WebSocket. */
  leave(): void {
    this.#following = false;
    this.#socket?.terminate();
  }
}

function post(url: string, bearer: string, body?: unknown): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    body: body === undefined ? '' : JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE),
  });
}

function get(url: string, bearer: string): Promise<Response> {
  const headers = { authorization: `Bearer ${bearer}` };
  return fetch(url, { headers, signal: AbortSignal.timeout(PATIENCE) });
}
