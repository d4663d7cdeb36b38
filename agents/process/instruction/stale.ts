import type { SegmentMaster } from "../../../services/mes/queries/segment-master.ts";
import { compose } from "./compose.ts";
import { basisOf } from "./facts.ts";
import type { Instruction } from "./model.ts";
import type { PlantDocuments } from "./passages.ts";
import { factsBelow, partsOf } from "./walk.ts";

/** One thing that is no longer as it was when the instruction was written, and where that is said. */
export interface Change {
  readonly source: string;
  /** Null for what was not there. */
  readonly was: string | null;
  readonly now: string | null;
  /** Ids of steps, or of the sections beside them. */
  readonly steps: readonly string[];
}

/** Whether what a fact says may be another when a source changes. */
const restsOn = (fact: string, changed: string): boolean => {
  if (fact === changed) return true;
  const over = /^(?:count|sum):([^#]*)/.exec(fact);
  return over !== null && changed.startsWith(over[1]!);
};

/** Where an instruction says something of each source; pictures rest on the rows beside those that are written. */
const placesOf = (instruction: Instruction): ((changed: string) => string[]) => {
  const cited = partsOf(instruction).map(
    ([where, part]) => [where, new Set(factsBelow(part).map(({ source }) => source))] as const,
  );
  return (changed) => {
    const same = changed.replace(/^(bom_placement:.*)#map$/, "$1#designators");
    return cited
      .filter(([, sources]) => sources.has(same) || [...sources].some((source) => restsOn(source, changed)))
      .map(([where]) => where);
  };
};

/** Only the line that an instruction is for, where it is for one. */
export const scopedTo = (master: SegmentMaster, equipmentId: string | null): SegmentMaster =>
  equipmentId === null
    ? master
    : { ...master, equipment: master.equipment.filter((row) => row.equipment_id === equipmentId) };

/**
 * What has changed since an instruction was written, with the exact steps: rows of the master data, and passages that are no
 * longer in force. Empty for one that is fresh.
 *
 * @param master Undefined where the segment is gone.
 */
export const changesSince = async (
  instruction: Instruction,
  master: SegmentMaster | undefined,
  documents: Pick<PlantDocuments, "inForce">,
): Promise<Change[]> => {
  const cited = new Map(Object.entries(instruction.passages));
  const inForce = cited.size > 0 ? await documents.inForce(cited) : new Set<string>();
  const gone = [...cited].flatMap(([id, { documentId, revision, locator }]): Change[] => {
    if (inForce.has(id)) return [];
    const steps = instruction.steps
      .filter(({ quotes }) => quotes.some(({ passage }) => passage === id))
      .map((step) => step.id);
    const safety = instruction.prerequisites.safety.some(({ passage }) => passage === id);
    return [
      {
        source: `passage:${id}`,
        was: [documentId, revision, locator].filter(Boolean).join(" "),
        now: null,
        steps: [...(safety ? ["@prerequisites"] : []), ...steps],
      },
    ];
  });
  if (!master)
    return [
      ...gone,
      {
        source: instruction.segment.number.source,
        was: instruction.segment.number.text,
        now: null,
        steps: instruction.steps.map(({ id }) => id),
      },
    ];
  const [was, now] = [instruction.basis, basisOf(master)];
  const changed = [...new Set([...Object.keys(was), ...Object.keys(now)])]
    .filter((source) => was[source] !== now[source])
    .toSorted();
  if (changed.length === 0) return gone;
  const [before, after] = [placesOf(instruction), placesOf(compose(master))];
  const rows = changed.flatMap((source): Change[] => {
    const steps = [...new Set([...before(source), ...after(source)])];
    return steps.length > 0 ? [{ source, was: was[source] ?? null, now: now[source] ?? null, steps }] : [];
  });
  return [...rows, ...gone];
};

/** Whether nothing has changed since; told from what an instruction was written from alone, without what it says. */
export const isFresh = async (
  { basis, passages }: Pick<Instruction, "basis" | "passages">,
  master: SegmentMaster | undefined,
  documents: Pick<PlantDocuments, "inForce">,
): Promise<boolean> => {
  if (!master) return false;
  const now = basisOf(master);
  const sources = Object.keys(now);
  if (sources.length !== Object.keys(basis).length) return false;
  if (sources.some((source) => now[source] !== basis[source])) return false;
  const cited = new Map(Object.entries(passages));
  return cited.size === 0 || (await documents.inForce(cited)).size === cited.size;
};
