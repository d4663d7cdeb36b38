import { dayMs } from "../../services/core/zone.ts";
import { expiringLots } from "../../services/mes/queries/expiring-lots.ts";
import type { ToolHandler } from "../runtime/context.ts";
import { formatPlantTime } from "../runtime/format.ts";
import { untilIn } from "../runtime/spoken/times/until.ts";
import type { Evidence } from "../runtime/tool.ts";

/** How far ahead is looked where nobody says. */
const daysAhead = 7;
/** As many as a sentence holds and as are shown. */
const mostTold = 4;
const mostShown = 12;

/** Which lots of the store have expired or will in the stretch that is named, else within a week; how long opened parts have lain on the floor is not recorded. */
export const tellExpiring: ToolHandler = async ({ db, clock, text }) => {
  const now = clock.now();
  const until = untilIn(text, now) ?? new Date(now.getTime() + daysAhead * dayMs);
  const lots = await expiringLots(db, until);
  const over = lots.filter(({ expires_at: at }) => at !== null && at <= now).length;
  const end = formatPlantTime(until);
  const list = (language: "zh" | "en") =>
    lots
      .slice(0, mostTold)
      .map(
        ({ id, material_id: material, quantity, expires_at: at }) =>
          `${id} ${material} × ${quantity}${at ? (language === "zh" ? `，${formatPlantTime(at)}` : `, ${formatPlantTime(at)}`) : ""}`,
      )
      .join(language === "zh" ? "；" : "; ");
  const floor = /msd|湿敏|车间寿命|floor ?life/i.test(text)
    ? {
        zh: "湿敏器件拆封后的车间寿命这里没有记录。",
        en: " Floor life of opened parts is not recorded here.",
      }
    : { zh: "", en: "" };
  return {
    text: {
      zh: `${lots.length === 0 ? `到 ${end} 为止没有批次过期` : `到 ${end} 为止过期的批次 ${lots.length} 个，其中已过期 ${over} 个：${list("zh")}${lots.length > mostTold ? "；其余见下" : ""}`}。${floor.zh}`,
      en: `${lots.length === 0 ? `No lot expires until ${end}` : `${lots.length} lots expire until ${end}, ${over} of them have: ${list("en")}${lots.length > mostTold ? "; the rest below" : ""}`}.${floor.en}`,
    },
    rows: lots.slice(0, mostShown).map(({ id, name_zh, name_en, quantity, location, expires_at: at }) => ({
      label: { zh: `${id} ${name_zh}`, en: `${id} ${name_en}` },
      value: `${quantity} · ${location}${at ? ` · ${formatPlantTime(at)}` : ""}`,
    })),
    evidence: [
      {
        kind: "material",
        id: "EXPIRING",
        facts: { lots: lots.length, expired: over, until: end },
        source: "material_lot",
        at: now.toISOString(),
      },
      ...lots.slice(0, mostShown).map(
        ({ id, material_id: material, quantity, expires_at: at }): Evidence => ({
          kind: "lot",
          id,
          label: material,
          facts: { quantity, expires: at ? formatPlantTime(at) : null },
          source: "material_lot",
          at: now.toISOString(),
        }),
      ),
    ],
  };
};
