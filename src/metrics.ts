import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

type TurnMeasured = {
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
  /** Somebody has sent to Direct Line what is neither its secret nor a token. */
  wrongSecret(): void;
  /** Somebody has pressed one of Teams' own thumbs below advice. */
  thumb(reaction: 'like' | 'dislike'): void;
  /** Somebody has said at the end of a path whether it was a help, or then, with a reason, why it was none. */
  rating(rating: { readonly about: string; readonly good: boolean; readonly reason: string | null }): void;
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
  const wrongSecrets = new Counter({
    name: 'bot_wrong_secrets_total',
    help: 'Requests to Direct Line with what is neither its secret nor a token.',
    registers,
  });
  // So that the first one shows as a rise.
  for (const where of ['messages', 'website']) failed.inc({ where }, 0);
  const thumbs = new Counter({
    name: 'bot_feedback_total',
    help: "Teams' own thumbs up and down below advice.",
    labelNames: ['reaction'],
    registers,
  });
  const ratings = new Counter({
    name: 'bot_ratings_total',
    help: 'Answers to "did this help?" at the end of a path, by what it was about.',
    labelNames: ['about', 'rating'],
    registers,
  });
  const reasons = new Counter({
    name: 'bot_rating_reasons_total',
    help: 'Why a path was no help, by what it was about.',
    labelNames: ['about', 'reason'],
    registers,
  });
  const secondsOf = new Map<string, ReturnType<typeof seconds.labels>>();
  return {
    turnFailed: (where) => failed.inc({ where }),
    replyGivenUp: () => givenUp.inc(),
    wrongSecret: () => wrongSecrets.inc(),
    rating({ about, good, reason }) {
      // The reason comes a turn after the thumb that it belongs to.
      if (reason === null) ratings.inc({ about, rating: good ? 'up' : 'down' });
      else reasons.inc({ about, reason });
    },
    thumb: (reaction) => thumbs.inc({ reaction }),
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
