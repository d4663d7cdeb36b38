import { unusableLots } from "../../services/mes/queries/unusable-lots.ts";
import type { ToolHandler } from "../runtime/context.ts";
import type { Evidence } from "../runtime/tool.ts";
import { lotStates } from "./cards/lot.ts";

/** As many as a sentence holds, and as are shown. */
const mostTold = 4;
const mostShown = 12;

/** Which lots of the store may not be used, and where they lie. */
export const tellUnusable: ToolHandler = async ({ db, clock }) => {
  const at = clock.now().toISOString();
  const lots = await unusableLots(db);
  const blocked = lots.filter(({ status }) => status === "Blocked").length;
  const quarantined = lots.length - blocked;
  const told = (language: "zh" | "en") =>
    lots
      .slice(0, mostTold)
      .map(
        ({ id, material_id: material, quantity, status, location }) =>
          `${id} ${material} × ${quantity}，${lotStates[status][language]}，${location}`,
      )
      .map((text) => (language === "zh" ? text : text.replaceAll("，", ", ")))
      .join(language === "zh" ? "；" : "; ");
  const more = lots.length > mostTold;
  return {
    text: {
      zh:
        lots.length === 0
          ? "没有冻结或待检的批次。"
          : `冻结的批次 ${blocked} 个，待检（隔离）的 ${quarantined} 个：${told("zh")}${more ? "；其余见下" : ""}。`,
      en:
        lots.length === 0
          ? "No lot is blocked or in quarantine."
          : `${blocked} ${blocked === 1 ? "lot is" : "lots are"} blocked and ${quarantined} in quarantine: ${told("en")}${more ? "; the rest below" : ""}.`,
    },
    rows: lots.slice(0, mostShown).map(({ id, name_zh, name_en, quantity, status, location }) => ({
      label: { zh: `${id} ${name_zh}`, en: `${id} ${name_en}` },
      value: `${quantity} · ${status} · ${location}`,
    })),
    evidence: [
      {
        kind: "material",
        id: "UNUSABLE",
        facts: { lots: lots.length, blocked, quarantined },
        source: "material_lot",
        at,
      },
      ...lots.slice(0, mostShown).map(
        ({ id, material_id: material, quantity, status, location }): Evidence => ({
          kind: "lot",
          id,
          label: material,
          facts: { quantity, status, location },
          source: "material_lot",
          at,
        }),
      ),
    ],
  };
};
