import { nextSegment } from "../../services/mes/queries/orders.ts";
import { peopleWithSkill } from "../../services/mes/queries/people.ts";
import type { RoleCheck } from "../runtime/context.ts";
import { segmentEvidence } from "../runtime/evidence.ts";
import { formatPlantTime } from "../runtime/format.ts";
import { subjectOrder } from "../runtime/subject.ts";

/** Is somebody on shift who is qualified for it. */
export const operatorCheck: RoleCheck = {
  role: "operator",
  title: { zh: "操作员", en: "Operator" },
  run: async (context) => {
    const now = context.clock.now();
    const order = await subjectOrder(context);
    const segment = nextSegment(order);
    if (!segment?.skill)
      return { status: "ok", summary: { zh: "无需特殊资质", en: "no special skill needed" }, evidence: [] };
    const people = await peopleWithSkill(context.db, segment.skill, now);
    const ready = people.filter((person) => person.valid && person.onShift);
    const valid = people.filter((person) => person.valid).length;
    const found = { skill: segment.skill, valid, onShift: ready.length };
    const named = (ready.length > 0 ? ready : people).slice(0, 5).map((person) => ({
      kind: "person" as const,
      id: person.id,
      label: `${person.nameZh} ${person.nameEn}`,
      facts: {
        skill: segment.skill,
        valid: person.valid,
        onShift: person.onShift,
        expires: person.expiresAt ? formatPlantTime(person.expiresAt) : null,
      },
      source: "qualification",
      at: now.toISOString(),
    }));
    const evidence = [segmentEvidence(order, segment.segment, found, now), ...named];
    if (ready.length > 0)
      return {
        status: "ok",
        summary: {
          zh: `${ready.length} 名在岗人员具备 ${segment.skill}：${ready
            .slice(0, 3)
            .map((person) => person.nameZh)
            .join("、")}`,
          en: `${ready.length} on shift with ${segment.skill}: ${ready
            .slice(0, 3)
            .map((person) => person.nameEn)
            .join(", ")}`,
        },
        evidence,
      };
    return {
      status: valid > 0 ? "warn" : "fail",
      summary:
        valid > 0
          ? {
              zh: `当班无人具备 ${segment.skill}，另有 ${valid} 人持证但不在岗`,
              en: `nobody on shift has ${segment.skill}; with it, but not there now: ${valid}`,
            }
          : {
              zh: `无人持有有效的 ${segment.skill} 资质`,
              en: `nobody holds a valid ${segment.skill} qualification`,
            },
      evidence,
    };
  },
};
