import type { Insertable } from "kysely";
import type { Database } from "../schema.ts";
import { customers, parts, personName, products, segments } from "./catalogue.ts";
import { createRandom, type Random } from "./random.ts";

/** Rows by table, in an order that respects the references. */
export type SeedRows = { [Table in keyof Database]?: Insertable<Database[Table]>[] };

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** Monday 08:00 in the plant's time zone: when the demonstration begins. */
export const demoEpoch = new Date("2026-11-02T00:00:00Z");

const at = (days: number): Date =>
  new Date(demoEpoch.getTime() + Math.round((days * dayMs) / 60_000) * 60_000);

const areas = [
  {
    id: "SMT",
    zh: "贴片车间",
    en: "SMT area",
    process: "SMT",
    prefix: "SMT",
    count: 5,
    lineZh: "贴片",
    lineEn: "SMT line",
    kw: 48,
    calendar: "CAL-24",
    units: 1,
  },
  {
    id: "ASSY",
    zh: "装配车间",
    en: "Assembly area",
    process: "ASM",
    prefix: "ASM",
    count: 3,
    lineZh: "装配",
    lineEn: "Assembly line",
    kw: 9,
    calendar: "CAL-16",
    units: 1,
  },
  {
    id: "BURNIN",
    zh: "老化车间",
    en: "Burn-in area",
    process: "BI",
    prefix: "BI",
    count: 2,
    lineZh: "老化房",
    lineEn: "Burn-in chamber",
    kw: 30,
    calendar: "CAL-24",
    units: 100,
  },
  {
    id: "TEST",
    zh: "测试车间",
    en: "Test area",
    process: "FT",
    prefix: "FT",
    count: 4,
    lineZh: "功能测试",
    lineEn: "Functional test cell",
    kw: 6,
    calendar: "CAL-24",
    units: 1,
  },
] as const;
const numerals = ["一", "二", "三", "四", "五"];

const equipment = (): SeedRows => {
  const base = { state_code: null, state_reason: null, state_since: null, temperature_c: null };
  const rows: Insertable<Database["equipment"]>[] = [
    {
      ...base,
      id: "MILLWRIGHT",
      parent_id: null,
      level: "Enterprise",
      name_zh: "米尔莱特",
      name_en: "Millwright",
      area: null,
      process: null,
      calendar_id: null,
    },
    {
      ...base,
      id: "BINJIANG",
      parent_id: "MILLWRIGHT",
      level: "Site",
      name_zh: "滨江工厂",
      name_en: "Binjiang plant",
      area: null,
      process: null,
      calendar_id: null,
    },
    {
      ...base,
      id: "WAREHOUSE",
      parent_id: "BINJIANG",
      level: "Area",
      name_zh: "仓库",
      name_en: "Warehouse",
      area: "WAREHOUSE",
      process: null,
      calendar_id: null,
    },
  ];
  let sort = 0;
  for (const area of areas) {
    rows.push({
      ...base,
      id: area.id,
      parent_id: "BINJIANG",
      level: "Area",
      name_zh: area.zh,
      name_en: area.en,
      area: area.id,
      process: null,
      calendar_id: null,
    });
    for (let number = 1; number <= area.count; number += 1) {
      const id = `${area.prefix}-${number}`;
      const down = id === "SMT-4";
      rows.push({
        ...base,
        id,
        parent_id: area.id,
        level: "WorkCenter",
        name_zh: `${area.lineZh}${numerals[number - 1]}${area.process === "BI" ? "号" : "线"}`,
        name_en: `${area.lineEn} ${number}`,
        area: area.id,
        process: area.process,
        calendar_id: area.calendar,
        capacity_units: area.units,
        power_kw: area.kw,
        sort: sort++,
        ...(down ? { state_code: 5300, state_reason: "feeder jam", state_since: demoEpoch } : {}),
      });
    }
  }
  return {
    calendar: [
      { id: "CAL-24", name: "three shifts, every day" },
      { id: "CAL-16", name: "two shifts, Monday to Saturday" },
    ],
    calendar_shift: [0, 1, 2, 3, 4, 5, 6].flatMap((weekday) => [
      { calendar_id: "CAL-24", weekday, start_minute: 0, end_minute: 1_440 },
      ...(weekday === 0 ? [] : [{ calendar_id: "CAL-16", weekday, start_minute: 480, end_minute: 1_440 }]),
    ]),
    equipment: rows,
    calendar_exception: [
      {
        id: "CX-1",
        equipment_id: "SMT-5",
        start_time: at(1.25),
        end_time: at(1.5),
        reason: "preventive maintenance",
      },
      { id: "CX-2", equipment_id: "FT-3", start_time: at(2.0), end_time: at(2.25), reason: "calibration" },
      {
        id: "CX-3",
        equipment_id: "BI-2",
        start_time: at(4.0),
        end_time: at(4.3),
        reason: "chamber maintenance",
      },
    ],
    vehicle: [
      {
        id: "AGV-01",
        x: 0,
        y: 25,
        battery: 90,
        order_id: null,
        load_id: null,
        errors: "[]",
        changed_at: demoEpoch,
      },
    ],
  };
};

