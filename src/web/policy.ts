/** What every page of the bot says to the browser beside its own policy. */
const SAFE = {
  'content-type': 'text/html; charset=utf-8',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  // Pages that isolate themselves embed only what says that it may be embedded.
  'cross-origin-resource-policy': 'cross-origin',
  'cross-origin-embedder-policy': 'require-corp',
} as const;

/** Web Chat also adds an empty style element, which has no nonce: the hash of nothing. */
const EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

type ChatPolicy = {
  readonly nonce: string;
  /** Where the talk itself is beside this address: `https://…` and `wss://…` origins. */
  readonly talkOrigins: readonly string[];
  /** Who may show the chat in a frame; null: any page. */
  readonly allowedOrigins: readonly string[] | null;
};

/** Headers of the chat page. Web Chat writes its own styles and carries the nonce for them. */
export function chatHeaders({ nonce, talkOrigins, allowedOrigins }: ChatPolicy): Record<string, string> {
  return {
    ...SAFE,
    'cache-control': 'no-store',
    'content-security-policy': [
      "default-src 'none'",
      `script-src 'self' 'nonce-${nonce}'`,
      `style-src 'self' 'nonce-${nonce}' ${EMPTY_STYLE}`,
      ["connect-src 'self'", ...talkOrigins].join(' '),
      "img-src 'self' data: blob:",
      "base-uri 'none'",
      "form-action 'none'",
      ...(allowedOrigins ? [["frame-ancestors 'self'", ...allowedOrigins].join(' ')] : []),
    ].join('; '),
  };
}

/** Headers of a page without any script; `isSame` where it is the same for everybody who asks. */
export function plainHeaders({ isSame }: { readonly isSame: boolean }): Record<string, string> {
  return {
    ...SAFE,
    'cache-control': isSame ? 'public, max-age=300' : 'no-store',
    'content-security-policy':
      "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  };
}
