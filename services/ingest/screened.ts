import type { PlantClock } from "../core/clock.ts";
import { plainShield, type Shield } from "../core/shield/shield.ts";
import { recordContentDecision } from "../mes/commands/content.ts";
import type { Db } from "../mes/database.ts";

/** Ids, states and figures command nothing. */
const harmless = /^[\w.:+/%°@#-]*$/;
/** Texts that were looked at lately: machines say the same few things, in so many signs. A picture comes once, and is as long as a book. */
const mostKnown = 2_000;
const longestKnown = 300;

/**
 * Messages with what commands a model withheld from their texts, before anything is stored of them; each such text is written down
 * once for a machine.
 */
export const screenedMessages = <Messages extends object>(
  messages: Messages,
  db: Db,
  clock: PlantClock,
  shield: Pick<Shield, "screen"> = plainShield,
): Messages => {
  const passed = new Set<string>();
  const screened = async (machine: string, value: unknown): Promise<unknown> => {
    if (typeof value === "string") {
      if (harmless.test(value) || passed.has(value)) return value;
      const { text, findings } = shield.screen(value, "message");
      if (findings.length === 0) {
        if (passed.size >= mostKnown) passed.clear();
        if (value.length <= longestKnown) passed.add(value);
        return value;
      }
      await db.transaction().execute((tx) =>
        recordContentDecision(
          tx,
          {
            key: `message/${machine}/${value}`,
            place: "message",
            action: "Withheld",
            findings,
            text: value,
            subject: { type: "machine", id: machine },
          },
          clock.now(),
        ),
      );
      return text;
    }
    if (Array.isArray(value)) return Promise.all(value.map((one) => screened(machine, one)));
    if (typeof value !== "object" || value === null || value instanceof Date) return value;
    const fields = Object.entries(value).map(
      async ([name, one]) => [name, await screened(machine, one)] as const,
    );
    return Object.fromEntries(await Promise.all(fields));
  };
  const entries = Object.entries(messages).map(([name, take]) => [
    name,
    async (...given: unknown[]) => {
      const [machine] = given;
      const whose =
        typeof machine === "string" ? machine : String((machine as { station?: string }).station ?? "");
      return take(...((await screened(whose, given)) as unknown[]));
    },
  ]);
  return Object.fromEntries(entries) as Messages;
};
