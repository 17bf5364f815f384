import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

export type TurnMeasured = {
  readonly kind: string;
  readonly seconds: number;
  readonly repeated: boolean;
  readonly lostRaces: number;
};

export type Metrics = {
  turn(measured: TurnMeasured): void;
  /** A turn came to nothing, at `/api/messages` or on the website. */
  turnFailed(where: 'messages' | 'website'): void;
  /** A reply that was saved could not be sent to its channel. */
  replyGivenUp(): void;
  /** Somebody has pressed a thumb below advice. */
  feedback(reaction: 'like' | 'dislike'): void;
  /** Somebody has said at the end of a path whether it was a help; the path, and why it was none, are all that is kept. */
  help(said: { readonly about: string; readonly good: boolean; readonly reason: string | null }): void;
  text(): Promise<string>;
  readonly contentType: string;
};

/** Prometheus counters of the bot; none holds anything of what people say. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const seconds = new Histogram({
    name: 'bot_turn_seconds',
    help: 'Time from an activity to its saved reply.',
    labelNames: ['kind'],
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2],
    registers,
  });
  const repeated = new Counter({
    name: 'bot_redeliveries_total',
    help: 'Activities that came again.',
    registers,
  });
  const lost = new Counter({ name: 'bot_lost_races_total', help: 'Turns that were run again.', registers });
  const failed = new Counter({
    name: 'bot_failed_turns_total',
    help: 'Turns that came to nothing, as the storage was away or by a fault of the bot.',
    labelNames: ['where'],
    registers,
  });
  const givenUp = new Counter({
    name: 'bot_replies_given_up_total',
    help: 'Replies that could not be sent to their channel.',
    registers,
  });
  // So that the first one shows as a rise.
  for (const where of ['messages', 'website']) failed.inc({ where }, 0);
  const reactions = new Counter({
    name: 'bot_feedback_total',
    help: 'Thumbs up and down below advice.',
    labelNames: ['reaction'],
    registers,
  });
  const help = new Counter({
    name: 'bot_help_total',
    help: 'Thumbs up and down at the end of a path, by what it was about, and reasons for those down.',
    labelNames: ['about', 'rating', 'reason'],
    registers,
  });
  const secondsOf = new Map<string, ReturnType<typeof seconds.labels>>();
  return {
    turnFailed: (where) => failed.inc({ where }),
    replyGivenUp: () => givenUp.inc(),
    help: ({ about, good, reason }) =>
      help.inc({ about, rating: reason === null ? (good ? 'up' : 'down') : 'reason', reason: reason ?? '' }),
    feedback: (reaction) => reactions.inc({ reaction }),
    turn(measured) {
      const { kind } = measured;
      // prom-client puts the labels together anew each time.
      const own = secondsOf.get(kind) ?? seconds.labels({ kind });
      secondsOf.set(kind, own);
      own.observe(measured.seconds);
      if (measured.repeated) repeated.inc();
      if (measured.lostRaces > 0) lost.inc(measured.lostRaces);
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
