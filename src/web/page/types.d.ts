/** What the page's scripts share, for the type-checker only. */

/** A token with the talk that it opens; `expires_in` in seconds. */
export type Ticket = {
  readonly token: string;
  readonly conversationId: string;
  readonly userId: string;
  readonly expires_in?: number;
};

/** A Bot Framework activity, as far as the page looks at it. */
export type Activity = {
  readonly id?: string;
  readonly type: string;
  readonly text?: string;
  readonly textFormat?: 'plain' | 'markdown';
  readonly locale?: string;
  readonly from?: { readonly id: string; readonly role?: string };
  readonly channelData?: { readonly clientActivityID?: string };
  readonly suggestedActions?: {
    readonly actions?: readonly { readonly title: string; readonly value: unknown }[];
  };
};

/** What Web Chat is given to talk through, as far as the page does so itself. */
export type DirectLine = {
  readonly activity$: Observable<Activity>;
  postActivity(activity: Activity): Observable<string>;
};

/** What Direct Line streams: a watermark counts the activities before it, in words of its own. */
export type ActivitySet = { readonly activities?: readonly Activity[]; readonly watermark?: string | null };

export type Observer<Value> = {
  next(value: Value): void;
  error(reason: unknown): void;
  complete(): void;
};
export type Given<Value> = [
  first?: Partial<Observer<Value>> | ((value: Value) => void),
  error?: (reason: unknown) => void,
  complete?: () => void,
];
export type Observable<Value> = { subscribe(...given: Given<Value>): { unsubscribe(): void } };

export type ConnectionState = 'online' | 'offline' | 'reconnecting' | 'ended';

/** Where a talk is kept, as text. */
export type Storage = {
  read(): string | null;
  write(text: string | null): void;
  /** Calls `changed` with what another tab has written. */
  onChange(changed: (text: string | null) => void): void;
};

/** What the server writes into the page. */
export type Settings = {
  readonly tokens: string;
  readonly directLine: string | null;
  readonly website: string;
  readonly locale: string;
  readonly words: Readonly<
    Record<'offline' | 'reconnecting' | 'ended' | 'unreachable' | 'you' | 'bot' | 'write' | 'send', string>
  >;
};

declare global {
  interface Window {
    readonly WebChat?: WebChat;
    /** A token for a new talk, see ahead.js. */
    ticketAhead?: Promise<Ticket | null>;
  }
  /** Web Chat's bundle, as far as the page uses it. */
  interface WebChat {
    createStore(): { dispatch(action: { readonly type: string; readonly payload: unknown }): unknown };
    renderWebChat(props: Readonly<Record<string, unknown>>, element: Element): void;
  }
}
