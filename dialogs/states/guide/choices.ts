import type { Protocol } from '../../advise.ts';
import type { DialogEvent } from '../../events.ts';
import { type Purpose, partFor } from '../../guides.ts';
import type { Choice, Context, Topic } from '../../model.ts';
import { isBeside } from '../../waitingGuides.ts';

/** What the messages of a guide are about, as other programs see it. */
export const topic = ({ guide }: Context): Topic => guide?.purpose ?? 'help';

export const person: Choice = { label: 'choice.person', event: { type: 'person' } };
export const otherProgram: Choice = { label: 'choice.otherProgram', event: { type: 'otherProgram' } };
/** Where one device is set up: the next one. */
export const otherDevice: Choice = { label: 'choice.otherDevice', event: { type: 'otherProgram' } };
/** Whether something is there, or works, elsewhere; nobody is told that their mail is safe who has not seen it. */
export const elsewhereAnswers = {
  yes: { type: 'elsewhere', works: true },
  no: { type: 'elsewhere', works: false },
  unsure: { type: 'explain', subject: 'lookInWebmail' },
} as const;
export const works: Choice = { label: 'choice.works', event: { type: 'works' } };
export const worksNot: Choice = { label: 'choice.worksNot', event: { type: 'worksNot' } };
/** Out of a trouble, to the steps at which it came up. */
export function returning({ guide }: Context): readonly Choice[] {
  if (!isBeside(guide)) return [];
  return [
    {
      label: guide.setUp ? 'choice.returnToSetUp' : 'choice.returnToChange',
      event: { type: 'returnToSteps' },
    },
  ];
}
export const startOver: Choice = { label: 'choice.restart', event: { type: 'restart' } };
/** Somebody who knows what suits them goes back to it; somebody who does not may find out. */
export const whichSuits: Choice = { label: 'choice.whichSuits', event: { type: 'goOn' } };
/** The change to a protocol, in the order in which nothing is lost. */
export function switchTo(protocol: Protocol): Choice {
  return { label: `choice.switchTo${protocol}`, event: { type: 'trouble', trouble: 'switching', protocol } };
}
const switchToImap = switchTo('IMAP');
/** Missed mail that a device still has is brought to the server by the same change. */
export const bringUp = switchToImap;

export function isToBeBroughtUp({ guide }: Context): boolean {
  return guide?.purpose === 'lostMail' && guide.place === 'device';
}

export const thumbs: readonly Choice[] = [
  { label: 'choice.thumbUp', event: { type: 'rate', good: true } },
  { label: 'choice.thumbDown', event: { type: 'rate', good: false } },
];

/** The step that comes after the words on a trouble, where there is one. */
const NEXT: { readonly [P in Purpose]?: Choice } = {
  sentMissing: switchToImap,
  popEnds: switchToImap,
  foldersMissing: switchToImap,
  cannotConnect: person,
  lostMail: person,
  mailboxFull: person,
};

export function nextAfter({ guide }: Context): readonly Choice[] {
  if (!guide) return [];
  // Mail that another device has fetched is a matter of POP.
  if (guide.purpose === 'lostMail' && guide.devices && guide.place === null) return [switchToImap, person];
  const next = NEXT[guide.purpose];
  return next ? [next] : [];
}

/** What leads on from the words on a trouble, to who asks what to do then; nothing where steps were shown. */
export function furtherAfter(context: Context): DialogEvent | undefined {
  const { guide } = context;
  if (!guide || partFor(guide) !== null) return undefined;
  if (isToBeBroughtUp(context)) return bringUp.event;
  // No change-over is begun for mail that is lost.
  if (guide.purpose === 'lostMail') return person.event;
  if (guide.purpose === 'mailboxFull') return { type: 'explain', subject: 'makingRoom' };
  return nextAfter(context)[0]?.event;
}
