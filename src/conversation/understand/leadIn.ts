import type { Listening } from './patterns/listening.ts';
import { words } from './text/normalise.ts';
import { sentences } from './text/sentences.ts';

/** In fewer words nothing is asked: "wait what". */
const LEAST = 2;

/**
 * Takes off what a question or a wish may begin with that says nothing of it: "before I answer, does it cost anything". What is
 * told behind it is left as it is: "wait, two" corrects what was said.
 */
export function openLeadIns({ leadIns, lexicon, marks, namesDevice }: Listening): (said: string) => string {
  const longestFirst = leadIns.toSorted((one, other) => other.length - one.length);
  const leadIn = new RegExp(`^(?:(?:${longestFirst.join('|')})(?:[\\s,.:;…-]+|$))+`, 'u');
  return (said) => {
    const rest = said.slice(leadIn.exec(said)?.[0].length ?? 0);
    if (rest === said || words(rest).length < LEAST) return said;
    const [first] = sentences(rest, lexicon, marks);
    // "Wait, can my wife use it too" tells of somebody besides.
    const mayTell = first !== undefined && (namesDevice(first) || first.symbols.has(marks.owner));
    const wants = first?.at
      .slice(0, LEAST)
      .some((here) => here.some(({ symbol }) => symbol === marks.asking));
    return !mayTell && (first?.beginsAsQuestion || wants) ? rest : said;
  };
}
