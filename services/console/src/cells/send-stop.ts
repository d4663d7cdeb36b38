const mostTries = 3;
/** Nobody stands before a moving robot for as long as a dead network keeps a request. */
const tryMs = 3_000;

/**
 * Sends an emergency stop, some times where it must be.
 *
 * @param onFailure Called with each try that has failed, the first of which already sends people to the red button.
 * @returns Whether it got through.
 */
export const sendStop = async (
  send: (signal: AbortSignal) => Promise<unknown>,
  onFailure: () => void,
  patience: () => AbortSignal = () => AbortSignal.timeout(tryMs),
): Promise<boolean> => {
  for (let tries = 0; tries < mostTries; tries++)
    try {
      await send(patience());
      return true;
    } catch {
      onFailure();
    }
  return false;
};
