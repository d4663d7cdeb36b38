/**
 * Looks every so often, one look at a time; what fails is told, and the next look comes all the same. It keeps no process alive.
 *
 * @param look Given a signal for the end: a long look may stop early.
 */
export const every = (
  ms: number,
  look: (closed: AbortSignal) => Promise<unknown>,
  failed: (error: Error) => void,
): { close(): Promise<void> } => {
  const closing = new AbortController();
  const closed = closing.signal;
  let running: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout;
  const wait = () => {
    if (closed.aborted) return;
    timer = setTimeout(() => {
      running = look(closed).catch(failed).finally(wait);
    }, ms);
    timer.unref();
  };
  wait();
  return {
    close: async () => {
      closing.abort();
      clearTimeout(timer);
      await running;
    },
  };
};
