/** What the launcher's scripts share, for the type-checker only. */

export type LauncherWords = Readonly<
  Record<'title' | 'open' | 'close' | 'greeting' | 'back' | 'unread' | 'dismiss' | 'unreachable', string>
>;

declare global {
  /** What stands for the words of each language until the server puts them there. */
  const POP_OR_IMAP_WORDS: Readonly<Record<string, LauncherWords>>;
  interface Window {
    PopOrImap?: Readonly<{
      open(): void;
      close(): void;
      toggle(): void;
      on(name: 'open' | 'close' | 'message' | 'unread', listener: (value?: number) => void): () => void;
    }>;
  }
}
