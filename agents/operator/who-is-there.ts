import type { Db } from "../../services/mes/database.ts";
import { namesOfPlant } from "../../services/mes/queries/names.ts";
import { type PersonAtWork, peopleAtWork } from "../../services/mes/queries/people.ts";
import type { ToolHandler } from "../runtime/context.ts";
import { formatPlantTime } from "../runtime/format.ts";
import { crewNamed } from "../runtime/spoken/about/crew.ts";
import { type DayShift, shiftNamed, shiftNames } from "../runtime/spoken/asked/shift.ts";
import { type LineName, processesIn } from "../runtime/spoken/ids/lines.ts";
import { aheadIn, runningOrComing } from "../runtime/spoken/periods/ahead.ts";
import type { Period } from "../runtime/spoken/periods/said.ts";
import type { Evidence } from "../runtime/tool.ts";

/** The shift or other stretch of the past that a sentence is about. */
type PastOf = (text: string, now: Date, shifts: readonly DayShift[]) => Period;

/** It asks of what was. */
const ofPast =
  /昨|刚才|当时|上个?班|那时|(?<![a-z])(?:was|were|last (?:night|shift)|yesterday|previous)(?![a-z])/i;

/**
 * The middle of the shift or stretch that is asked about, to come or past; else now. A shift that is named without a day is the one
 * that runs or comes next.
 */
const momentIn = (text: string, now: Date, shifts: readonly DayShift[], pastOf: PastOf) => {
  const ahead = aheadIn(text, now, shifts);
  const called = shiftNamed(text);
  const next = called && runningOrComing(now, shifts, called);
  const stretch =
    ahead && ahead.from > now
      ? ahead
      : ofPast.test(text)
        ? pastOf(text, now, shifts)
        : next && next.from > now
          ? next
          : undefined;
  return stretch
    ? { at: new Date((stretch.from.getTime() + stretch.to.getTime()) / 2), ahead: stretch }
    : { at: now, ahead: undefined };
};

/** What is said before the answer of people that nobody can be told by: a crew, or a shift that the plant does not have. */
const notKnown = (text: string, shifts: readonly DayShift[]) => {
  const crew = crewNamed(text);
  if (crew)
    return {
      zh: `人员不按班组记（“${crew}”），只记各人的上班时间。`,
      en: `Crews (“${crew}”) are not on record, only each person's hours. `,
      facts: { crew },
    };
  const called = shiftNamed(text);
  if (!called || shifts.some(({ name }) => name === called)) return undefined;
  const { zh, en } = shiftNames[called];
  return {
    zh: `这里没有${zh}。`,
    en: `There is no ${en} here. `,
    facts: {},
  };
};

const validOf = ({ skills }: PersonAtWork) => skills.filter(({ valid }) => valid).map(({ skill }) => skill);

/** People that a sentence names. */
const namedIn = (text: string, people: readonly PersonAtWork[]): readonly PersonAtWork[] =>
  people.filter(
    ({ nameZh, nameEn }) => text.includes(nameZh) || text.toLowerCase().includes(nameEn.toLowerCase()),
  );

/** Skills that a sentence names, or those for the lines or the kind of work that it names: SMT-A and SMT-B for 贴片. */
const skillsNamed = (
  text: string,
  people: readonly PersonAtWork[],
  lines: readonly LineName[],
): readonly string[] => {
  const said = text.toUpperCase();
  const all = [...new Set(people.flatMap(({ skills }) => skills.map(({ skill }) => skill)))].sort();
  const byName = all.filter((skill) =>
    new RegExp(`(?<![A-Z\\d-])${skill.toUpperCase()}(?![A-Z\\d-])`).test(said),
  );
  if (byName.length > 0) return byName;
  const kinds = processesIn(text, lines);
  return all.filter((skill) => kinds.some((kind) => skill.startsWith(`${kind}-`)));
};

const holds = (person: PersonAtWork, wanted: readonly string[]) =>
  validOf(person).some((skill) => wanted.includes(skill));

/**
 * Who is on shift now, or in another shift, by area; how many of them hold each skill, or who holds those that are named, that the
 * named kind of work takes, or that somebody has who is to be stood in for.
 *
 * @param shiftsOf The plant's shifts.
 */
export const createWhoIsThere =
  (shiftsOf: (db: Db) => Promise<readonly DayShift[]>, pastOf: PastOf): ToolHandler =>
  async ({ db, clock, text }) => {
    const now = clock.now();
    const shifts = await shiftsOf(db);
    const { at, ahead } = momentIn(text, now, shifts, pastOf);
    const unknown = notKnown(text, shifts);
    const people = await peopleAtWork(db, at);
    const there = people.filter(({ onShift }) => onShift);
    const away = people.filter(({ absentUntil }) => absentUntil !== null);
    const named = namedIn(text, people);
    // Who is to be stood in for says by his or her own skills what it takes.
    const said = skillsNamed(text, people, (await namesOfPlant(db)).lines);
    const skillsWanted = said.length > 0 ? said : [...new Set(named.flatMap(validOf))];
    const wanted = skillsWanted.join(" / ");
    const of =
      skillsWanted.length > 0
        ? there.filter((person) => holds(person, skillsWanted) && !named.includes(person))
        : there;
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
          ...(wanted ? { skill: wanted, qualified: of.length } : {}),
          people: people.length,
          away: away.length,
          ...(ahead ? { from: from!, to: to! } : {}),
          ...unknown?.facts,
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
              facts: {
                skill: wanted,
                area,
                ...(named.length > 0 ? { inPlaceOf: named.map(({ id }) => id).join(", ") } : {}),
              },
              source: "qualification",
              at: now.toISOString(),
            }),
          )
        : []),
    ];
    return {
      text: {
        zh: `${unknown?.zh ?? ""}${when.zh}${there.length} 人当班（共 ${people.length} 人${missing?.zh ?? ""}）。${qualified.zh}。`,
        en: `${unknown?.en ?? ""}${when.en}${there.length} of ${people.length} people are on shift${missing?.en ?? ""}. ${qualified.en.replace(/^./, (first) => first.toUpperCase())}.`,
      },
      rows: [...Map.groupBy(of, ({ area }) => area ?? "–")].map(([area, those]) => ({
        label: { zh: area, en: area },
        value: those.map(({ nameZh, nameEn }) => `${nameZh} ${nameEn}`).join(" · "),
      })),
      evidence,
    };
  };
