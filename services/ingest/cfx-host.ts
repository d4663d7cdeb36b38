import type { TestMessage } from "../mes/commands/unit-tested.ts";
import { envelope, parseCfxTopic } from "../protocols/cfx/envelope.ts";
import { unitsTested, unitsTestedName } from "../protocols/cfx/units.ts";

export interface UnitMessages {
  unitsTested(message: TestMessage): Promise<void>;
}

/** Endpoints whose handle ends so are simulated, and so is what they say. */
const simulatedSource = /\.SIMULATED$/;

/** The listening side of CFX: takes what test stations say of units, and passes over every other message. */
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
    const message = envelope.parse(JSON.parse(Buffer.from(bytes).toString()));
    if (message.MessageName !== unitsTestedName) return;
    await messages.unitsTested({
      messageId: `${message.Source}/${message.UniqueID}`,
      station: topic.endpoint,
      time: new Date(message.TimeStamp),
      tested: unitsTested.parse(message.MessageBody),
      simulated: simulatedSource.test(message.Source),
    });
  },
});
