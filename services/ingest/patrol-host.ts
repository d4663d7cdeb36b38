import {
  type PatrolReadingMessage,
  type PatrolRoundMessage,
  type PatrolStateMessage,
  parsePatrolTopic,
  patrolReading,
  patrolRound,
  patrolState,
} from "../protocols/patrol/messages.ts";

export interface PatrolMessages {
  patrolRound(patroller: string, message: PatrolRoundMessage): Promise<void>;
  patrolReading(patroller: string, message: PatrolReadingMessage): Promise<void>;
  patrolState(patroller: string, message: PatrolStateMessage): Promise<void>;
}

/** The listening side of patrols: rounds, readings at checkpoints, where a robot is. */
export const createPatrolHost = ({
  groups,
  messages,
}: {
  /** Sites of the plant; a broker may carry others. */
  readonly groups: ReadonlySet<string>;
  readonly messages: PatrolMessages;
}) => ({
  /** Rejects when the content cannot be read. */
  handle: async (text: string, bytes: Uint8Array): Promise<void> => {
    const topic = parsePatrolTopic(text);
    if (!topic || !groups.has(topic.site)) return;
    const content: unknown = JSON.parse(Buffer.from(bytes).toString());
    const { patroller, kind } = topic;
    if (kind === "round") await messages.patrolRound(patroller, patrolRound.parse(content));
    else if (kind === "reading") await messages.patrolReading(patroller, patrolReading.parse(content));
    else await messages.patrolState(patroller, patrolState.parse(content));
  },
});
