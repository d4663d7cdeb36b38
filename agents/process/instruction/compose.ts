import type { SegmentMaster } from "../../../services/mes/queries/segment-master.ts";
import { basisOf, bomHashOf, type Facts, factsOf } from "./facts.ts";
import { limits } from "./figures.ts";
import { assembly } from "./kinds/assembly.ts";
import { burnIn } from "./kinds/burn-in.ts";
import { general } from "./kinds/general.ts";
import { smt } from "./kinds/smt.ts";
import { test } from "./kinds/test.ts";
import type { CitedPassage, Instruction, MaterialLine, ParameterLine, Quote, Step, Text } from "./model.ts";
import type { KindPlan, StepContext, StepPlan } from "./plan.ts";
import { en, told, zh } from "./say.ts";

const kindWords: readonly (readonly [KindPlan, RegExp])[] = [
  [smt, /^smt$|贴片|surface.?mount|\bsmt\b/i],
  [burnIn, /^bi$|老化|burn.?in/i],
  [test, /^(ft|ict|test)$|测试|\btest/i],
  [assembly, /^(asm|assy)$|装配|组装|assembl/i],
];

/** What kind of work a segment is, by its process and names. */
export const kindOf = ({
  process,
  name_zh,
  name_en,
}: Pick<SegmentMaster["segment"], "process" | "name_zh" | "name_en">): KindPlan =>
  kindWords.find(([, words]) => words.test(process))?.[0] ??
  kindWords.find(([, words]) => words.test(name_zh) || words.test(name_en))?.[0] ??
  general;

const materialLines = (master: SegmentMaster, facts: Facts): MaterialLine[] => {
  const own = [master.workMaster.id, master.segment.segment] as const;
  return master.items.map(({ position, material_id }) => {
    const key = [...own, position] as const;
    return {
      position: facts.value("bom_item", key, "position"),
      material: facts.value("bom_item", key, "material_id"),
      name: facts.named("material", [material_id]),
      quantity: facts.value("bom_item", key, "quantity_per"),
      unit: facts.value("material", [material_id], "unit"),
      designators: facts.maybe("bom_placement", key, "designators"),
      alternates: master.alternates
        .filter((row) => row.position === position)
        .map((row) => ({
          rank: facts.value("bom_alternate", [...key, row.material_id], "rank"),
          material: facts.value("bom_alternate", [...key, row.material_id], "material_id"),
          name: facts.named("material", [row.material_id]),
        })),
      vendors: master.vendors
        .filter((row) => row.position === position)
        .map(({ vendor }) => facts.value("approved_vendor", [...key, vendor], "vendor")),
      uniform: facts.maybe("bom_item", key, "uniform"),
    };
  });
};

const parameterLine = (master: SegmentMaster, facts: Facts, characteristic: string): ParameterLine => {
  const key = [master.workMaster.id, master.segment.segment, characteristic] as const;
  const method = {
    zh: facts.maybe("process_parameter", key, "method_zh"),
    en: facts.maybe("process_parameter", key, "method_en"),
  };
  // A method that is written in one language is shown in both.
  const either = method.zh ?? method.en;
  return {
    characteristic: facts.value("process_parameter", key, "characteristic"),
    name: facts.named("process_parameter", key),
    target: facts.maybe("process_parameter", key, "target"),
    lower: facts.maybe("process_parameter", key, "lower_limit"),
    upper: facts.maybe("process_parameter", key, "upper_limit"),
    unit: facts.maybe("process_parameter", key, "unit"),
    method: either && { zh: method.zh ?? either, en: method.en ?? either },
    origin: facts.maybe("process_parameter", key, "source"),
  };
};

/** A stage that no step of the kind takes becomes a step of its own, before the last one. */
const ownStages = (plan: KindPlan, master: SegmentMaster): StepPlan[] => {
  const taken = new Set(plan.steps.flatMap(({ stages = [] }) => stages));
  return [...new Set(master.parameters.map(({ stage }) => stage))]
    .filter((stage) => !taken.has(stage))
    .map((stage) => ({
      id: `stage-${stage}`,
      title: told(zh`设定与检查参数`, en`Set and check parameters`),
      stages: [stage],
      action: () => [told(zh`按下表设定，测量并记录。`, en`Set as in the table, measure and write down.`)],
      check: () => [told(zh`每项都在限值内。`, en`All are within their limits.`)],
      figure: limits,
    }));
};

/** Passages that were found for an instruction: of each step, and of safety. */
export interface Cited {
  readonly passages: Readonly<Record<string, CitedPassage>>;
  /** By step id; "safety" for the prerequisites. */
  readonly quotes: Readonly<Record<string, readonly Quote[]>>;
}

const nothingCited: Cited = { passages: {}, quotes: {} };

/** What the plant's documents are asked for an instruction, by step id. */
export const questionsOf = (
  master: SegmentMaster,
): ReadonlyMap<string, { readonly zh: string; readonly en: string }> => {
  const plan = kindOf(master.segment);
  return new Map([
    ["safety", plan.safety],
    ...plan.steps.flatMap(({ id, ask }) => (ask ? [[id, ask] as const] : [])),
  ]);
};

const takes = ({ categories }: StepPlan, category: string, elsewhere: ReadonlySet<string>): boolean =>
  categories === "rest" ? !elsewhere.has(category) : (categories ?? []).includes(category);

/**
 * A work instruction from a segment's master data and cited passages. The same input gives the same document. Every figure
 * in it is a fact with its source: words of the templates hold none.
 */
