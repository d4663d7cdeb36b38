import { contentHash } from "../../services/core/ids.ts";
import type { NewEvent } from "../../services/mes/events.ts";
import { type CellRunRow, cellRunId } from "../../services/mes/queries/cells.ts";
import { type CellRun, commandIdOf, overdueS } from "./run.ts";

/** What becomes true of a run, as an event; the key tells apart what may become true more than once. */
export const runEvent = (
  row: CellRunRow,
  type: string,
  now: Date,
  attributes: object,
  key = "",
): NewEvent => ({
  id: contentHash(type, row.request_id, key),
  type,
  time: now,
  source: "robot",
  objects: [
    { id: cellRunId(row.number), type: "cell_run", qualifier: "run" },
    { id: row.cell_id, type: "cell", qualifier: "cell" },
  ],
  attributes: { ...attributes },
});

/** What becomes true of steps, as events: each once, whoever tells it. */
export const stepEvents = (row: CellRunRow, before: CellRun, after: CellRun): NewEvent[] =>
  after.steps.flatMap(({ id, unit, step, robots, from, at }): NewEvent[] => {
    const known = after.progress[id];
    const was = before.progress[id];
    if (!known || (was?.state === known.state && was.attempt === known.attempt)) return [];
    const command = commandIdOf(after, id, known.attempt);
    const seconds = known.endedAt ?? known.startedAt;
    return [
      {
        id: contentHash("cell.step", command, known.state),
        type: `cell.step.${known.state}`,
        time: seconds === undefined ? row.started_at! : new Date(row.started_at!.getTime() + seconds * 1_000),
        source: `cell/${row.cell_id}`,
        objects: [
          { id: cellRunId(row.number), type: "cell_run", qualifier: "run" },
          { id: row.cell_id, type: "cell", qualifier: "cell" },
          ...robots.map((robot) => ({ id: robot, type: "robot", qualifier: "does" })),
        ],
        attributes: {
          unit,
          step: step.id,
          kind: step.kind,
          at,
          from: from ?? null,
          attempt: known.attempt,
          reason: known.reason ?? null,
          // Later than its recipe allows: what the unit is worth then is for people to say.
          overdueS: Math.round(overdueS(after, id)),
        },
      },
    ];
  });