const skills = ["SMT-A", "SMT-B", "ASM-A", "BI-A", "FT-A", "FT-RF"] as const;

const people = (random: Random): SeedRows => {
  const rows = Array.from({ length: 72 }, (_, index) => {
    const { zh, en } = personName(index);
    // Every skill has people on every shift.
    const shift = Math.floor(index / skills.length) % 3;
    return {
      id: `P-${String(index + 1).padStart(3, "0")}`,
      name_zh: zh,
      name_en: en,
      role: index % 12 === 0 ? "line leader" : "operator",
      area: areas[index % areas.length]!.id,
      calendar_id: null,
      shift_start_minute: shift * 480,
      shift_end_minute: shift * 480 + 480,
    };
  });
  const qualification = rows.flatMap((person, index) => {
    const own = skills[index % skills.length]!;
    // The RF test skill has run out for everybody: the shop floor finds that out at a release, not before.
    const expires = own === "FT-RF" ? at(-2) : random.chance(0.1) ? at(-5) : at(random.int(60, 400));
    return [{ person_id: person.id, skill: own, expires_at: expires }];
  });
  return { person: rows, qualification };
};

const materialId = (number: number): string => `MAT-${String(number).padStart(5, "0")}`;
const materialCount = 1_500;

interface Bom {
  readonly product: string;
  readonly items: readonly {
    segment: number;
    position: number;
    material: string;
    per: number;
    alternates: string[];
  }[];
}

const materials = (random: Random) => {
  const kinds = Object.entries(parts);
  const component = Array.from({ length: materialCount }, (_, index) => {
    const [category, part] = kinds[index % kinds.length]!;
    const value = part.values[Math.floor(index / kinds.length) % part.values.length]!;
    return {
      id: materialId(index + 1),
      name_zh: `${part.zh} ${value}`,
      name_en: `${part.en} ${value}`,
      category,
      kind: "Component" as const,
    };
  });
  const product = products.map(({ id, zh, en }) => ({
    id,
    name_zh: zh,
    name_en: en,
    category: "finished",
    kind: "Product" as const,
  }));
  const byKind = new Map(
    kinds.map(([category]) => [category, component.filter((row) => row.category === category)]),
  );
  const boms = products.map(({ id }): Bom => {
    const count = random.int(25, 60);
    const chosen = random.sample(component, count);
    const items = chosen.map((material, position) => {
      const part = parts[material.category]!;
      const alternatives = byKind
        .get(material.category)!
        .filter((row) => row.name_en === material.name_en && row.id !== material.id);
      return {
        segment: part.smt ? 10 : 20,
        position: position + 1,
        material: material.id,
        per: random.int(part.per[0], part.per[1]),
        alternates: random.chance(0.2)
          ? random.sample(alternatives, random.int(1, 2)).map((row) => row.id)
          : [],
      };
    });
    return { product: id, items };
  });
  return { component, product, boms };
};

const workMasterId = (product: string): string => `WM-${product}`;

