import type { Server } from 'restify';
import type { Dialog } from '../conversation/dialog.ts';
import { mountAdvice } from './advice/index.ts';
import { openAssets } from './assets.ts';
import { mountPage, type PageOptions } from './page.ts';
import { mountWidget } from './widget/index.ts';

export type WebOptions = Omit<PageOptions, 'words'> & { readonly dialog: Dialog };

/** The website: the chat page at `/`, the launcher for other pages at `/widget.js`, and plain pages at `/advice`. */
export function mountWeb(server: Server, { dialog, ...options }: WebOptions): void {
  const assets = openAssets(server);
  mountPage(server, assets, { words: dialog.words, ...options });
  mountWidget(assets, dialog.words);
  mountAdvice(server, assets, { dialog, publicUrl: options.publicUrl });
}
