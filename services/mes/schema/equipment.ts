import type { Generated } from "kysely";

/** Equipment and what it needs beside it (ISA-95 role-based equipment): calendars, tools, secondary resources. */
export interface EquipmentTables {
  equipment: EquipmentTable;
  line_temperature: LineTemperatureTable;
  calendar: CalendarTable;
  calendar_shift: CalendarShiftTable;
  calendar_exception: CalendarExceptionTable;
  tool: ToolTable;
  secondary_resource: SecondaryResourceTable;
  secondary_outage: SecondaryOutageTable;
}

export interface EquipmentTable {
  id: string;
  parent_id: string | null;
  level: "Enterprise" | "Site" | "Area" | "WorkCenter" | "WorkUnit";
  name_zh: string;
  name_en: string;
  area: string | null;
  /** Which segments it runs: SMT, ASM, BI, FT. */
  process: string | null;
  calendar_id: string | null;
  /** Units that are processed at once: 1, or a chamber's load. */
  capacity_units: Generated<number>;
  power_kw: Generated<number>;
  /** CFX station state; null while offline. */
  state_code: number | null;
  state_reason: string | null;
  /** When it came into this state, whatever reasons it has given for it since. */
  state_since: Date | null;
  /** When it told its state last; null before it has told any itself. */
  state_told: Generated<Date | null>;
  energy_kwh: Generated<number>;
  sort: Generated<number>;
}

export interface LineTemperatureTable {
  line: string;
  /** Sparkplug device that measures it. */
  device: string;
  /** What it told last. */
  celsius: number;
  read_at: Date;
}

export interface CalendarTable {
  id: string;
  name: string;
}

/** Minutes are counted from midnight in the plant's time zone; an end past 1440 runs into the next day. */
export interface CalendarShiftTable {
  calendar_id: string;
  /** 0 is Sunday. */
  weekday: number;
  start_minute: number;
  end_minute: number;
}

export interface CalendarExceptionTable {
  id: string;
  equipment_id: string;
  start_time: Date;
  end_time: Date;
  reason: string;
}

export interface ToolTable {
  id: string;
  name_zh: string;
  name_en: string;
  kind: string;
  status: "Available" | "InUse" | "Maintenance" | "Missing";
  location: string;
  cycles_left: number;
}

/** What a segment holds beside its line: a stencil, a feeder cart, a person of a skill. */
export interface SecondaryResourceTable {
  id: string;
  name_zh: string;
  name_en: string;
  kind: "Tool" | "Stencil" | "Feeder" | "Fixture" | "Skill";
  /** Units at once; null for a skill, whose units are the people who have it. */
  capacity: number | null;
  calendar_id: string | null;
  skill: string | null;
}

export interface SecondaryOutageTable {
  id: string;
  secondary_id: string;
  units: number;
  start_time: Date;
  end_time: Date;
  reason: string;
}
