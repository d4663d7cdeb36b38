import { ServerError } from "../lib/graphql.ts";

/**
 * Sends what was said until the server has it, over breaks of the connection. Whether a message that was cut off
 * arrived nobody knows; the server takes one id once, so it is sent again. What the server refuses is thrown.
 *
 * @returns false when it was given up before the server had it.
 */
export const deliver = async (
  send: () => Promise<unknown>,
  connected: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Promise<boolean> => {
  while (!signal.aborted) {
    await connected(signal);
    if (signal.aborted) break;
    try {
      await send();
      return true;
    } catch (error) {
      if (error instanceof ServerError) throw error;
    }
  }
  return false;
};
