import { words } from './normalise.ts';

const NEGATORS = new Set(
  'no not never none nor neither without dont doesnt didnt isnt arent wasnt wont cant cannot couldnt havent hasnt hadnt nobody noone nothing hardly nope aint stop'.split(
    ' ',
  ),
);

/** Words that mean the same for this bot, by what they stand for. */
const CONCEPTS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    phone: 'phone iphone android mobile cell cellphone smartphone handy galaxy pixel blackberry',
    tablet: 'tablet ipad surface kindle',
    laptop: 'laptop notebook macbook chromebook netbook ultrabook lappy',
    desktop: 'desktop pc imac tower workstation',
    computer: 'computer computers machine machines comp puter',
    devices: 'devices gadgets pcs laptops phones computers machines tablets notebooks',
    several:
      'several multiple two three four five both many various couple different 2 3 4 5 all every each everywhere',
    one: 'one single only just sole alone solely 1',
    partner:
      'wife husband spouse partner girlfriend boyfriend missus hubby daughter son mum mom dad colleague colleagues coworker coworkers secretary assistant team staff family',
    share: 'share shared sharing shares together joint',
    local: 'local locally own harddrive harddisk disk drive',
    slow: 'slow satellite dialup spotty flaky patchy unreliable intermittent laggy rural metered capped dodgy crappy bad poor weak',
    internet:
      'internet connection line broadband wifi signal network online reception bandwidth data lte dsl',
    storage: 'storage space room gb ssd disk memory capacity drive',
    little: 'little small tiny low limited short tight full less lacking',
    folder: 'folder folders subfolder subfolders subfolders directories labels',
    sync: 'sync synced synchronise synchronised synchronize synchronized synch step mirror',
    travel: 'travel travelling traveling trip road hotel hotels abroad flights',
    twice: 'twice duplicate duplicates duplicated double doubled copies again repeatedly',
    webmail: 'webmail browser web online',
  }).flatMap(([concept, list]) => list.split(' ').map((word) => [word, concept] as const)),
);

const DEVICES = new Set(['phone', 'tablet', 'laptop', 'desktop']);

/** A word without the commonest endings: enough for "syncing", "synced" and "syncs" to meet. */
export function stem(word: string): string {
  if (word.length < 5) return word;
  return word.replace(/(?:ings?|edly|ed|es|s|ly)$/, '');
}

/**
 * What a clause is recognised by: its stems, pairs of stems, concepts and letter groups, with words after a
 * negator marked as negated.
 */
export function featuresOf(clause: string): Set<string> {
  const features = new Set<string>();
  const kinds = new Set<string>();
  let negated = false;
  let before = '^';
  for (const word of words(clause)) {
    if (NEGATORS.has(word)) {
      negated = true;
      features.add('negated');
    }
    const mark = negated ? '!' : '';
    const stemmed = stem(word);
    features.add(mark + stemmed);
    features.add(`${mark}${before}_${stemmed}`);
    const concept = CONCEPTS[word];
    if (concept) {
      features.add(`${mark}#${concept}`);
      if (DEVICES.has(concept)) kinds.add(concept);
      before = `#${concept}`;
    } else {
      before = stemmed;
    }
    if (word.length > 4) {
      for (let at = 0; at + 4 <= word.length; at++) features.add(`~${word.slice(at, at + 4)}`);
    }
  }
  features.add(`${before}_$`);
  if (kinds.size > 1) features.add(negated ? '!kinds' : 'kinds');
  return features;
}
