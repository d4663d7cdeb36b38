import type { Selectable } from "kysely";
import { fromShape, isErrorCode, MillwrightError } from "../../../core/errors.ts";
import { plantNow } from "../../../mes/clock.ts";
import { settleMessages } from "../../../mes/commands/set-aside.ts";
import type { Db } from "../../../mes/database.ts";
import { bytesOf, readableOf } from "../../../mes/readable-message.ts";
import type { SetAsideMessageTable } from "../../../mes/schema/event.ts";
import { builder } from "../builder.ts";
import { type Connection, connectionOf, decodeCursor, type PageArguments, pageSize } from "../connection.ts";
import { once } from "../idempotency.ts";
import { PageInfo } from "../page-info.ts";
import { BilingualText } from "./plant.ts";

type Row = Selectable<SetAsideMessageTable>;

/** Characters of a message's text that are shown. */
const mostShown = 65_536;

const StatusType = builder.enumType("SetAsideStatus", {
  description: "Where a message that was set aside stands.",
  values: {
    Open: { description: "It waits for a person." },
    Resent: { description: "It was sent again and is about to be read." },
    Taken: { description: "Sent again, it was read and stored." },
    Dismissed: { description: "A person has put it away." },
  } as const,
});

const MessageType = builder.objectRef<Row>("SetAsideMessage").implement({
  description:
    "A message of a machine that could not be taken: what is wrong, where, and how to mend it. Mended, it is sent again and nothing is lost.",
  fields: (t) => ({
    id: t.exposeID("id"),
    topic: t.exposeString("topic", { description: "MQTT topic on which it came." }),
    machine: t.string({
      description: "The machine that its topic names.",
      resolve: ({ topic }) => topic.split("/")[3] ?? topic,
    }),
    code: t.exposeString("code", { description: "Code of the error catalogue, such as UNKNOWN_MACHINE." }),
    problem: t.field({
      type: BilingualText,
      description: "What is wrong, where, and how to mend it.",
      resolve: ({ code, details }) =>
        isErrorCode(code) ? fromShape({ code, details }).bilingual : { zh: code, en: code },
    }),
    content: t.string({
      nullable: true,
      description:
        "Its text, of Sparkplug B its payload as JSON, up to 65,536 characters; null for bytes that are no text.",
      resolve: ({ topic, payload }) => readableOf(topic, payload)?.slice(0, mostShown) ?? null,
    }),
    bytes: t.int({ description: "Its size in bytes.", resolve: ({ payload }) => payload.length }),
    times: t.exposeInt("times", { description: "How often it came; a repeated message is kept once." }),
    receivedAt: t.expose("received_at", { type: "DateTime", description: "When it came first; wall time." }),
    lastAt: t.expose("last_at", { type: "DateTime", description: "When it came last; wall time." }),
    status: t.expose("status", { type: StatusType, description: "Where it stands." }),
    settledBy: t.exposeString("settled_by", {
      nullable: true,
      description: "Person who sent it again or put it away; null while it waits.",
    }),
    settledAt: t.expose("settled_at", {
      type: "DateTime",
      nullable: true,
      description: "When that was; null while it waits. Wall time.",
    }),
  }),
});
const MessageEdge = builder.objectRef<{ cursor: string; node: Row }>("SetAsideMessageEdge").implement({
  description: "A message in a page.",
  fields: (t) => ({ cursor: t.exposeString("cursor"), node: t.expose("node", { type: MessageType }) }),
});
const MessageConnection = builder.objectRef<Connection<Row>>("SetAsideMessageConnection").implement({
  description: "A page of messages, the latest first.",
  fields: (t) => ({
    edges: t.field({ type: [MessageEdge], resolve: ({ edges }) => [...edges] }),
    pageInfo: t.expose("pageInfo", { type: PageInfo }),
    totalCount: t.exposeInt("totalCount"),
  }),
});

