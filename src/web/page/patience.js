/** A request without an answer counts as lost after so long, in milliseconds. */
export const ANSWERED_WITHIN = 15_000;
