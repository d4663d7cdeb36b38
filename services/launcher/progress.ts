/** One line per step on a terminal or in a log: what it is, then how long it took. */
export interface Progress {
  step<T>(title: string, work: (note: (detail: string) => void) => Promise<T>): Promise<T>;
  say(sentence: string): void;
}

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;

export const createProgress = (
  write: (text: string) => void = (text) => process.stdout.write(text),
): Progress => ({
  say: (sentence) => write(`${sentence}\n`),
  step: async (title, work) => {
    const started = performance.now();
    const elapsed = () => seconds(performance.now() - started);
    write(`  … ${title}\n`);
    try {
      const result = await work((detail) => write(`      ${detail}\n`));
      write(`  ✓ ${title} (${elapsed()})\n`);
      return result;
    } catch (error) {
      write(`  ✗ ${title} (${elapsed()})\n`);
      throw error;
    }
  },
});
