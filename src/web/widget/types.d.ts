/** What the launcher's scripts share, for the type-checker only. */

/** What the launcher says, and in which language. */
export type LauncherWords = Readonly<
  Record<
    'language' | 'title' | 'open' | 'close' | 'greeting' | 'back' | 'unread' | 'dismiss' | 'unreachable',
    string
  >
>;

/** What the launcher gives the page, as `PopOrImap`. */
export type Api = Readonly<{
  open(): void;
  close(): void;
  toggle(): void;
  on(name: 'open' | 'close' | 'message' | 'unread', listener: (value?: number) => void): () => void;
}>;

declare global {
  interface Window {
    PopOrImap?: Api;
  }
}