export const compose = (master: SegmentMaster, cited: Cited = nothingCited): Instruction => {
  const basis = basisOf(master);
  const facts = factsOf(basis);
  const { workMaster, segment } = master;
  const own = [workMaster.id, segment.segment] as const;
  const plan = kindOf(segment);
  const lines = materialLines(master, facts);
  const tool = master.tool ? facts.named("tool", [master.tool.id]) : null;
  const [last] = plan.steps.slice(-1);
  const plans = [...plan.steps.slice(0, -1), ...ownStages(plan, master), last!];
  const elsewhere = new Set(plans.flatMap(({ categories }) => (Array.isArray(categories) ? categories : [])));
  const hasRest = plans.some(({ categories }) => categories === "rest");
  const categoryOf = (line: MaterialLine) => master.materials.get(line.material.text)?.category ?? "";
  const materialsOf = (one: StepPlan) => {
    const order = Array.isArray(one.categories) ? one.categories : [];
    return lines
      .filter((line) => takes(one, categoryOf(line), elsewhere))
      .toSorted((a, b) => order.indexOf(categoryOf(a)) - order.indexOf(categoryOf(b)));
  };
  const allMaterials = plans.flatMap(materialsOf);
  const allParameters = master.parameters.map(({ characteristic }) =>
    parameterLine(master, facts, characteristic),
  );
  const bare: StepContext = {
    facts,
    master,
    own,
    materials: [],
    parameters: [],
    allMaterials,
    allParameters,
    tool,
  };
  const steps = plans.flatMap((one): Step[] => {
    const context: StepContext = {
      ...bare,
      materials: materialsOf(one),
      parameters: master.parameters
        .filter(({ stage }) => one.stages?.includes(stage))
        .map(({ characteristic }) => parameterLine(master, facts, characteristic)),
    };
    if (one.optional && context.materials.length + context.parameters.length === 0) return [];
    return [
      {
        id: one.id,
        title: one.title,
        action: one.action(context),
        parameters: context.parameters,
        materials: context.materials,
        check: one.check?.(context) ?? [],
        notes: [],
        quotes: cited.quotes[one.id] ?? [],
        figure: one.figure?.(context) ?? null,
      },
    ];
  });
  if (!hasRest) throw new Error(`the plan of ${plan.kind} takes no other material`);
  const product = facts.value("work_master", [workMaster.id], "product_id");
  const name = facts.named("work_master_segment", own);
  const next = master.routing.find((row) => row.segment > segment.segment);
  const skills = [
    facts.maybe("work_master_segment", own, "skill"),
    ...master.secondary.map((row) => facts.maybe("secondary_resource", [row.secondary_id], "skill")),
  ].filter((fact) => fact !== null);
  const toolId = facts.maybe("work_master_segment", own, "tool_id");
  return {
    format: 1,
    kind: plan.kind,
    product: { id: product, name: facts.named("material", [workMaster.product_id]) },
    workMaster: {
      id: facts.value("work_master", [workMaster.id], "id"),
      version: facts.value("work_master", [workMaster.id], "version"),
    },
    segment: { number: facts.value("work_master_segment", own, "segment"), name },
    bomHash: bomHashOf(master),
    context: [
      told(
        zh`本指导书适用于 ${product} 的工序 ${facts.value("work_master_segment", own, "segment")} ${name}。`,
        en`For segment ${facts.value("work_master_segment", own, "segment")} ${name} of ${product}.`,
      ),
    ],
    prerequisites: {
      tools: [
        ...(toolId && tool ? [{ id: toolId, name: tool, units: null }] : []),
        ...master.secondary
          .filter(({ kind }) => kind !== "Skill")
          .map(({ secondary_id: id }) => ({
            id: facts.value("segment_secondary", [...own, id], "secondary_id"),
            name: facts.named("secondary_resource", [id]),
            units: facts.value("segment_secondary", [...own, id], "units"),
          })),
      ],
      skills: skills.filter((fact, index) => skills.findIndex(({ text }) => text === fact.text) === index),
      lines: master.equipment.map(({ equipment_id: id }) => ({
        id: facts.value("segment_equipment", [...own, id], "equipment_id"),
        name: facts.named("equipment", [id]),
        seconds: facts.value("segment_equipment", [...own, id], "run_seconds"),
      })),
      kit:
        allMaterials.length > 0
          ? [
              told(
                zh`${facts.count("bom_item", own)} 项物料，每台 ${facts.sum("bom_item", own, "quantity_per")} 件，见各步骤。`,
                en`${facts.count("bom_item", own)} items, ${facts.sum("bom_item", own, "quantity_per")} pieces a unit; see the steps.`,
              ),
            ]
          : [],
      safety: cited.quotes["safety"] ?? [],
    },
    steps,
    result: plan.result(bare),
    records: plan.records,
    after: afterOf(facts, own[0], next?.segment),
    basis,
    passages: cited.passages,
  };
};

const afterOf = (facts: Facts, master: string, next: number | undefined): Text[] =>
  next === undefined
    ? [told(zh`入库。`, en`To the store.`)]
    : [
        told(
          zh`下一工序：${facts.value("work_master_segment", [master, next], "segment")} ${facts.named("work_master_segment", [master, next])}。`,
          en`Next segment: ${facts.value("work_master_segment", [master, next], "segment")} ${facts.named("work_master_segment", [master, next])}.`,
        ),
      ];
