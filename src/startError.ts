/** The bot cannot start as it is set up; the message says to the operator what to do, in a sentence or a line for each thing. */
export class StartError extends Error {
  override name = 'StartError';
}
