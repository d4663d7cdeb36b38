import { eventChannel } from "../../services/mes/events.ts";
import { listen } from "../../services/mes/listen.ts";

/**
 * Resolves with the first answer that is not undefined; asks at once and after every change of the event stream (or of
 * the given channel), so nothing is polled.
 */
export const waitFor = async <T>(
  url: string,
  ask: () => Promise<T | undefined>,
  channels: readonly string[] = [eventChannel],
): Promise<T> => {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  let asking = Promise.resolve();
  let done = false;
  const look = () => {
    asking = asking
      .then(async () => {
        // What was told meanwhile needs no answer any more.
        if (done) return;
        const answer = await ask();
        if (answer !== undefined) resolve(answer);
      })
      .catch(reject);
  };
  const listener = await listen(url, channels, look, look);
  look();
  try {
    return await promise;
  } finally {
    done = true;
    await listener.close();
  }
};
