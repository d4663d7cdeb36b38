import type { InspectionMessage } from "../mes/commands/inspection/units-inspected.ts";
import type { TestMessage } from "../mes/commands/unit-tested.ts";
import { envelope, parseCfxTopic } from "../protocols/cfx/envelope.ts";
import { unitsInspected, unitsInspectedName } from "../protocols/cfx/inspection.ts";
import { unitsTested, unitsTestedName } from "../protocols/cfx/units.ts";
import { withoutNulls } from "../protocols/without-nulls.ts";

export interface UnitMessages {
  unitsTested(message: TestMessage): Promise<void>;
  unitsInspected(message: InspectionMessage): Promise<void>;
}

/** Endpoints whose handle ends so are simulated, and so is what they say. */
const simulatedSource = /\.SIMULATED$/;

/** The listening side of CFX: takes what test stations and inspection machines say of units, and passes over every other message. */
export const createCfxHost = ({
  groups,
  messages,
}: {
  /** Sites of the plant; a broker may carry others. */
  readonly groups: ReadonlySet<string>;
  readonly messages: UnitMessages;
}) => ({
  /** Rejects when the content cannot be read. */
  handle: async (text: string, bytes: Uint8Array): Promise<void> => {
    const topic = parseCfxTopic(text);
    if (!topic || !groups.has(topic.group)) return;
    const message = envelope.parse(JSON.parse(Buffer.from(bytes).toString(), withoutNulls));
    const { endpoint } = topic;
    const from = {
      messageId: `${message.Source}/${message.UniqueID}`,
      time: new Date(message.TimeStamp),
      simulated: simulatedSource.test(message.Source),
    };
    if (message.MessageName === unitsTestedName)
      await messages.unitsTested({
        ...from,
        station: endpoint,
        tested: unitsTested.parse(message.MessageBody),
      });
    else if (message.MessageName === unitsInspectedName)
      await messages.unitsInspected({
        ...from,
        machine: endpoint,
        inspected: unitsInspected.parse(message.MessageBody),
      });
  },
});
