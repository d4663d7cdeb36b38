import { type Field, toCsv } from "../../../services/mes/import/text.ts";
import type { Plant } from "../plant-generator.ts";

const dayMs = 86_400_000;
const zoneMs = 8 * 3_600_000;
const minutesADay = 1_440;
const week = [0, 1, 2, 3, 4, 5, 6];

/** Midnight of the plant's day that a moment is in. */
export const dayOf = (time: Date): Date =>
  new Date(Math.floor((time.getTime() + zoneMs) / dayMs) * dayMs - zoneMs);

const textOf = (time: Date): string => new Date(time.getTime() + zoneMs).toISOString().replace("Z", "+08:00");

/**
 * The generated plant as the CSV files of docs/import.md, by their names: so a house is given what the planner's benchmark
 * is given. Weights become priorities, each product gets a work master.
 *
 * @param start Time 0 of the plant; a midnight of its zone.
 */
export const plantFiles = (
  { problem, stages, masters, demand }: Plant,
  start: Date,
): Readonly<Record<string, string>> => {
  const at = (seconds: number) => textOf(new Date(start.getTime() + seconds * 1_000));
  const firstDay = new Date(start.getTime() + zoneMs).getUTCDay();
  const closedDay = (firstDay + 6) % 7;
  const calendarOf = (shifts: number) => `CAL-${shifts}`;
  const segmentOf = (stage: number) => 10 * (stage + 1);
  const productOf = (product: number) => `PR-${product + 1}`;
  const masterOf = (product: number) => `WM-PR-${product + 1}`;
  const material = (id: string, category: string, kind: string) => ({
    id,
    name_zh: `物料 ${id}`,
    name_en: `Part ${id}`,
    category,
    unit: "pcs",
    kind,
  });
  const stageOf = new Map(stages.map((stage) => [stage.name, stage]));
  const place = (id: string, parent: string, level: string, rest: Record<string, Field> = {}) => ({
    id,
    parent_id: parent,
    level,
    name_zh: id,
    name_en: id,
    area: "",
    process: "",
    calendar_id: "",
    capacity_units: 1,
    power_kw: 0,
    sort: 0,
    ...rest,
  });

  /** Lines of a bill by master, each with its position in its segment. */
  const billOf = masters.map(({ bill }) => {
    const positions = new Map<number, number>();
    return bill.map((line) => {
      const segment = segmentOf(stages.findIndex(({ name }) => name === line.stage));
      const position = (positions.get(segment) ?? 0) + 1;
      positions.set(segment, position);
      return { ...line, segment, position };
    });
  });
  const rows: Record<string, Record<string, Field>[]> = {
    calendars: [...new Set(stages.map(({ shifts }) => shifts))].map((shifts) => ({
      id: calendarOf(shifts),
      name: `${shifts} shifts, six days`,
    })),
    calendar_shifts: [...new Set(stages.map(({ shifts }) => shifts))].flatMap((shifts) =>
      week
        .filter((day) => day !== closedDay)
        .map((weekday) => ({
          calendar_id: calendarOf(shifts),
          weekday,
          start_minute: 0,
          end_minute: shifts === 3 ? minutesADay - 60 : shifts * 480,
        })),
    ),
    equipment: [
      place("PLANT", "", "Enterprise"),
      place("SITE", "PLANT", "Site"),
      ...stages.map(({ name }) => place(`${name}-AREA`, "SITE", "Area", { area: name })),
      ...problem.resources.map(({ id }, sort) => {
        const [area] = id.split("-") as [string];
        return place(id, `${area}-AREA`, "WorkCenter", {
          area,
          process: area,
          calendar_id: calendarOf(stageOf.get(area)!.shifts),
          power_kw: 10,
          sort: sort + 1,
        });
      }),
    ],
    materials: [
      ...problem.materials.map(({ id }) => material(id, "part", "Component")),
      ...masters.map((_, product) => material(productOf(product), "finished", "Product")),
    ],
    lots: problem.materials
      .filter(({ stock }) => stock > 0)
      .map(({ id, stock }) => ({
        id: `LOT-${id}`,
        material_id: id,
        quantity: stock,
        status: "Released",
        location: "A-01",
        expires_at: "",
      })),
    receipts: problem.materials.flatMap(({ id, receipts }) =>
      receipts.map(({ time, quantity }, index) => ({
        id: `RCV-${id}-${index + 1}`,
        material_id: id,
        quantity,
        expected_time: at(time),
        supplier: "V-1",
        reliability: 1,
      })),
    ),
    work_masters: masters.map((_, product) => ({
      id: masterOf(product),
      product_id: productOf(product),
      version: "1",
    })),
    segments: masters.flatMap(({ family }, product) =>
      stages.map(({ name, hasSetups, lag }, stage) => ({
        work_master_id: masterOf(product),
        segment: segmentOf(stage),
        name_zh: name,
        name_en: name,
        process: name,
        setup_family: hasSetups ? family : "NONE",
        batch_size: 1,
        tool_id: "",
        skill: "",
        document_id: "",
        lag_seconds: lag,
      })),
    ),
    segment_equipment: masters.flatMap(({ approved }, product) =>
      approved.flatMap((able, stage) =>
        able.map(({ resource, speed }) => ({
          work_master_id: masterOf(product),
          segment: segmentOf(stage),
          equipment_id: resource,
          run_seconds: (stages[stage]!.secondsAPiece * speed).toFixed(4),
        })),
      ),
    ),
    setup_times: (problem.setups ?? []).map(({ group, from, to, seconds }) => ({
      process: group,
      from_family: from,
      to_family: to,
      seconds,
    })),
    bom: billOf.flatMap((lines, product) =>
      lines.map(({ segment, position, material: material_id, each }) => ({
        work_master_id: masterOf(product),
        segment,
        position,
        material_id,
        quantity_per: each,
      })),
    ),
    bom_alternates: billOf.flatMap((lines, product) =>
      lines.flatMap(({ segment, position, alternates }) =>
        alternates.map((material_id, index) => ({
          work_master_id: masterOf(product),
          segment,
          position,
          material_id,
          rank: index + 1,
        })),
      ),
    ),
    work_orders: problem.orders.map(({ id, weight, release, due }, index) => ({
      id,
      sales_order_id: "",
      product_id: productOf(demand[index]!.product),
      work_master_id: masterOf(demand[index]!.product),
      quantity: demand[index]!.quantity,
      priority: 10 - weight,
      release_time: at(release),
      due_time: at(due),
      status: "Waiting",
      held: false,
      hold_reason: "",
    })),
  };
  return Object.fromEntries(Object.entries(rows).map(([table, list]) => [`${table}.csv`, toCsv(list)]));
};
