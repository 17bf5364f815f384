import type { Server } from 'restify';
import type { Dialog } from '../conversation/dialog.ts';
import { openAssets } from './assets.ts';
import { mountPage, type PageOptions } from './page.ts';
import { mountWidget } from './widget/index.ts';

export type WebOptions = Omit<PageOptions, 'words'> & { readonly dialog: Dialog };

/** The website: the chat page at `/` and the launcher for other pages at `/widget.js`. */
export function mountWeb(server: Server, { dialog, ...options }: WebOptions): void {
  const assets = openAssets(server);
  mountPage(server, assets, { words: dialog.words, ...options });
  mountWidget(assets, dialog.words);
}
