import { cellCommand, type StepReport } from "../../services/protocols/cell/messages.ts";
import { type CellAddress, formatCellTopic } from "../../services/protocols/cell/topic.ts";
import { connectMachine } from "../broker.ts";
import type { SimulatedCell } from "./cell.ts";

/** Wall time between two messages of the state while nothing changes. */
const stateEveryMs = 5_000;

export interface CellConnectionOptions extends CellAddress {
  readonly url: string;
  readonly now: () => number;
  readonly createCell: (report: (report: StepReport) => void) => SimulatedCell;
  readonly onProblem: (problem: string) => void;
}

/** Binds a cell to its topics: commands in, reports out, state retained with a last will. Reports wait while the broker is away. */
export const connectCell = ({ url, site, cell: id, now, createCell, onProblem }: CellConnectionOptions) => {
  const topic = (kind: "command" | "report" | "state") => formatCellTopic({ site, cell: id }, kind);
  const state = (online: boolean) => JSON.stringify({ online, time: new Date(now()).toISOString() });
  const client = connectMachine({
    url,
    clientId: `cell-${site}-${id}`,
    name: id,
    isKept: true,
    will: { topic: topic("state"), payload: Buffer.from(state(false)), qos: 1, retain: true },
    onProblem,
  });
  const sayOnline = () => client.publish(topic("state"), state(true), { qos: 1, retain: true });
  const cell = createCell((report) => {
    client.publish(topic("report"), JSON.stringify(report), { qos: 1 });
  });
  client.on("connect", () => {
    client.subscribe(topic("command"), { qos: 1 }, (error) => {
      if (error) onProblem(`${id}: ${error.message}`);
    });
    sayOnline();
  });
  // Said again and again: what waited at the broker since the last time may come behind what is said at once.
  const repeating = setInterval(() => {
    if (client.connected) sayOnline();
  }, stateEveryMs);
  repeating.unref();
  client.on("message", (_topic, bytes) => {
    try {
      cell.command(cellCommand.parse(JSON.parse(bytes.toString())));
    } catch (error) {
      onProblem(`${id}: command refused: ${(error as Error).message}`);
    }
  });
  return {
    close: async () => {
      clearInterval(repeating);
      if (client.connected) await client.publishAsync(topic("state"), state(false), { qos: 1, retain: true });
      await client.endAsync();
    },
  };
};