const workMasters = (random: Random, boms: readonly Bom[]): SeedRows => {
  const rows: Required<
    Pick<
      SeedRows,
      | "work_master"
      | "work_master_segment"
      | "segment_equipment"
      | "bom_item"
      | "bom_alternate"
      | "document"
      | "tool"
    >
  > = {
    work_master: [],
    work_master_segment: [],
    segment_equipment: [],
    bom_item: [],
    bom_alternate: [],
    document: [],
    tool: [],
  };
  for (const [index, product] of products.entries()) {
    const master = workMasterId(product.id);
    rows.work_master.push({ id: master, product_id: product.id });
    for (const segment of segments) {
      const tool =
        segment.process === "BI"
          ? null
          : `${segment.process === "SMT" ? "STENCIL" : "FIXTURE"}-${segment.process}-${product.id}`;
      const document = `WI-${segment.process}-${product.id}`;
      rows.work_master_segment.push({
        work_master_id: master,
        segment: segment.segment,
        name_zh: segment.zh,
        name_en: segment.en,
        process: segment.process,
        setup_family: `${segment.process}-F${product.family}`,
        batch_size: segment.process === "BI" ? 100 : 1,
        tool_id: tool,
        skill:
          segment.process === "SMT"
            ? `SMT-${index % 2 === 0 ? "A" : "B"}`
            : segment.process === "FT" && product.family === 4
              ? "FT-RF"
              : `${segment.process}-A`,
        document_id: document,
      });
      const [fastest, slowest] = segment.seconds;
      const seconds = random.int(fastest, slowest);
      // The demonstration's own products run on every line; others leave one out.
      const everywhere = index < 2;
      const left = everywhere
        ? segment.lines
        : segment.lines.filter(
            (_, line) => line !== index % segment.lines.length || segment.lines.length === 2,
          );
      for (const line of left)
        rows.segment_equipment.push({
          work_master_id: master,
          segment: segment.segment,
          equipment_id: line,
          run_seconds: Math.round(seconds * (0.92 + random.int(0, 16) / 100) * 10) / 10,
        });
      const version = random.int(1, 6);
      for (let number = Math.max(1, version - 1); number <= version; number += 1)
        rows.document.push({
          id: document,
          version: number,
          title_zh: `${product.zh} ${segment.zh}作业指导书`,
          title_en: `${product.en}: ${segment.en} work instruction`,
          // One product waits for its instruction: its newest version is under review and no other may be used.
          status:
            index === 5 && segment.segment === 10
              ? number === version
                ? "FOR_REVIEW"
                : "DEPRECATED"
              : number === version
                ? "ACTIVE"
                : "DEPRECATED",
          changed_at: at(-random.int(5, 300)),
        });
      if (tool)
        rows.tool.push({
          id: tool,
          name_zh: segment.process === "SMT" ? `钢网 ${product.id}` : `工装 ${product.id}`,
          name_en: `${segment.process === "SMT" ? "Stencil" : "Fixture"} ${product.id}`,
          kind: segment.process === "SMT" ? "stencil" : "fixture",
          status: index === 7 && segment.segment === 10 ? "Maintenance" : "Available",
          location: `TOOL-${random.int(1, 40)}`,
          cycles_left: random.int(2_000, 60_000),
        });
    }
    for (const item of boms[index]!.items) {
      const key = { work_master_id: master, segment: item.segment, position: item.position };
      rows.bom_item.push({ ...key, material_id: item.material, quantity_per: item.per });
      for (const [rank, alternate] of item.alternates.entries())
        rows.bom_alternate.push({ ...key, material_id: alternate, rank: rank + 1 });
    }
  }
  return rows;
};

const setups = (random: Random): SeedRows => {
  const minutes = { SMT: [18, 42], ASM: [8, 16], BI: [5, 8], FT: [10, 22] } as const;
  const families = [0, 1, 2, 3, 4, 5];
  return {
    setup_time: Object.entries(minutes).flatMap(([process, [from, to]]) =>
      families.flatMap((a) =>
        families.map((b) => ({
          process,
          from_family: `${process}-F${a}`,
          to_family: `${process}-F${b}`,
          seconds: a === b ? 0 : random.int(from, to) * 60,
        })),
      ),
    ),
  };
};

const orderCount = 300;
/** Orders that the demonstration names, so that what is said about them stays true for every seed. */
const named: Readonly<Record<number, { product: number; quantity: number; priority: number; due: number }>> =
  {
    1042: { product: 0, quantity: 48, priority: 2, due: 2.5 },
    1107: { product: 1, quantity: 52, priority: 2, due: 3 },
    1080: { product: 9, quantity: 320, priority: 5, due: 0.6 },
    1055: { product: 12, quantity: 180, priority: 4, due: 4 },
  };

const orders = (random: Random): Required<Pick<SeedRows, "sales_order" | "work_order">> => {
  const work = Array.from({ length: orderCount }, (_, index) => {
    const number = 1_001 + index;
    const fixed = named[number];
    const product = products[fixed?.product ?? random.int(2, products.length - 1)]!;
    const due = fixed?.due ?? 2 + (index / orderCount) * 12 + random.int(-10, 10) / 10;
    const held = [1_013, 1_077, 1_154, 1_201, 1_266].includes(number);
    return {
      id: `WO-${number}`,
      sales_order_id: `SO-${2_001 + Math.floor(index / 3)}`,
      product_id: product.id,
      work_master_id: workMasterId(product.id),
      quantity: fixed?.quantity ?? random.int(2, 40) * 10,
      priority: fixed?.priority ?? random.pick([1, 2, 3, 3, 4, 5, 5, 6, 7]),
      release_time: fixed ? demoEpoch : at(Math.max(0, due - random.int(40, 90) / 10)),
      due_time: at(due),
      status: "Waiting" as const,
      held,
      hold_reason: held ? "customer change request" : null,
    };
  });
  const sales = [...new Set(work.map((order) => order.sales_order_id))].map((id) => {
    const customer = random.pick(customers);
    const promised = Math.max(
      ...work.filter((order) => order.sales_order_id === id).map((order) => order.due_time.getTime()),
    );
    return { id, customer: customer.name, customer_class: customer.class, promised_time: new Date(promised) };
  });
  return { sales_order: sales, work_order: work };
};

