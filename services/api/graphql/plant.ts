import { plantZone } from "../../core/zone.ts";
import { plantNow, readClock } from "../../mes/clock.ts";
import {
  allLines,
  allVehicles,
  type Line,
  type LineJob,
  type Stock,
  stockOf,
} from "../../mes/queries/equipment.ts";
import { builder } from "./builder.ts";

export const BilingualText = builder.objectRef<{ zh: string; en: string }>("BilingualText").implement({
  fields: (t) => ({ zh: t.exposeString("zh"), en: t.exposeString("en") }),
});

const JobSummary = builder.objectRef<LineJob>("LineJob").implement({
  description: "A released job at a line.",
  fields: (t) => ({
    id: t.exposeID("id"),
    workOrderId: t.exposeString("workOrderId"),
    segment: t.exposeInt("segment"),
    status: t.exposeString("status"),
    good: t.exposeInt("good"),
    scrap: t.exposeInt("scrap"),
    quantity: t.exposeInt("quantity"),
  }),
});

const LineType = builder.objectRef<Line>("Line").implement({
  description: "A production line (ISA-95 work centre) with its live state.",
  fields: (t) => ({
    id: t.exposeID("id"),
    name: t.field({ type: BilingualText, resolve: (line) => ({ zh: line.nameZh, en: line.nameEn }) }),
    area: t.exposeString("area"),
    process: t.exposeString("process"),
    stateCode: t.exposeInt("stateCode", {
      nullable: true,
      description: "CFX station state; null while offline.",
    }),
    stateReason: t.exposeString("stateReason", { nullable: true }),
    stateSince: t.expose("stateSince", { type: "DateTime", nullable: true }),
    energyKWh: t.exposeFloat("energyKWh"),
    temperatureC: t.exposeFloat("temperatureC", { nullable: true }),
    currentJob: t.expose("currentJob", { type: JobSummary, nullable: true }),
    queued: t.int({ resolve: (line) => line.queue.length }),
    queue: t.field({ type: [JobSummary], resolve: (line) => [...line.queue] }),
  }),
});

type VehicleRow = Awaited<ReturnType<typeof allVehicles>>[number];
const VehicleType = builder.objectRef<VehicleRow>("Vehicle").implement({
  description: "An automated guided vehicle, as it last reported.",
  fields: (t) => ({
    id: t.exposeID("id"),
    online: t.exposeBoolean("online"),
    x: t.exposeFloat("x", { nullable: true }),
    y: t.exposeFloat("y", { nullable: true }),
    driving: t.exposeBoolean("driving"),
    battery: t.exposeFloat("battery", { nullable: true }),
    orderId: t.exposeString("order_id", { nullable: true }),
    loadId: t.exposeString("load_id", { nullable: true }),
  }),
});

const StockType = builder.objectRef<Stock>("MaterialStock").implement({
  description: "Stock of one material definition.",
  fields: (t) => ({
    id: t.exposeID("id"),
    name: t.field({ type: BilingualText, resolve: (stock) => ({ zh: stock.nameZh, en: stock.nameEn }) }),
    category: t.exposeString("category"),
    onHand: t.exposeInt("onHand"),
    reserved: t.exposeInt("reserved"),
    blocked: t.exposeInt("blocked"),
    lots: t.field({ type: "JSON", resolve: (stock) => stock.lots }),
    expectedReceipts: t.field({ type: "JSON", resolve: (stock) => stock.receipts }),
  }),
});

interface ClockView {
  readonly plantAnchor: number;
  readonly wallAnchor: number;
  readonly speed: number;
}
const ClockType = builder.objectRef<ClockView>("PlantClock").implement({
  description: "Plant time = plantAnchor + (wall - wallAnchor) * speed; ms since the Unix epoch.",
  fields: (t) => ({
    plantAnchor: t.exposeFloat("plantAnchor"),
    wallAnchor: t.exposeFloat("wallAnchor"),
    speed: t.exposeFloat("speed"),
    wallNow: t.float({ resolve: () => Date.now() }),
    timeZone: t.string({
      description: "Name of the plant's time zone in the IANA database.",
      resolve: () => plantZone().name,
    }),
  }),
});

builder.queryFields((t) => ({
  clock: t.field({ type: ClockType, resolve: (_root, _args, { db }) => readClock(db) }),
  lines: t.field({ type: [LineType], resolve: (_root, _args, { db }) => allLines(db) }),
  vehicles: t.field({ type: [VehicleType], resolve: (_root, _args, { db }) => allVehicles(db) }),
  materialStock: t.field({
    type: StockType,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, { id }, { db }) => stockOf(db, String(id), await plantNow(db)),
  }),
}));
