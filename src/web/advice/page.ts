import { LANGUAGE } from '../../../dialogs/language.ts';
import type { Say } from '../../../dialogs/model.ts';
import type { WordKey } from '../../../dialogs/wording.ts';
import type { Dialog } from '../../conversation/dialog.ts';
import type { AdvicePath, Taken } from '../../conversation/path.ts';
import { inWords, label } from '../../conversation/words.ts';
import { escaped } from '../html.js';
import { renderMarkdown } from '../page/markdown.js';

/** Where the pages are. */
export const BASE = '/advice';
/** So much of a text is shown by search engines. */
const DESCRIPTION = 155;

/** A page as HTML without any script. */
export type Shell = {
  readonly dialog: Dialog;
  /** The address of the folder with the style sheet. */
  readonly assets: string;
  /** The address under which people reach the bot, without a slash at its end. */
  readonly origin: string;
  /** Whether that is known, and not only what a request says. */
  readonly isOriginKnown: boolean;
};

/** The page for a place in the conversation: one question, or the advice, with the answers that led there. */
export function pathPage(shell: Shell, path: AdvicePath): string {
  const { words } = shell.dialog;
  const { heading, lead, body } = partsOf(shell.dialog, path);
  const steps = path.taken.map(({ step }) => step);
  const address = addressOf(steps);
  const parent = steps.length > 0 ? addressOf(steps.slice(0, -1)) : null;
  const isQuestion = body === null;
  const isSituation = steps.length === 1 && path.advice !== null;
  const situation = isSituation
    ? path.taken.map(({ choice }) => `${label(words, choice.label)}: `).join('')
    : '';
  return html(shell, {
    title: situation + heading.replace(/\.$/, ''),
    description: isQuestion ? label(words, 'widget.description') : plain(body).slice(0, DESCRIPTION),
    address,
    // The start and the six situations are what somebody looks for; the rest are steps on a way.
    isForSearch: steps.length === 0 || isSituation,
    main: [
      parent === null ? '' : `<p class="back"><a href="${parent}">${word(shell, 'page.back')}</a></p>`,
      lead === null ? '' : `<div class="lead">${renderMarkdown(lead)}</div>`,
      `<h1>${escaped(heading)}</h1>`,
      body === null ? '' : renderMarkdown(body),
      path.advice === null ? '' : shared(shell, address),
      isQuestion ? '' : `<h2 class="next">${escaped(asked(shell.dialog, path.question))}</h2>`,
      choicesList(shell, steps, path),
      answersList(shell, path.taken),
    ].join('\n'),
  });
}

/** The page for an address that leads nowhere. */
export function wrongPage(shell: Shell): string {
  return html(shell, {
    title: label(shell.dialog.words, 'page.wrong'),
    description: '',
    address: null,
    isForSearch: false,
    main: `<h1>${word(shell, 'page.wrong')}</h1>
<p>${word(shell, 'page.wrongText')}</p>
<ul class="choices"><li><a href="${BASE}">${word(shell, 'choice.restart')}</a></li></ul>`,
  });
}

type Parts = { readonly heading: string; readonly lead: string | null; readonly body: string | null };

/**
 * What stands over what: the advice in a word over its reasons; a question under what leads to it; and over what was
 * asked for, the name of the choice that asked for it.
 */
function partsOf(dialog: Dialog, path: AdvicePath): Parts {
  const said = saidAt(dialog, path);
  const [first, ...others] = path.says;
  if (path.advice && first) {
    const before = path.says.findIndex(({ topic }) => topic === 'advice');
    const headline = path.says[before] ?? first;
    const rest = [...path.says.slice(0, before), ...path.says.slice(before + 1)];
    return {
      heading: plain(inWords(dialog.words, dialog.guides, [headline], 0)),
      lead: null,
      body: textFor(dialog, rest),
    };
  }
  const last = path.taken.at(-1);
  const isOnTheWay = last?.isAnswer === true && others.length === 0 && !first?.steps;
  if (said === '' || path.asks || path.state === 'weighing' || !last || isOnTheWay) {
    return { heading: asked(dialog, path.question), lead: said === '' ? null : said, body: null };
  }
  return { heading: label(dialog.words, last.choice.label), lead: null, body: said };
}

