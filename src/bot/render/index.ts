import { type Activity, ActivityTypes, InputHints } from 'botbuilder';
import { LANGUAGE } from '../../../dialogs/language.ts';
import type { Reply } from '../../conversation/reply.ts';
import { PORT } from '../../paths.ts';
import { abilityOf, type ReplyForm, scopeOf } from '../channels.ts';
import { withAddresses } from './blocks.ts';
import { spokenText } from './markdown.ts';
import { plain } from './plain.ts';
import type { Surface } from './surface.ts';
import { teams } from './teams.ts';
import { webChat } from './webChat.ts';

const FORMS: Readonly<Record<ReplyForm, (reply: Reply, surface: Surface) => Partial<Activity>>> = {
  webChat,
  teams,
  plain,
};

type Addressee = Pick<Activity, 'channelId' | 'conversation'> &
  Partial<Pick<Activity, 'deliveryMode' | 'serviceUrl'>>;

/** Where the bot's website is unless a setting says otherwise. */
export const THIS_MACHINE = `http://localhost:${PORT}`;

/**
 * A reply as a Bot Framework message in the best form that the channel of `activity` can show; what the reply
 * means is in `value` on every channel. `turn` is the number of the turn, which a card's buttons send back;
 * `website` the address of the bot's own website, where its pictures and files are.
 */
export function render(
  said: Reply,
  activity: Addressee,
  turn = 0,
  website: string = THIS_MACHINE,
): Partial<Activity> {
  const ability = abilityOf(activity);
  const surface = {
    ability,
    scope: scopeOf(activity),
    turn,
    toProgram: activity.deliveryMode === 'expectReplies',
  };
  const reply = { ...said, text: withAddresses(said.text, website) };
  const { choices, valueType, value } = reply;
  return {
    type: ActivityTypes.Message,
    speak: spoken(reply, ability.spoken),
    inputHint: choices.length > 0 ? InputHints.ExpectingInput : InputHints.AcceptingInput,
    valueType,
    value,
    ...FORMS[ability.form](reply, surface),
  };
}

/** Made where somebody hears a list for the first time: it takes as long as a tenth of the start. */
let or: Intl.ListFormat | undefined;

function spoken({ text, choices }: Reply, alsoChoices: boolean): string {
  const words = spokenText(text);
  if (!alsoChoices || choices.length === 0) return words;
  or ??= new Intl.ListFormat(LANGUAGE, { type: 'disjunction' });
  return `${words}\n\n${or.format(choices)}?`;
}
