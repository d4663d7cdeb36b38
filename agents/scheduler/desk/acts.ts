import type { Db } from "../../../services/mes/database.ts";
import { factsApart } from "../answers/facts-apart.ts";
import { ordersSince } from "../answers/orders-since.ts";
import {
  diffVersions,
  explainOrder,
  isPlannedMaterial,
  lineLoads,
  promiseInTime,
  promiseOrder,
} from "../answers/questions.ts";
import { materialCover } from "../material/cover.ts";
import { waitedMaterials } from "../material/waited-for.ts";
import { obstaclesOf } from "../problem/obstacles.ts";
import { adoptProposal } from "../proposals/adoption.ts";
import { proposeRepair } from "../proposals/propose.ts";
import { lateNow, whatIfExtraTime } from "../what-if/extra-time.ts";
import { proposeAsked } from "./asked-change.ts";
import { proposeExpedited } from "./expedited.ts";
import { makePlan } from "./make-plan.ts";
import { whatIf } from "./repair.ts";
import { openSnapshot } from "./snapshot.ts";

/** Reads the plan in force ahead of the first question about it; nothing where there is none. */
const warm = async (db: Db): Promise<void> => {
  await openSnapshot(db).catch(() => {});
};

/** What is answered at once from the plan in force. */
const questions = {
  explainOrder,
  factsApart,
  isPlannedMaterial,
  lateNow,
  lineLoads,
  materialCover,
  obstaclesOf,
  ordersSince,
  promiseInTime,
  promiseOrder,
  waitedMaterials,
  warm,
};

/** What plans: it takes seconds, and questions do not wait for it. */
const works = {
  adoptProposal,
  diffVersions,
  makePlan,
  proposeAsked,
  proposeExpedited,
  proposeRepair,
  whatIf,
  whatIfExtraTime,
};

/** Everything that handles a whole plan, by name; each takes the data store first, and plain data besides. */
export const acts = { ...questions, ...works };
export type ActName = keyof typeof acts;

export const isQuestion = (name: ActName): boolean => name in questions;
