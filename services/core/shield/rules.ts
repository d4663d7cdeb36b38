import { type Family, families } from "./families.ts";
import { address } from "./rules/address.ts";
import { approval } from "./rules/approval.ts";
import { authority } from "./rules/authority.ts";
import { danger } from "./rules/danger.ts";
import { distress } from "./rules/distress.ts";
import { exfiltration } from "./rules/exfiltration.ts";
import { falsify } from "./rules/falsify.ts";
import { insult } from "./rules/insult.ts";
import { leak } from "./rules/leak.ts";
import { marker } from "./rules/marker.ts";
import { override } from "./rules/override.ts";
import { persona } from "./rules/persona.ts";
import { personal } from "./rules/personal.ts";
import { violence } from "./rules/violence.ts";
import type { Sign } from "./sign.ts";

/** A sign with its family. */
export interface Rule extends Sign {
  readonly family: Family;
}

/**
 * Every sign of every family, in English and Chinese.
 *
 * @param names People of the plant, folded.
 */
export const rulesFor = (names: readonly string[]): readonly Rule[] => {
  const signs: Readonly<Record<Family, readonly Sign[]>> = {
    override,
    persona,
    leak,
    approval,
    marker,
    authority,
    address,
    exfiltration,
    danger,
    falsify,
    personal: personal(names),
    insult,
    distress,
    violence,
  };
  return families.flatMap((family) => signs[family].map((sign) => ({ family, ...sign })));
};
