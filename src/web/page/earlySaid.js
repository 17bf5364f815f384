import { part } from './elements.js';

/** @typedef {NonNullable<NonNullable<import('./types.d.ts').Activity['suggestedActions']>['actions']>} Choices */

/**
 * The early view's list of what was said, and the choices below it. `words` say whose message it is to those who do not
 * see the side that it stands on; `markdown` gives HTML, and `choose` gets what a choice says.
 *
 * @param {import('./types.d.ts').Settings['words']} words
 * @param {(text: string) => string} markdown
 * @param {(text: string) => void} choose
 */
export function openSaid(words, markdown, choose) {
  const said = part('early-said');
  const choices = part('early-choices');

  /**
   * @param {'own' | 'bot'} whose
   * @param {string} speaker
   * @param {Node} content
   * @param {Element | null} before
   */
  function add(whose, speaker, content, before) {
    const message = document.createElement('div');
    message.className = whose;
    const name = document.createElement('span');
    name.className = 'unseen';
    name.textContent = `${speaker} `;
    message.append(name, content);
    said.insertBefore(message, before);
    toEnd();
    return message;
  }

  /** A long message is read from its beginning. */
  function toEnd() {
    const last = said.lastElementChild;
    if (last instanceof HTMLElement) {
      said.scrollTop =
        last.offsetHeight > said.clientHeight ? last.offsetTop - said.offsetTop : said.scrollHeight;
    }
  }

  return {
    /**
     * What the person said.
     *
     * @param {string} text
     */
    addOwn: (text) => add('own', words.you, document.createTextNode(text), null),
    /**
     * What the bot said, before a message that is still on its way.
     *
     * @param {string} text
     * @param {boolean} isPlain
     * @param {Element | null} before
     */
    addBots(text, isPlain, before) {
      const content = document.createElement('div');
      if (isPlain) content.textContent = text;
      else content.innerHTML = markdown(text);
      add('bot', words.bot, content, before);
    },
    /**
     * Other choices, or none.
     *
     * @param {Choices} offered
     */
    offer(offered) {
      choices.replaceChildren(
        ...offered.map(({ title, value }) => {
          const choice = document.createElement('button');
          choice.type = 'button';
          choice.textContent = title;
          choice.addEventListener('click', () => choose(typeof value === 'string' ? value : title));
          return choice;
        }),
      );
      if (offered.length > 0) toEnd();
    },
    count: () => said.childElementCount,
    /** How far from the end the person reads, in pixels. */
    fromEnd: () => said.scrollHeight - said.scrollTop - said.clientHeight,
  };
}
