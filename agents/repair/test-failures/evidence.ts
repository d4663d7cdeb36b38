import type { Bilingual } from "../../../services/core/errors.ts";
import { formatPlantTime } from "../../runtime/format.ts";
import type { Evidence } from "../../runtime/tool.ts";
import { actionName, byStep, type Failures, type Group, shareText, stepName, tellsShare } from "./counted.ts";
import { mostMends } from "./tell.ts";

export const mostShown = 12;

const labelOf = ({ zh, en }: Bilingual): string => `${zh} ${en}`;

/** What every number and name of the answer rests on. */
export const evidenceOf = ({ steps, mends, places, latest }: Failures, now: Date): Evidence[] => {
  const at = now.toISOString();
  const ofGroup = (
    { key: id }: Group,
    rest: Pick<Evidence, "kind" | "label" | "facts" | "source">,
  ): Evidence => ({ id, ...rest, at });
  return [
    ...steps.slice(0, mostShown).map((one) =>
      ofGroup(one, {
        kind: "unit",
        label: labelOf(stepName(one)),
        facts: { failed: one.units },
        source: "unit_measurement",
      }),
    ),
    ...places.map((one) =>
      ofGroup(one, {
        kind: "equipment",
        facts: {
          failed: one.units,
          ...(tellsShare(one) ? { tested: one.tested, share: shareText(one) } : {}),
          most: byStep(one.rows)[0]?.units ?? 0,
        },
        source: "unit_test",
      }),
    ),
    ...mends.slice(0, mostMends).map((one) =>
      ofGroup(one, {
        kind: "unit",
        label: labelOf(actionName(one)),
        facts: { mended: one.units },
        source: "repair",
      }),
    ),
    ...latest.map(
      ({ unit_id: id, product_id: label, time, station, line }): Evidence => ({
        kind: "unit",
        id,
        label,
        facts: { tested: formatPlantTime(time), station, line },
        source: "unit_test",
        at,
      }),
    ),
  ];
};
