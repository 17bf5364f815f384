/** The parts used here of packages that come without types. */
declare module '@nlpjs/core' {
  export type Container = { use(plugin: unknown): void };
  export function containerBootstrap(): Promise<Container>;
}
declare module '@nlpjs/lang-en' {
  export const LangEn: unknown;
}
declare module '@nlpjs/nlu' {
  import type { Container } from '@nlpjs/core';
  export class NluNeural {
    constructor(settings: { locale: string; container: Container; log: boolean });
    train(corpus: { utterance: string; intent: string }[]): Promise<void>;
    process(text: string): Promise<{ classifications: { intent: string; score: number }[] }>;
  }
}
declare module 'wink-naive-bayes-text-classifier' {
  export default function create(): {
    definePrepTasks(tasks: ((text: string) => string[])[]): void;
    defineConfig(settings: { considerOnlyPresence: boolean; smoothingFactor: number }): void;
    learn(text: string, label: string): void;
    consolidate(): void;
    computeOdds(text: string): [label: string, odds: number][];
  };
}
