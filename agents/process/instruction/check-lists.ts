import { expand } from "./designators.ts";
import type { Fact, Instruction, MaterialLine, ParameterLine, Point } from "./model.ts";
import { type Problem, problem, rowsBelow, type Store } from "./problem.ts";
import { keyColumns, parseSource, type RowSource, type SourceTable } from "./sources.ts";

interface Of {
  readonly workMasterId: string;
  readonly segment: number;
  readonly equipmentId: string | null;
}

const rowOf = (fact: Fact | null | undefined): RowSource | undefined => {
  const source = fact ? parseSource(fact.source) : undefined;
  return source?.kind === "row" ? source : undefined;
};
/** Whether a fact is the given column of the given row: a figure of another row is wrong even where it is the same. */
const isOf = (fact: Fact | null, table: SourceTable, key: readonly string[], column: string): boolean => {
  if (fact === null) return true;
  const source = rowOf(fact);
  return (
    source?.table === table && source.column === column && JSON.stringify(source.key) === JSON.stringify(key)
  );
};

/** Each row of the store has to be told exactly once. */
const eachOnce = (
  what: { readonly zh: string; readonly en: string },
  stored: readonly string[],
  shown: readonly (readonly [where: string, id: string])[],
  place: string,
): Problem[] => [
  ...stored.flatMap((id): Problem[] => {
    const times = shown.filter(([, other]) => other === id);
    if (times.length === 1) return [];
    return times.length === 0
      ? [problem("missing", place, `缺少${what.zh} ${id}。`, `The ${what.en} ${id} is missing.`)]
      : [
          problem(
            "repeated",
            times[1]![0],
            `${what.zh} ${id} 出现 ${times.length} 次。`,
            `The ${what.en} ${id} is there ${times.length} times.`,
          ),
        ];
  }),
  ...shown
    .filter(([, id]) => !stored.includes(id))
    .map(([where, id]) =>
      problem(
        "foreign",
        where,
        `${what.zh} ${id} 不在数据库中。`,
        `The ${what.en} ${id} is not in the data store.`,
      ),
    ),
];

const inconsistent = (where: string, what: string) =>
  problem(
    "inconsistent",
    where,
    `${what} 一行的数据不属于同一条记录。`,
    `The line of ${what} mixes values of other rows.`,
  );

const materialProblems = (
  where: string,
  line: MaterialLine,
  store: Store,
  own: readonly string[],
): Problem[] => {
  const position = line.position.text;
  const key = [...own, position];
  const material = [line.material.text];
  const sound =
    isOf(line.position, "bom_item", key, "position") &&
    isOf(line.material, "bom_item", key, "material_id") &&
    isOf(line.quantity, "bom_item", key, "quantity_per") &&
    isOf(line.uniform, "bom_item", key, "uniform") &&
    isOf(line.designators, "bom_placement", key, "designators") &&
    isOf(line.name.zh, "material", material, "name_zh") &&
    isOf(line.name.en, "material", material, "name_en") &&
    isOf(line.unit, "material", material, "unit") &&
    line.alternates.every(
      (one) =>
        isOf(one.material, "bom_alternate", [...key, one.material.text], "material_id") &&
        isOf(one.rank, "bom_alternate", [...key, one.material.text], "rank") &&
        isOf(one.name.zh, "material", [one.material.text], "name_zh"),
    );
  const [stored] = rowsBelow(store, { table: "bom_item", key });
  const of = (table: SourceTable) => rowsBelow(store, { table, key });
  const designators = line.designators ? expand(line.designators.text) : [];
  return [
    ...(sound ? [] : [inconsistent(where, `#${position}`)]),
    ...(designators.length > 0 && designators.length !== Number(line.quantity.text)
      ? [
          problem(
            "inconsistent",
            where,
            `#${position} 有 ${designators.length} 个位号，而数量是 ${line.quantity.text}。`,
            `#${position} has ${designators.length} designators and the quantity ${line.quantity.text}.`,
          ),
        ]
      : []),
    ...((line.designators === null) === (of("bom_placement").length === 0)
      ? []
      : [problem("missing", where, `#${position} 缺位号。`, `#${position} lacks its designators.`)]),
    ...((line.uniform === null) === (stored?.["uniform"] == null)
      ? []
      : [
          problem(
            "missing",
            where,
            `#${position} 缺一致性要求。`,
            `#${position} lacks that its pieces are alike.`,
          ),
        ]),
    ...eachOnce(
      { zh: "替代料", en: "alternate" },
      of("bom_alternate").map((row) => String(row["material_id"])),
      line.alternates.map(({ material: one }) => [where, one.text] as const),
      where,
    ),
    ...eachOnce(
      { zh: "认可供应商", en: "approved vendor" },
      of("approved_vendor").map((row) => String(row["vendor"])),
      line.vendors.map(({ text }) => [where, text] as const),
      where,
    ),
  ];
};

