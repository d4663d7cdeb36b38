import { MillwrightError } from "../../../services/core/errors.ts";
import { personAtWork } from "../../../services/mes/queries/people.ts";
import { formatPlantTime } from "../../runtime/format.ts";
import { type CardOf, rowEvidence } from "./card.ts";

/** "16:00" of minutes of the day. */
const clockOf = (minutes: number): string =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");

/** A person: area, whether on shift now, and what he or she is qualified for. */
export const personCard: CardOf = async (db, id, now) => {
  const person = await personAtWork(db, id, now);
  if (!person) throw new MillwrightError("NOT_FOUND", { kind: "person", id });
  const valid = person.skills.filter((skill) => skill.valid).map(({ skill }) => skill);
  const ended = person.skills.filter((skill) => !skill.valid);
  const until = person.absentUntil ? formatPlantTime(person.absentUntil) : null;
  const hours = person.shift && `${clockOf(person.shift.start)}–${clockOf(person.shift.end)}`;
  const usual = hours ? { zh: `，班次 ${hours}`, en: ` (works ${hours})` } : { zh: "", en: "" };
  return {
    text: {
      zh: `${person.nameZh}（${id}${person.area ? `，${person.area}` : ""}）${until ? `请假到 ${until}` : person.onShift ? "现在当班" : "现在不当班"}${usual.zh}；有效资质：${valid.join("、") || "无"}${ended.length > 0 ? `；已过期：${ended.map(({ skill }) => skill).join("、")}` : ""}。`,
      en: `${person.nameEn} (${id}${person.area ? `, ${person.area}` : ""}) is ${until ? `away until ${until}` : person.onShift ? "on shift now" : "off shift now"}${usual.en}; qualified for ${valid.join(", ") || "nothing"}${ended.length > 0 ? `; expired: ${ended.map(({ skill }) => skill).join(", ")}` : ""}.`,
    },
    evidence: [
      rowEvidence(
        "person",
        id,
        "person",
        {
          area: person.area,
          onShift: person.onShift,
          shift: hours ?? null,
          away: until,
          ...Object.fromEntries(
            person.skills.map(({ skill, expiresAt }) => [
              skill,
              expiresAt ? formatPlantTime(expiresAt) : true,
            ]),
          ),
        },
        now,
        `${person.nameZh} ${person.nameEn}`,
      ),
    ],
  };
};
