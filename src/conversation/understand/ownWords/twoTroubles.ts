import type { DialogEvent } from '../../../../dialogs/events.ts';
import { COMPLAINTS, type Purpose } from '../../../../dialogs/guides.ts';
import { symptomIn } from '../heard/details.ts';
import { hearPhrases } from '../heard/phrases.ts';
import { isSaidOf } from '../patterns/found.ts';
import type { Resources } from '../reading.ts';
import type { Sentence } from '../text/sentences.ts';
import type { Message } from './ownEvents.ts';

type TroubleEvent = Extract<DialogEvent, { type: 'trouble' }>;

/** What the first brings about, or is a part of, so that it is no second trouble. */
const COMES_OF: { readonly [P in Purpose]?: readonly Purpose[] } = {
  lostMail: ['foldersMissing', 'sentMissing'],
  mailboxFull: ['cannotConnect'],
};

/**
 * A trouble, and the other one that a message tells of beside it: "everything twice and I can't send". Lost mail comes first, as
 * nothing is to be deleted meanwhile.
 */
export function withOtherTrouble(event: DialogEvent, message: Message, resources: Resources): DialogEvent {
  const { read } = message;
  const { listening } = resources;
  const first = event.type === 'trouble' ? (complaintOf(event) ?? lookUpIn(event)) : undefined;
  if (event.type !== 'trouble' || first === undefined) return event;
  const parts = read.flatMap(listening.partsOf);
  if (parts.length < 2) return event;
  const told = new Set(parts.flatMap((part) => complaintIn(part, message, resources) ?? []));
  const isLost = told.has('lostMail') && first !== 'lostMail';
  const foremost = isLost ? 'lostMail' : first;
  const isNamed = symptomIn(read, listening) !== null;
  const also = (isLost ? [first, ...told] : [...told]).find(
    (other) =>
      other !== foremost && !(COMES_OF[foremost]?.includes(other) && !(other === 'cannotConnect' && isNamed)),
  );
  if (!isLost && also === undefined) return event;
  const { program } = event;
  const main: TroubleEvent = isLost
    ? { type: 'trouble', trouble: 'lostMail', ...(program && { program }) }
    : event;
  return also === undefined ? main : { ...main, also };
}

/** "Mailbox full, do I have IMAP or POP?": which one it is comes first, as that is asked, and what is complained of is not forgotten. */
function lookUpIn({ trouble }: TroubleEvent): Purpose | undefined {
  return trouble === 'whichDoIHave' ? trouble : undefined;
}

function complaintOf({ trouble }: TroubleEvent): Purpose | undefined {
  return COMPLAINTS.find((one) => one === trouble);
}

/** What a part of a message complains of by itself, where that is heard in the whole, too, or said in as many words. */
function complaintIn(
  part: Sentence,
  { situation, heard }: Message,
  { hear, listening }: Resources,
): Purpose | undefined {
  // "No mail is lost but it comes twice"
  if (listening.says('deniedTrouble')(part)) return undefined;
  const [want] = hearPhrases(hear, [part], situation, listening).wants;
  const complaint = want?.type === 'trouble' ? complaintOf(want) : undefined;
  if (complaint === undefined) return undefined;
  const isSure =
    heard.wants.some((one) => one.type === 'trouble' && one.trouble === complaint) ||
    isSaidOf(`trouble.${complaint}`, [part], listening) ||
    (complaint === 'cannotConnect' && symptomIn([part], listening) !== null);
  return isSure ? complaint : undefined;
}
