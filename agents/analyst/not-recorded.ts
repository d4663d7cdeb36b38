import type { ToolResult } from "../runtime/context.ts";
import { formatPlantTime } from "../runtime/format.ts";
import type { Period } from "../runtime/spoken/periods/said.ts";

/** What is said of a period of which there is no record. */
export const notRecorded = ({ name }: Period, since: Date | undefined, now: Date): ToolResult => {
  const start = since ? formatPlantTime(since) : undefined;
  return {
    text: start
      ? {
          zh: `${name.zh}没有记录：记录从 ${start} 开始。`,
          en: `${name.en} nothing was recorded: the record begins ${start}.`,
        }
      : { zh: "还没有任何记录。", en: "Nothing is recorded yet." },
    evidence: [
      {
        kind: "equipment",
        id: "ALL",
        facts: { recordedFrom: start ?? null },
        source: "event",
        at: now.toISOString(),
      },
    ],
  };
};
