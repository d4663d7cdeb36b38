import { equipmentCheck } from "../equipment/checks.ts";
import { operatorCheck } from "../operator/checks.ts";
import { processCheck } from "../process/checks.ts";
import { resourceCheck } from "../resource/checks.ts";
import type { RoleCheck } from "../runtime/context.ts";
import type { CheckRole } from "../runtime/tool.ts";
import { repairCheck } from "../scheduler/adopt.ts";
import { dispatcherCheck } from "../scheduler/checks.ts";

const all: Readonly<Record<CheckRole, RoleCheck>> = {
  dispatcher: dispatcherCheck,
  process: processCheck,
  equipment: equipmentCheck,
  resource: resourceCheck,
  operator: operatorCheck,
  scheduler: repairCheck,
};

export const checkOf = (role: CheckRole): RoleCheck => all[role];
