import type { Db } from "../../services/mes/database.ts";
import { type PersonAtWork, peopleAtWork } from "../../services/mes/queries/people.ts";
import type { ToolHandler } from "../runtime/context.ts";
import { formatPlantTime } from "../runtime/format.ts";
import type { DayShift } from "../runtime/spoken/asked/shift.ts";
import { aheadIn } from "../runtime/spoken/periods/ahead.ts";
import type { Evidence } from "../runtime/tool.ts";

/** The middle of the shift or stretch to come that is asked about; else now. */
const momentIn = (text: string, now: Date, shifts: readonly DayShift[]) => {
  const ahead = aheadIn(text, now, shifts);
  return ahead && ahead.from > now
    ? { at: new Date((ahead.from.getTime() + ahead.to.getTime()) / 2), ahead }
    : { at: now, ahead: undefined };
};

/** Skills that a sentence names. */
const skillsNamed = (text: string, people: readonly PersonAtWork[]): readonly string[] => {
  const said = text.toUpperCase();
  const all = new Set(people.flatMap(({ skills }) => skills.map(({ skill }) => skill)));
  return [...all].filter((skill) =>
    new RegExp(`(?<![A-Z\\d-])${skill.toUpperCase()}(?![A-Z\\d-])`).test(said),
  );
};

const holds = ({ skills }: PersonAtWork, skill: string) =>
  skills.some((one) => one.skill === skill && one.valid);

/**
 * Who is on shift now, or in a shift to come, by area; how many of them hold each skill, or who holds the one that is named.
 *
 * @param shiftsOf The plant's shifts.
 */
export const createWhoIsThere =
  (shiftsOf: (db: Db) => Promise<readonly DayShift[]>): ToolHandler =>
  async ({ db, clock, text }) => {
    const now = clock.now();
    const { at, ahead } = momentIn(text, now, await shiftsOf(db));
    const people = await peopleAtWork(db, at);
    const there = people.filter(({ onShift }) => onShift);
    const away = people.filter(({ absentUntil }) => absentUntil !== null);
    const [wanted] = skillsNamed(text, people);
    const of = wanted ? there.filter((person) => holds(person, wanted)) : there;
    const valid = there.flatMap(({ skills }) =>
      skills.filter((skill) => skill.valid).map(({ skill }) => skill),
    );
    const skills = [...Map.groupBy(valid, (skill) => skill)].sort(([one], [other]) =>
      one.localeCompare(other),
    );
    const counted = skills.map(([skill, holders]) => ({ skill, people: holders.length }));
    const bySkill = counted.map(({ skill, people: number }) => `${skill} ${number}`);
    const [from, to] = ahead ? [formatPlantTime(ahead.from), formatPlantTime(ahead.to)] : [];
    const when = ahead
      ? { zh: `${ahead.name.zh}（${from} 到 ${to}）`, en: `${ahead.name.en} (${from} to ${to}): ` }
      : { zh: "现在 ", en: "" };
    const names = (language: "zh" | "en") =>
      of
        .map(({ nameZh, nameEn }) => (language === "zh" ? nameZh : nameEn))
        .join(language === "zh" ? "、" : ", ");
    const missing =
      away.length > 0 ? { zh: `，${away.length} 人请假`, en: `, ${away.length} are away` } : undefined;
    const qualified = wanted
      ? {
          zh:
            of.length > 0
              ? `能上 ${wanted} 的有 ${of.length} 人：${names("zh")}`
              : `没有人有 ${wanted} 的有效资质`,
          en:
            of.length > 0
              ? `${of.length} of them qualified for ${wanted}: ${names("en")}`
              : `nobody qualified for ${wanted} among them`,
        }
      : { zh: `有效资质：${bySkill.join("、") || "无"}`, en: `Qualified: ${bySkill.join(", ") || "none"}` };
    const evidence: Evidence[] = [
      {
        kind: "person",
        id: "ALL",
        facts: {
          onShift: there.length,
          people: people.length,
          away: away.length,
          ...(ahead ? { from: from!, to: to! } : {}),
          ...Object.fromEntries(counted.map(({ skill, people: number }) => [skill, number])),
        },
        source: "person",
        at: now.toISOString(),
      },
      ...(wanted
        ? of.map(
            ({ id, nameZh, nameEn, area }): Evidence => ({
              kind: "person",
              id,
              label: `${nameZh} ${nameEn}`,
              facts: { skill: wanted, area },
              source: "qualification",
              at: now.toISOString(),
            }),
          )
        : []),
    ];
    return {
      text: {
        zh: `${when.zh}${there.length} 人当班（共 ${people.length} 人${missing?.zh ?? ""}）。${qualified.zh}。`,
        en: `${when.en}${there.length} of ${people.length} people are on shift${missing?.en ?? ""}. ${qualified.en.replace(/^./, (first) => first.toUpperCase())}.`,
      },
      rows: [...Map.groupBy(of, ({ area }) => area ?? "–")].map(([area, those]) => ({
        label: { zh: area, en: area },
        value: those.map(({ nameZh, nameEn }) => `${nameZh} ${nameEn}`).join(" · "),
      })),
      evidence,
    };
  };
