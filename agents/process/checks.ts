import { documentVersions } from "../../services/mes/queries/equipment.ts";
import { nextSegment } from "../../services/mes/queries/orders.ts";
import type { RoleCheck } from "../runtime/context.ts";
import { segmentEvidence } from "../runtime/evidence.ts";
import { formatPlantTime } from "../runtime/format.ts";
import { subjectOrder } from "../runtime/subject.ts";

/** Is there a work instruction that may be worked by. */
export const processCheck: RoleCheck = {
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
    const evidence = shown
      ? [
          {
            kind: "document" as const,
            id: shown.id,
            label: shown.title_en,
            facts: {
              version: shown.version,
              status: shown.status,
              changed: formatPlantTime(shown.changed_at),
            },
            source: "document",
            at: now.toISOString(),
          },
        ]
      : [segmentEvidence(order, segment.segment, { document: segment.documentId }, now)];
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
};
