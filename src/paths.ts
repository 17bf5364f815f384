/** The port that the bot listens on, unless a setting says otherwise. */
export const PORT = 3978;

/** Bot Framework's endpoint. */
export const MESSAGES = '/api/messages';

/** Direct Line 3.0, here as on Microsoft's servers. */
export const DIRECT_LINE = '/v3/directline';

/** Where the page gets a token for a talk with this server, and the folder of that. */
export const TOKENS_FOLDER = '/api/directline';
export const TOKENS = `${TOKENS_FOLDER}/token`;
