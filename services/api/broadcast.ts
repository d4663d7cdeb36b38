/** Hands what is published to everybody who listens at that moment; a slow listener loses the oldest. */
export const createBroadcast = <T>(kept = 1_000) => {
  const listeners = new Set<(value: T) => void>();
  async function* listen(): AsyncGenerator<T> {
    const waiting: T[] = [];
    let wake = () => {};
    const take = (value: T) => {
      waiting.push(value);
      if (waiting.length > kept) waiting.shift();
      wake();
    };
    listeners.add(take);
    try {
      for (;;) {
        if (waiting.length === 0)
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        else yield waiting.shift()!;
      }
    } finally {
      listeners.delete(take);
    }
  }
  return {
    publish: (value: T) => {
      for (const listener of listeners) listener(value);
    },
    listen,
  };
};
