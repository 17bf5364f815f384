import type { Facts } from '../../../../dialogs/scenarios.ts';
import { nameOf } from '../examples/labels.ts';
import { kindsIn } from '../patterns/deviceKinds.ts';
import { patternsIn } from '../patterns/found.ts';
import type { Listening } from '../patterns/listening.ts';
import { lengthOf, type Sentence } from '../text/sentences.ts';

/** In so few words a device that is named is where the mail is read, and not a second one. */
const FEW = 12;

/** Whether several devices that were learnt to be likely are only a guess: "Outlook on my phone". */
export function isSeveralGuessed(text: readonly Sentence[], listening: Listening): boolean {
  return isShortWithOneDevice(text, listening) && !tellsOfDevices(text, listening);
}

function isShortWithOneDevice(text: readonly Sentence[], listening: Listening): boolean {
  if (lengthOf(text) > FEW) return false;
  // "My new phone" takes the place of another one as often as it comes beside it.
  return (
    text.some(listening.namesDevice) &&
    new Set(text.flatMap((sentence) => [...kindsIn(sentence, listening)])).size <= 1
  );
}

/** Facts without several devices, where these were only learnt to be likely and no pattern tells of them. */
export function asTold(facts: Facts, text: readonly Sentence[], listening: Listening): Facts {
  return facts.multipleDevices && !tellsOfDevices(text, listening) ? withoutSeveral(facts) : facts;
}

/** Facts without several devices; one device only stays. */
export function withoutSeveral({ multipleDevices, ...others }: Facts): Facts {
  return multipleDevices === false ? { ...others, multipleDevices } : others;
}

const OF_DEVICES = [true, false].map((is) => nameOf({ kind: 'fact', fact: 'multipleDevices', is }));

/** Whether patterns find several devices in a message, or only one. */
function tellsOfDevices(text: readonly Sentence[], listening: Listening): boolean {
  return text.some((sentence) => patternsIn(sentence, listening).some((name) => OF_DEVICES.includes(name)));
}
