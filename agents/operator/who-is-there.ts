import { peopleAtWork } from "../../services/mes/queries/people.ts";
import type { ToolHandler } from "../runtime/context.ts";

/** Who is on shift now, by area, and how many of them hold each skill. */
export const whoIsThere: ToolHandler = async ({ db, clock }) => {
  const now = clock.now();
  const people = await peopleAtWork(db, now);
  const there = people.filter(({ onShift }) => onShift);
  const away = people.filter(({ absentUntil }) => absentUntil !== null);
  const valid = there.flatMap(({ skills }) =>
    skills.filter((skill) => skill.valid).map(({ skill }) => skill),
  );
  const skills = [...Map.groupBy(valid, (skill) => skill)].sort(([one], [other]) => one.localeCompare(other));
  const counted = skills.map(([skill, holders]) => ({ skill, people: holders.length }));
  const bySkill = counted.map(({ skill, people: number }) => `${skill} ${number}`);
  return {
    text: {
      zh: `现在 ${there.length} 人当班（共 ${people.length} 人${away.length > 0 ? `，${away.length} 人请假` : ""}）。有效资质：${bySkill.join("、") || "无"}。`,
      en: `${there.length} of ${people.length} people are on shift${away.length > 0 ? `, ${away.length} are away` : ""}. Qualified: ${bySkill.join(", ") || "none"}.`,
    },
    rows: [...Map.groupBy(there, ({ area }) => area ?? "–")].map(([area, those]) => ({
      label: { zh: area, en: area },
      value: those.map(({ nameZh, nameEn }) => `${nameZh} ${nameEn}`).join(" · "),
    })),
    evidence: [
      {
        kind: "person",
        id: "ALL",
        facts: {
          onShift: there.length,
          people: people.length,
          away: away.length,
          ...Object.fromEntries(counted.map(({ skill, people: number }) => [skill, number])),
        },
        source: "person",
        at: now.toISOString(),
      },
    ],
  };
};
