/** Several iterations side by side: their values as they come, each with the index of its own. */
export async function* mergeIterations<T, R>(
  iterations: readonly AsyncGenerator<T, R, undefined>[],
): AsyncGenerator<{ index: number; done: false; value: T } | { index: number; done: true; value: R }, void> {
  const pending = new Map<number, Promise<{ index: number; next: IteratorResult<T, R> }>>();
  const ask = (index: number) => {
    pending.set(
      index,
      iterations[index]!.next().then((next) => ({ index, next })),
    );
  };
  for (const index of iterations.keys()) ask(index);
  try {
    while (pending.size > 0) {
      const { index, next } = await Promise.race(pending.values());
      if (next.done) {
        pending.delete(index);
        yield { index, done: true, value: next.value };
      } else {
        ask(index);
        yield { index, done: false, value: next.value };
      }
    }
  } finally {
    // One of them failed, or nobody listens any more.
    for (const [index, promise] of pending) {
      promise.catch(() => undefined);
      void iterations[index]!.return(undefined as never).catch(() => undefined);
    }
  }
}