const stock = (
  random: Random,
  boms: readonly Bom[],
  work: readonly Insertable<Database["work_order"]>[],
  ids: readonly string[],
): SeedRows => {
  const demand = new Map<string, number>();
  const bomOf = new Map(boms.map((bom) => [bom.product, bom]));
  for (const order of work)
    for (const item of bomOf.get(order.product_id)!.items)
      demand.set(item.material, (demand.get(item.material) ?? 0) + item.per * order.quantity);
  const plenty = new Set(boms.slice(0, 2).flatMap((bom) => bom.items.map((item) => item.material)));
  // The short order's own critical parts, and a few parts that gate many orders.
  const scarce = new Set(
    boms[12]!.items
      .filter((item) => !plenty.has(item.material))
      .slice(0, 2)
      .map((item) => item.material),
  );
  const lots: Insertable<Database["material_lot"]>[] = [];
  const receipts: Insertable<Database["expected_receipt"]>[] = [];
  for (const id of ids) {
    const total = demand.get(id) ?? random.int(50, 5_000);
    const golden = !plenty.has(id) && random.chance(0.015);
    const share = plenty.has(id) ? 1.2 : scarce.has(id) ? 0 : golden ? 0.4 : random.int(92, 150) / 100;
    let open = Math.floor(total * share);
    const count = random.int(1, 3);
    for (let lot = 0; lot < count && open > 0; lot += 1) {
      const quantity = lot === count - 1 ? open : Math.ceil(open / (count - lot));
      open -= quantity;
      lots.push({
        id: `LOT-${String(lots.length + 1).padStart(6, "0")}`,
        material_id: id,
        quantity,
        status: "Released",
        location: `WH-${random.pick(["A", "B", "C", "D"])}${random.int(1, 60)}`,
        expires_at: random.chance(0.2) ? at(random.int(30, 300)) : null,
      });
    }
    if (scarce.has(id) || random.chance(0.03))
      lots.push({
        id: `LOT-${String(lots.length + 1).padStart(6, "0")}`,
        material_id: id,
        quantity: Math.ceil(total * 0.3) + 10,
        status: random.chance(0.7) ? "Quarantine" : "Blocked",
        location: "WH-Q1",
        expires_at: null,
      });
    const missing = total - Math.floor(total * share);
    if (missing > 0) {
      const parts = random.int(1, 2);
      for (let part = 0; part < parts; part += 1)
        receipts.push({
          id: `RCV-${String(receipts.length + 1).padStart(5, "0")}`,
          material_id: id,
          quantity: Math.ceil((missing * 1.1) / parts),
          expected_time: at(random.int(5, 60) / 10 + part * 1.5),
          supplier: `V-${random.int(100, 180)}`,
          reliability: random.int(70, 100) / 100,
        });
    }
  }
  return { material_lot: lots, expected_receipt: receipts };
};

/** Some orders have left their first segment already when the demonstration begins. */
const history = (random: Random, work: readonly Insertable<Database["work_order"]>[]): SeedRows => {
  const job: Insertable<Database["job_order"]>[] = [];
  for (const order of work.slice(0, 24)) {
    const line = segments[0].lines[random.int(0, 4)]!;
    const end = new Date(demoEpoch.getTime() - random.int(1, 40) * hourMs);
    const start = new Date(end.getTime() - order.quantity * 40_000);
    job.push({
      id: `JO-${order.id.replace("WO-", "")}-10`,
      work_order_id: order.id,
      segment: 10,
      equipment_id: line,
      quantity: order.quantity,
      good: order.quantity,
      dispatch_status: "Completed",
      released_by: "li.wei",
      tool_call_id: null,
      planned_start: start,
      actual_start: start,
      actual_end: end,
      changed_at: end,
    });
  }
  return { job_order: job };
};

/** The whole demonstration plant; the same seed gives the same rows. */
export const plantRows = (seed: number): SeedRows[] => {
  const random = createRandom(seed);
  const { component, product, boms } = materials(random);
  const masters = workMasters(random, boms);
  const { sales_order, work_order } = orders(random);
  const done = new Set(work_order.slice(0, 24).map((order) => order.id));
  return [
    equipment(),
    people(random),
    { material: [...component, ...product] },
    { tool: masters.tool!, document: masters.document! },
    { work_master: masters.work_master!, work_master_segment: masters.work_master_segment! },
    { segment_equipment: masters.segment_equipment!, bom_item: masters.bom_item! },
    { bom_alternate: masters.bom_alternate! },
    setups(random),
    { sales_order },
    {
      work_order: work_order.map((order) =>
        done.has(order.id) ? { ...order, status: "Released" as const } : order,
      ),
    },
    stock(
      random,
      boms,
      work_order,
      component.map((row) => row.id),
    ),
    history(random, work_order),
  ];
};
