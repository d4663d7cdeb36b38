import type { Insertable } from "kysely";
import { demoRoadmap, demoVehicles } from "../../protocols/roadmap/demo.ts";
import { stationState } from "../../protocols/sparkplug/names.ts";
import type { Database } from "../schema.ts";
import { personName } from "./catalogue.ts";
import type { Random } from "./random.ts";
import type { SeedRows } from "./rows.ts";
import { at, demoEpoch } from "./time.ts";

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

/** Site of the demonstration plant. */
export const demoSite = "BINJIANG";

/** Where each stands until it reports. */
export const vehicles = (): Insertable<Database["vehicle"]>[] => {
  const nodes = new Map(demoRoadmap().nodes.map((node) => [node.id, node]));
  return demoVehicles.map(({ serialNumber, manufacturer, home }) => ({
    id: serialNumber,
    manufacturer,
    x: nodes.get(home)!.x,
    y: nodes.get(home)!.y,
    battery: 90,
    order_id: null,
    load_id: null,
    errors: "[]",
    changed_at: demoEpoch(),
  }));
};

export const equipment = (): SeedRows => {
  const base = { state_code: null, state_reason: null, state_since: null };
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
      id: demoSite,
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
      parent_id: demoSite,
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
      parent_id: demoSite,
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
        ...(down
          ? { state_code: stationState.down, state_reason: "feeder jam", state_since: demoEpoch() }
          : {}),
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
  };
};

const skills = ["SMT-A", "SMT-B", "ASM-A", "BI-A", "FT-A", "FT-RF"] as const;

export const people = (random: Random): SeedRows => {
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
