/**
 * Markdown in which the bot's own pictures and files have the address at which this page is open: the bot names them by
 * that of its website, which may be another one, and a page shows pictures of its own only.
 *
 * @param {string} markdown
 * @param {string} website
 */
export function withOwnAddresses(markdown, website) {
  return markdown.replaceAll(`](${website}/`, '](/');
}