const messagesPage = async (
  db: Db,
  { status, ...page }: PageArguments & { readonly status: Row["status"] },
): Promise<Connection<Row>> => {
  const size = pageSize(page, 100);
  const base = db.selectFrom("set_aside_message").where("status", "=", status);
  const { count } = await base
    .select((fields) => fields.fn.countAll<string>().as("count"))
    .executeTakeFirstOrThrow();
  const [before] = page.after ? decodeCursor(page.after, /^(\d{1,18})$/) : [];
  const rows = await (before ? base.where("id", "<", before) : base)
    .selectAll()
    .orderBy("id", "desc")
    .limit(size + 1)
    .execute();
  return connectionOf(rows, size, Number(count), ({ id }) => id);
};

builder.queryField("setAsideMessages", (t) =>
  t.field({
    type: MessageConnection,
    description: "Messages of machines that could not be taken, the latest first.",
    args: {
      status: t.arg({ type: StatusType, defaultValue: "Open", description: "Only those that stand there." }),
      first: t.arg.int({ description: "At most 100." }),
      after: t.arg.string(),
    },
    resolve: (_root, { status, first, after }, { db }) =>
      messagesPage(db, { status: status ?? "Open", first, after }),
  }),
);

const mostAtOnce = 500;
const soundIds = (ids: readonly (string | number)[]): string[] => {
  const sound = [...new Set(ids.map(String))];
  if (sound.length < 1 || sound.length > mostAtOnce || sound.some((id) => !/^\d{1,18}$/.test(id)))
    throw new MillwrightError("INVALID_INPUT", {
      path: "ids",
      problem: `must be 1 to ${mostAtOnce} ids of set-aside messages`,
    });
  return sound;
};

/** The mended content of one message, in bytes. @throws MillwrightError INVALID_INPUT. */
const mended = async (db: Db, ids: readonly string[], content: string): Promise<Buffer> => {
  const [id] = ids;
  if (ids.length !== 1 || id === undefined)
    throw new MillwrightError("INVALID_INPUT", { path: "content", problem: "is of one message only" });
  const row = await db
    .selectFrom("set_aside_message")
    .select("topic")
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) throw new MillwrightError("NOT_FOUND", { kind: "message that waits", id });
  try {
    return bytesOf(row.topic, content);
  } catch (error) {
    throw new MillwrightError("INVALID_INPUT", { path: "content", problem: (error as Error).message });
  }
};

const SettledType = builder.objectRef<{ readonly ids: readonly string[] }>("SettledMessages").implement({
  description: "What was sent again, or put away.",
  fields: (t) => ({
    ids: t.idList({ description: "The messages, as they were asked for.", resolve: ({ ids }) => [...ids] }),
  }),
});

builder.mutationFields((t) => ({
  resendMessages: t.field({
    type: SettledType,
    description:
      "Sends messages again that were set aside, once what they lacked is there, or one with its content mended. Role integrator, automation or manager.",
    args: {
      ids: t.arg.idList({ required: true, description: "1 to 500 messages that wait." }),
      content: t.arg.string({
        description: "The mended content, in the form in which it is shown; of one message.",
      }),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { ids, content, idempotencyKey }, context) => {
      const own = soundIds(ids);
      const given = content ?? undefined;
      const payload = given === undefined ? undefined : await mended(context.db, own, given);
      const now = await plantNow(context.db);
      return once(
        context,
        idempotencyKey,
        { act: "resend", ids: own, content: given ?? null },
        async (tx) => {
          await settleMessages(tx, { ids: own, status: "Resent", actorId: context.viewer.id, now, payload });
          return { ids: own };
        },
      );
    },
  }),
  dismissMessages: t.field({
    type: SettledType,
    description:
      "Puts messages away that are of no use; they stay to be read. Role integrator, automation or manager.",
    args: {
      ids: t.arg.idList({ required: true, description: "1 to 500 messages that wait." }),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { ids, idempotencyKey }, context) => {
      const own = soundIds(ids);
      const now = await plantNow(context.db);
      return once(context, idempotencyKey, { act: "dismiss", ids: own }, async (tx) => {
        await settleMessages(tx, { ids: own, status: "Dismissed", actorId: context.viewer.id, now });
        return { ids: own };
      });
    },
  }),
}));
