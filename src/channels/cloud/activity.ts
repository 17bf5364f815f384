import { z } from 'zod';

const account = z.looseObject({ id: z.string('is missing').min(1, 'is empty') }, 'is missing');

/** What an activity needs before the SDK may see it (Bot Framework activity protocol, sections "Basic" and "Message"). */
export const inboundActivity = z.looseObject(
  {
    type: z.string('is missing or not a text').min(1, 'is empty'),
    channelId: z.string('is missing or not a text').min(1, 'is empty'),
    serviceUrl: z.string('is missing or not a text').min(1, 'is empty'),
    conversation: z.looseObject(
      { id: z.string('is missing').min(1, 'is empty'), isGroup: z.boolean().nullish() },
      'is missing',
    ),
    from: account,
    recipient: account.optional(),
    id: z.string().optional(),
    text: z.string('is not a text').nullish(),
    replyToId: z.string().nullish(),
    locale: z.string().nullish(),
    timestamp: z.string().nullish(),
    localTimestamp: z.string().nullish(),
    deliveryMode: z.string().nullish(),
    entities: z.array(z.looseObject({ type: z.string() })).nullish(),
    attachments: z.array(z.looseObject({})).nullish(),
    membersAdded: z.array(account).nullish(),
    membersRemoved: z.array(account).nullish(),
  },
  'is not an activity: send a JSON object',
);
