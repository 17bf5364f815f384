import type { Server } from 'restify';
import type { Dialog } from '../conversation/dialog.ts';
import { mountAdvice } from './advice/index.ts';
import { openAssets } from './assets.ts';
import { mountPage, type PageOptions } from './page.ts';
import { openScripts } from './scripts.ts';
import { mountWidget } from './widget/index.ts';

type WebOptions = Omit<PageOptions, 'words' | 'scripts'> & { readonly dialog: Dialog };

/** The website: the chat page at `/`, the launcher for other pages at `/widget.js`, and plain pages at `/advice`. */
export async function mountWeb(server: Server, { dialog, ...options }: WebOptions): Promise<void> {
  const scripts = await openScripts();
  const { words } = dialog;
  const assets = openAssets(server);
  mountPage(server, assets, { words, scripts, ...options });
  mountWidget(assets, { words, scripts });
  mountAdvice(server, assets, { dialog, publicUrl: options.publicUrl });
}
