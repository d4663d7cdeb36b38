import type { Bilingual } from "../../services/core/errors.ts";
import { kitSent } from "../../services/mes/queries/kit.ts";
import { currentSegment, type Order } from "../../services/mes/queries/orders.ts";
import type { ToolContext, ToolResult } from "../runtime/context.ts";
import { orderEvidence } from "../runtime/evidence.ts";
import { formatPlantTime } from "../runtime/format.ts";

type Sent = NonNullable<Awaited<ReturnType<typeof kitSent>>>;

/** What became of a transport that will not arrive: its load stays where it was fetched from, unless a vehicle has it. */
const stuck = ({ id, status, from, holder }: NonNullable<Sent["transport"]>): Bilingual => {
  const [zh, en] = status === "Failed" ? ["失败", "failed"] : ["已取消", "was called off"];
  return holder
    ? {
        zh: `没有送到：搬运 ${id} ${zh}，料还在 ${holder} 上`,
        en: `did not arrive: transport ${id} ${en} and ${holder} still carries the kit`,
      }
    : {
        zh: `没有送到：搬运 ${id} ${zh}，料还在 ${from}`,
        en: `did not arrive: transport ${id} ${en} and the kit is still at ${from}`,
      };
};

/** Goes on from "the kit of …". */
export const whereItIs = ({ line, issuedAt, transport }: Sent): Bilingual => {
  // A kit that was to go on from one line to another, and does not, was brought to the first.
  if (transport?.status === "Failed" || transport?.status === "Cancelled") return stuck(transport);
  if (issuedAt) {
    const at = formatPlantTime(issuedAt);
    return { zh: `${at} 已送到 ${line}`, en: `was brought to ${line} at ${at}` };
  }
  if (!transport) return { zh: "还没有安排搬运", en: "has no transport yet" };
  const { id, from, vehicle, status } = transport;
  return status === "InTransit"
    ? {
        zh: `正由 ${vehicle ?? "AGV"} 从 ${from} 送往 ${line}（${id}），料到即开工`,
        en: `is on its way from ${from} to ${line}${vehicle ? ` with ${vehicle}` : ""} (${id}); the line starts when it is there`,
      }
    : {
        zh: `在 ${from} 等 AGV（${id}），还没出发去 ${line}`,
        en: `waits at ${from} for a vehicle to ${line} (${id})`,
      };
};

/** Where the kit of the segment is that is at its line or on the way to it; undefined where none was sent. */
export const kitUnderWay = async (
  context: ToolContext,
  order: Order,
  now: Date,
): Promise<ToolResult | undefined> => {
  const current = currentSegment(order);
  const sent = current && (await kitSent(context.db, order.id, current.segment));
  if (!current || !sent) return undefined;
  const { requisition, line, issuedAt, transport } = sent;
  const state = whereItIs(sent);
  return {
    text: {
      zh: `${order.id} 工序 ${current.segment}（${current.nameZh}）的料（领料单 ${requisition}）${state.zh}。`,
      en: `The kit of ${order.id} segment ${current.segment} (${current.nameEn}), requisition ${requisition}, ${state.en}.`,
    },
    evidence: [
      orderEvidence(order, now),
      {
        kind: "job",
        id: transport?.id ?? requisition,
        facts: {
          requisition,
          segment: current.segment,
          line,
          issued: issuedAt && formatPlantTime(issuedAt),
          status: transport?.status ?? null,
          from: transport?.from ?? null,
          vehicle: transport?.holder ?? transport?.vehicle ?? null,
        },
        source: "transport_order",
        at: now.toISOString(),
      },
    ],
    mentioned: { order: order.id, ...(line ? { line } : {}) },
  };
};
