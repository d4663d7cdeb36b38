import { connectAsync } from "mqtt";
import { io } from "socket.io-client";
import { newId } from "../../../services/core/ids.ts";
import { sendTested } from "../cfx.ts";
import { postTo, signInTo } from "../http.ts";
import { insist, type MortalHouse } from "./engines.ts";

/** What was acknowledged to those who sent it. */
export interface Acknowledged {
  /** Serial numbers of units, by MQTT. */
  readonly units: string[];
  /** Ids of materials, by GraphQL. */
  readonly materials: string[];
  /** Work orders that were released by GraphQL, and by a sentence and an approval. */
  readonly released: string[];
}

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions: {
      readonly code: string;
      readonly retryable: boolean;
      readonly details: Readonly<Record<string, unknown>>;
    };
  }[];
}

/** Whether what is asked for is so already: a repeated approval, whose first answer was lost, is told that it holds. */
const holdsAlready = ({ code, details }: NonNullable<Answer["errors"]>[number]["extensions"]): boolean =>
  code === "APPROVAL_ALREADY_DECIDED" && details["decision"] === "Approved";

/** A refusal that says of itself that a repetition is of no use. */
class Refused extends Error {}

const patienceMs = 15_000;
/** Units that a station has on its way at once, and its pause after each, ms. */
const atOnce = 3;
const pauseMs = 60;

/** Writes by all doors until it is told to stop, each write repeated until it is acknowledged, as a client should. */
export const startLoad = async (
  house: MortalHouse,
  orders: Readonly<Record<"asked" | "told", readonly string[]>>,
) => {
  const acknowledged: Acknowledged = { units: [], materials: [], released: [] };
  const refused: string[] = [];
  let isOver = false;
  let waiting: { readonly at: number; readonly done: () => void } | undefined;
  const count = () =>
    acknowledged.units.length + acknowledged.materials.length + acknowledged.released.length;
  const note = (kind: keyof Acknowledged, id: string) => {
    acknowledged[kind].push(id);
    if (waiting && count() >= waiting.at) waiting.done();
  };
  const [integrator, dispatcher] = await Promise.all(
    ["integrator", "li.wei"].map((user) => signInTo(house.apiUrl, user)),
  );
  const graphql = (token: string | undefined, query: string, variables: object): Promise<unknown> =>
    insist(async () => {
      const work: Promise<Answer> = postTo(
        house.apiUrl,
        "/graphql",
        { query, variables },
        { authorization: `Bearer ${token}` },
      );
      const late = AbortSignal.timeout(patienceMs);
      const gone = new Promise<never>((_, reject) => {
        late.addEventListener("abort", () => reject(late.reason));
      });
      const { data, errors } = await Promise.race([work, gone]);
      const [error] = errors ?? [];
      if (error && holdsAlready(error.extensions)) return data;
      if (error && !error.extensions.retryable) return new Refused(error.message);
      if (error) throw new Error(error.message);
      return data;
    }).then((answer) => {
      if (answer instanceof Refused) refused.push(`${JSON.stringify(variables)}: ${answer.message}`);
      return answer;
    });

  const station = await connectAsync(house.env.MQTT_URL, { reconnectPeriod: 200 });
  const sendUnits = async (lane: number) => {
    for (let number = 0; !isOver; number += 1) {
      const unit = `SN-CHAOS-${lane}-${number}`;
      await sendTested(station, unit);
      note("units", unit);
      await new Promise((done) => setTimeout(done, pauseMs));
    }
  };
  const writeMaterials = async () => {
    for (let number = 0; !isOver; number += 1) {
      const id = `CHAOS-${number}`;
      const row = { id, name_zh: "件", name_en: "part", category: "Part", unit: "pcs", kind: "Component" };
      await graphql(
        integrator,
        "mutation($t: [TableRecords!]!, $key: String!) { writeRecords(tables: $t, idempotencyKey: $key) { written { rows } } }",
        { t: [{ table: "materials", rows: [row] }], key: id },
      );
      note("materials", id);
    }
  };
  const askForReleases = async () => {
    for (const workOrderId of orders.asked) {
      await graphql(
        dispatcher,
        "mutation($o: ID!, $e: ID!, $key: String!) { releaseWorkOrder(workOrderId: $o, equipmentId: $e, idempotencyKey: $key) }",
        { o: workOrderId, e: "SMT-1", key: workOrderId },
      );
      note("released", workOrderId);
    }
  };
  const say = (message: object) =>
    insist(async () => {
      const socket = io(house.apiUrl, {
        extraHeaders: { authorization: `Bearer ${dispatcher}` },
        transports: ["websocket"],
        reconnection: false,
      });
      try {
        const reply = await socket.timeout(patienceMs).emitWithAck("message.send", message);
        if (!reply.ok) throw new Error(JSON.stringify(reply.error));
      } finally {
        socket.close();
      }
    });
  const tellReleases = async () => {
    for (const workOrderId of orders.told) {
      const message = {
        conversationId: newId(),
        messageId: newId(),
        text: `Release ${workOrderId} to SMT-1`,
      };
      await say(message);
      const approval = await insist(() =>
        house.db
          .selectFrom("approval as a")
          .innerJoin("tool_call as t", "t.id", "a.tool_call_id")
          .select(["a.id", "a.args_hash", "a.plan_version"])
          .where("t.conversation_id", "=", message.conversationId)
          .executeTakeFirstOrThrow(),
      );
      await graphql(
        dispatcher,
        "mutation($a: ID!, $h: String!, $p: Int!) { decideApproval(approvalId: $a, approve: true, argsHash: $h, planVersion: $p) }",
        { a: approval.id, h: approval.args_hash, p: approval.plan_version },
      );
      note("released", workOrderId);
    }
  };
  const endless = [...Array.from({ length: atOnce }, (_, lane) => sendUnits(lane)), writeMaterials()];
  const finite = [askForReleases(), tellReleases()];
  return {
    /** Comes back after so many further acknowledgements. */
    progress: (more: number): Promise<void> =>
      new Promise((done) => {
        waiting = { at: count() + more, done };
      }),
    /** Lets everybody finish what is begun. */
    stop: async (): Promise<{ readonly acknowledged: Acknowledged; readonly refused: readonly string[] }> => {
      await Promise.all(finite);
      isOver = true;
      await Promise.all(endless);
      await station.endAsync();
      return { acknowledged, refused };
    },
  };
};
