import { documentVersions } from "../../services/mes/queries/equipment.ts";
import { nextSegment } from "../../services/mes/queries/orders.ts";
import { findInstruction } from "../../services/mes/queries/work-instructions.ts";
import type { Check, RoleCheck, ToolContext } from "../runtime/context.ts";
import { segmentEvidence } from "../runtime/evidence.ts";
import { formatPlantTime } from "../runtime/format.ts";
import { subjectOrder } from "../runtime/subject.ts";
import type { PlantDocuments } from "./instruction/passages.ts";
import { statesOf } from "./instruction/read.ts";

export interface ProcessPolicy {
  readonly documents: Pick<PlantDocuments, "inForce">;
  /** Whether an instruction that is no longer what the master data say stands in the way of a release. */
  readonly staleInstructions: "warn" | "block";
}

/** What is wrong with an instruction that was written here; nothing where it is fresh, or was written elsewhere. */
const staleness = async (
  { db }: ToolContext,
  { documents, staleInstructions }: ProcessPolicy,
  usable: { readonly id: string; readonly version: number },
): Promise<(Pick<Check, "status" | "summary"> & { readonly steps: number }) | undefined> => {
  const row = await findInstruction(db, usable.id, usable.version);
  if (!row) return undefined;
  const [state] = await statesOf(db, [row], documents);
  const steps = new Set(state!.changes.flatMap((change) => change.steps)).size;
  if (steps === 0) return undefined;
  return {
    status: staleInstructions === "block" ? "fail" : "warn",
    steps,
    summary: {
      zh: `${usable.id} 第 ${usable.version} 版已过时：主数据变化涉及 ${steps} 处，请在“工艺文件”页更新`,
      en: `${usable.id} version ${usable.version} is out of date: master data have changed in ${steps} places; renew it on the Documents page`,
    },
  };
};

/** Is there a work instruction that may be worked by, and is it still true. */
export const createProcessCheck = (policy: ProcessPolicy): RoleCheck => ({
  role: "process",
  title: { zh: "工艺员", en: "Process" },
  run: async (context) => {
    const now = context.clock.now();
    const order = await subjectOrder(context);
    const segment = nextSegment(order);
    if (!segment?.documentId)
      return { status: "ok", summary: { zh: "无需工艺文件", en: "no document needed" }, evidence: [] };
    const { newest, usable } = await documentVersions(context.db, segment.documentId);
    const shown = usable ?? newest;
    const stale = usable && (await staleness(context, policy, usable));
    const evidence = shown
      ? [
          {
            kind: "document" as const,
            id: shown.id,
            label: shown.title_en,
            facts: {
              version: shown.version,
              status: shown.status,
              ...(stale ? { outdated: stale.steps } : {}),
              changed: formatPlantTime(shown.changed_at),
            },
            source: "document",
            at: now.toISOString(),
          },
        ]
      : [segmentEvidence(order, segment.segment, { document: segment.documentId }, now)];
    if (stale) return { status: stale.status, summary: stale.summary, evidence };
    if (usable)
      return {
        status: "ok",
        summary: {
          zh: `${usable.id} 第 ${usable.version} 版已生效`,
          en: `${usable.id} version ${usable.version} is ${usable.status.toLowerCase()}`,
        },
        evidence,
      };
    return {
      status: "fail",
      summary: newest
        ? {
            zh: `${newest.id} 第 ${newest.version} 版尚未批准（${newest.status}）`,
            en: `${newest.id} version ${newest.version} is not approved (${newest.status})`,
          }
        : { zh: `缺少工艺文件 ${segment.documentId}`, en: `there is no document ${segment.documentId}` },
      evidence,
    };
  },
});