/** What is said on arriving; at the start that is who speaks here. */
function saidAt(dialog: Dialog, { taken, says }: AdvicePath): string {
  return textFor(dialog, taken.length === 0 ? [{ key: 'greeting.text' }] : says);
}

/** A question in one line; the talk's first one invites to write, which a page cannot read. */
function asked(dialog: Dialog, question: Say): string {
  return plain(textFor(dialog, [question.key === 'greeting.question' ? { key: 'page.start' } : question]));
}

function textFor({ words, guides }: Dialog, says: readonly Say[]): string {
  return inWords(words, guides, says, 0);
}

function choicesList(shell: Shell, steps: readonly string[], { choices }: AdvicePath): string {
  const items = choices.map(({ step, choice }) => {
    const isAnew = choice.event.type === 'restart';
    const target = isAnew ? BASE : addressOf([...steps, step]);
    return `<li><a href="${target}"${steps.length > 0 && !isAnew ? ' rel="nofollow"' : ''}>${word(shell, choice.label)}</a></li>`;
  });
  return items.length === 0 ? '' : `<ul class="choices">${items.join('')}</ul>`;
}

/** The answers so far, the last one of each question, each with the way to change it. */
function answersList(shell: Shell, taken: readonly Taken[]): string {
  const { dialog } = shell;
  const rows = new Map<string, string>();
  taken.forEach(({ question, choice, isAnswer }, at) => {
    if (!isAnswer) return;
    const about = asked(dialog, question);
    const address = addressOf(taken.slice(0, at).map(({ step }) => step));
    rows.set(
      about,
      `<div><dt>${escaped(about)}</dt><dd>${word(shell, choice.label)}</dd>
<dd class="change"><a href="${address}">${word(shell, 'page.change')}<span class="unseen">: ${escaped(about)}</span></a></dd></div>`,
    );
  });
  if (rows.size === 0) return '';
  return `<section class="answers"><h2>${word(shell, 'page.answers')}</h2><dl>${[...rows.values()].join('')}</dl></section>`;
}

function shared({ dialog: { words }, origin }: Shell, address: string): string {
  const link = escaped(origin + address);
  return `<p class="share">${escaped(label(words, 'page.share'))} <a href="${link}">${link}</a></p>`;
}

type Document = {
  readonly title: string;
  readonly description: string;
  /** The page's own address; null where it has none. */
  readonly address: string | null;
  readonly isForSearch: boolean;
  readonly main: string;
};

function html(shell: Shell, { title, description, address, isForSearch, main }: Document): string {
  const site = word(shell, 'page.site');
  const canonical = address === null || !shell.isOriginKnown ? '' : escaped(shell.origin + address);
  return `<!doctype html>
<html lang="${LANGUAGE}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)} – ${site}</title>
${description === '' ? '' : `<meta name="description" content="${escaped(description)}">`}
${canonical === '' ? '' : `<link rel="canonical" href="${canonical}">`}
${isForSearch ? '' : '<meta name="robots" content="noindex">'}
<link rel="icon" href="${shell.assets}/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${shell.assets}/advice.css">
</head>
<body>
<header><a href="${BASE}">${site}</a></header>
<main>
${main}
</main>
<footer><a href="/">${word(shell, 'page.chat')}</a></footer>
</body>
</html>
`;
}

function word({ dialog }: Shell, key: WordKey): string {
  return escaped(label(dialog.words, key));
}

/** The plain text of Markdown, in one line. */
function plain(markdown: string): string {
  return markdown.replace(/\*\*/g, '').replace(/\s+/g, ' ').trim();
}

function addressOf(steps: readonly string[]): string {
  return [BASE, ...steps].join('/');
}
