/**
 * The language that the bot hears and speaks. Its sentences, examples, patterns and pictures are in files of this name, and
 * pages and programs are told of it. Who adds another one begins here, see docs/website.md.
 */
export const LANGUAGE = 'en';

/** The same language as Web Chat knows it, which says some words of its own and writes it into each message. */
export const LOCALE = 'en-US';
