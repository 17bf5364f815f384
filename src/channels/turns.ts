import type { BotAdapter, TurnContext } from 'botbuilder';

/**
 * Runs a turn as `BotAdapter.runMiddleware` does where there is no middleware, which this bot has none of: without the
 * proxy through which every look at the context would go.
 */
export async function runTurn(
  adapter: Pick<BotAdapter, 'onTurnError'>,
  context: TurnContext,
  logic: (context: TurnContext) => Promise<void>,
): Promise<void> {
  try {
    await logic(context);
  } catch (error) {
    if (!adapter.onTurnError) throw error;
    await adapter.onTurnError(context, error instanceof Error ? error : new Error(String(error)));
  }
}
