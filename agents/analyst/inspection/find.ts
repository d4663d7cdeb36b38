import type { FoundCluster } from "../../../services/mes/commands/inspection/clusters.ts";
import type { Db } from "../../../services/mes/database.ts";
import type { InspectionMethod } from "../../../services/protocols/cfx/inspection.ts";
import { type Candidate, findClusters, priorOf } from "../statistics/clusters.ts";
import { adviceOf, clusterText, sourceName } from "./advice.ts";
import { evidenceOf } from "./evidence.ts";
import { candidatesOf, exposuresOf, sourceOf } from "./sources.ts";

const hourMs = 3_600_000;
/** What is looked at, and what it is held against: plant time. */
export const windowMs = 12 * hourMs;
const beforeMs = 7 * 24 * hourMs;

/** Clusters of defects on a line in the hours before a moment, with the cause that explains each best. */
export const clustersAt = async (
  db: Db,
  line: string,
  method: InspectionMethod,
  now: Date,
): Promise<FoundCluster[]> => {
  const from = new Date(now.getTime() - windowMs);
  const before = new Date(from.getTime() - beforeMs);
  const evidence = await evidenceOf(db, { line, method, before, from, to: now });
  const kinds = [...new Set(evidence.defects.filter(({ is_now }) => is_now).map(({ kind }) => kind))];
  const exposures = exposuresOf(method, evidence);
  const byKind = kinds.map((kind) => [kind, candidatesOf(method, kind, exposures, evidence)] as const);
  const tests = byKind.reduce((sum, [, candidates]) => sum + candidates.length, 0);
  const boards = evidence.boards.reduce((sum, one) => sum + one.now, 0);
  return byKind.flatMap(([kind, candidates]) => {
    const alike = Map.groupBy(candidates, ({ key }) => sourceOf(key).source);
    const priors = new Map([...alike].map(([source, own]) => [source, priorOf(own)]));
    const priorFor = ({ key }: Candidate) => priors.get(sourceOf(key).source)!;
    const boardOf = (defect: number) => evidence.defects[defect]!.unit_id;
    return findClusters(candidates, boardOf, priorFor, tests).map(
      ({ key, defects, found: spoilt, expected, chance, alternatives }) => {
        const found = defects.map((index) => evidence.defects[index]!);
        const onBoard = [...Map.groupBy(found, ({ unit_id }) => unit_id).values()];
        const { source, id, product } = sourceOf(key);
        const rejected = onBoard.filter((own) =>
          own.every(({ verification }) => verification === "DefectRejected"),
        ).length;
        const told = {
          line,
          method,
          kind,
          source,
          source_id: id,
          product_id: product,
          boards,
          expected,
          rejected,
        };
        const words = { ...told, found: spoilt };
        return {
          ...{ line, method, kind, source, product, expected, chance, tests, boards, rejected },
          sourceId: id,
          found: spoilt,
          order: found.findLast(({ work_order_id }) => work_order_id)?.work_order_id ?? null,
          text: clusterText(words),
          cause: sourceName(words),
          advice: adviceOf(words),
          firstAt: found[0]!.time,
          lastAt: found.at(-1)!.time,
          designators: [...new Set(found.flatMap(({ designator }) => designator ?? []))].sort(),
          alternatives: alternatives.map((other) => ({
            source: sourceOf(other).source,
            id: sourceOf(other).id,
          })),
          times: onBoard.map(([first]) => first!.time),
        };
      },
    );
  });
};
