import { cellState, type StepReport, stepReport } from "../protocols/cell/messages.ts";
import { parseCellTopic } from "../protocols/cell/topic.ts";

export interface CellMessages {
  cellReport(cell: string, report: StepReport): Promise<void>;
  cellOnline(cell: string, online: boolean): Promise<void>;
}

/** The listening side of robot cells: what their robots and testers say of their steps. */
export const createCellHost = (messages: CellMessages) => ({
  /** Rejects when the content cannot be read. */
  handle: async (text: string, bytes: Uint8Array): Promise<void> => {
    const topic = parseCellTopic(text);
    if (!topic || topic.kind === "command") return;
    const content: unknown = JSON.parse(Buffer.from(bytes).toString());
    if (topic.kind === "state") await messages.cellOnline(topic.cell, cellState.parse(content).online);
    else await messages.cellReport(topic.cell, stepReport.parse(content));
  },
});