const parameterProblems = (
  where: string,
  line: ParameterLine,
  store: Store,
  own: readonly string[],
): Problem[] => {
  const key = [...own, line.characteristic.text];
  const columns = [
    [line.characteristic, "characteristic"],
    [line.target, "target"],
    [line.lower, "lower_limit"],
    [line.upper, "upper_limit"],
    [line.unit, "unit"],
    [line.origin, "source"],
    [line.name.zh, "name_zh"],
    [line.name.en, "name_en"],
  ] as const;
  const sound = columns.every(([fact, column]) => isOf(fact, "process_parameter", key, column));
  const [stored] = rowsBelow(store, { table: "process_parameter", key });
  const lost = stored
    ? columns.filter(([fact, column]) => fact === null && stored[column] !== null && stored[column] !== "")
    : [];
  const [lower, target, upper] = [line.lower, line.target, line.upper].map((fact) =>
    fact ? Number(fact.text) : null,
  );
  const ordered =
    (lower == null || upper == null || lower <= upper) &&
    (lower == null || target == null || lower <= target) &&
    (target == null || upper == null || target <= upper);
  return [
    ...(sound ? [] : [inconsistent(where, line.characteristic.text)]),
    ...lost.map(([, column]) =>
      problem(
        "missing",
        where,
        `${line.characteristic.text} 缺 ${column}。`,
        `${line.characteristic.text} lacks its ${column}.`,
      ),
    ),
    ...(ordered
      ? []
      : [
          problem(
            "limits",
            where,
            `${line.characteristic.text} 的限值颠倒。`,
            `The limits of ${line.characteristic.text} are the wrong way round.`,
          ),
        ]),
  ];
};

const figureProblems = (instruction: Instruction, store: Store, own: readonly string[]): Problem[] => {
  const stored = new Map(
    rowsBelow(store, { table: "bom_placement", key: own }).map((row) => [String(row["designator"]), row]),
  );
  const right = ({ designator, x, y, side, position }: Point) => {
    const row = stored.get(designator);
    return (
      row !== undefined &&
      row["x"] === x &&
      row["y"] === y &&
      row["side"] === side &&
      String(row["position"]) === position
    );
  };
  return instruction.steps.flatMap(({ id, figure }) => {
    if (figure?.kind !== "placement" && figure?.kind !== "torque") return [];
    const wrong = figure.points.filter((point) => !right(point));
    return wrong.length > 0
      ? [
          problem(
            "wrong-value",
            id,
            `图中 ${wrong[0]!.designator} 等 ${wrong.length} 个位置与数据库不符。`,
            `In the picture ${wrong.length} places such as ${wrong[0]!.designator} are not what the data store holds.`,
          ),
        ]
      : [];
  });
};

/** Bill, parameters, lines, tools and skills: each row of the segment exactly once, nothing beside, and every line of one row. */
export const checkLists = (
  instruction: Instruction,
  store: Store,
  { workMasterId, segment, equipmentId }: Of,
  heldSkills: ReadonlySet<string>,
): Problem[] => {
  const own = [workMasterId, String(segment)];
  const { steps, prerequisites } = instruction;
  const rows = (table: SourceTable) => rowsBelow(store, { table, key: own });
  const ids = (table: SourceTable, column = (keyColumns[table] as readonly string[])[2]!) =>
    rows(table).map((row) => String(row[column]));
  const [row] = rows("work_master_segment");
  const lines = ids("segment_equipment").filter((id) => equipmentId === null || id === equipmentId);
  const materials = steps.flatMap((step) => step.materials.map((line) => [step.id, line] as const));
  const parameters = steps.flatMap((step) => step.parameters.map((line) => [step.id, line] as const));
  const at = (list: readonly Fact[]) => list.map(({ text }) => ["@prerequisites", text] as const);
  const toolId = row?.["tool_id"];
  const secondary = rows("segment_secondary").map((one) => String(one["secondary_id"]));
  const held = (store.get("secondary_resource") ?? []).filter(
    (one) => one["kind"] === "Skill" && secondary.includes(String(one["id"])),
  );
  const isSkill = (id: string) => held.some((one) => one["id"] === id);
  const shownTools = at(prerequisites.tools.map(({ id }) => id));
  const repeatedSteps = steps.filter(({ id }, index) => steps.findIndex((step) => step.id === id) !== index);
  return [
    ...eachOnce(
      { zh: "物料位置", en: "position of the bill" },
      ids("bom_item"),
      materials.map(([where, { position }]) => [where, position.text] as const),
      "@prerequisites",
    ),
    ...materials.flatMap(([where, line]) => materialProblems(where, line, store, own)),
    ...eachOnce(
      { zh: "参数", en: "parameter" },
      ids("process_parameter"),
      parameters.map(([where, { characteristic }]) => [where, characteristic.text] as const),
      "@prerequisites",
    ),
    ...parameters.flatMap(([where, line]) => parameterProblems(where, line, store, own)),
    ...eachOnce(
      { zh: "设备", en: "line" },
      lines,
      at(prerequisites.lines.map(({ id }) => id)),
      "@prerequisites",
    ),
    ...prerequisites.lines.flatMap(({ id, seconds }) =>
      isOf(seconds, "segment_equipment", [...own, id.text], "run_seconds")
        ? []
        : [inconsistent("@prerequisites", id.text)],
    ),
    ...eachOnce(
      { zh: "工装", en: "tool" },
      [...(toolId ? [String(toolId)] : []), ...secondary.filter((id) => !isSkill(id))],
      shownTools,
      "@prerequisites",
    ),
    ...eachOnce(
      { zh: "技能", en: "skill" },
      [
        ...new Set(
          [row?.["skill"], ...held.map((one) => one["skill"])].filter((skill) => skill != null).map(String),
        ),
      ],
      at(prerequisites.skills),
      "@prerequisites",
    ),
    // A plant that keeps its people elsewhere has none here.
    ...(heldSkills.size > 0
      ? prerequisites.skills
          .filter(({ text }) => !heldSkills.has(text))
          .map(({ text }) =>
            problem(
              "unknown",
              "@prerequisites",
              `没有人具备技能 ${text}。`,
              `Nobody holds the skill ${text}.`,
            ),
          )
      : []),
    ...repeatedSteps.map(({ id }) =>
      problem("repeated", id, `步骤 ${id} 出现两次。`, `The step ${id} is there twice.`),
    ),
    ...figureProblems(instruction, store, own),
  ];
};
