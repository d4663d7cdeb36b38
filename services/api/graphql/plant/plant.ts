import { plantZone } from "../../../core/zone.ts";
import { plantNow, readClock } from "../../../mes/clock.ts";
import {
  allLines,
  allVehicles,
  type Line,
  type LineJob,
  type LineTemperature,
  type Stock,
  stockOf,
  temperatureOf,
} from "../../../mes/queries/equipment.ts";
import { builder } from "../builder.ts";

export const BilingualText = builder.objectRef<{ zh: string; en: string }>("BilingualText").implement({
  description: "The same text in Chinese and English.",
  fields: (t) => ({ zh: t.exposeString("zh"), en: t.exposeString("en") }),
});

const JobSummary = builder.objectRef<LineJob>("LineJob").implement({
  description: "A released job at a line.",
  fields: (t) => ({
    id: t.exposeID("id"),
    workOrderId: t.exposeString("workOrderId"),
    segment: t.exposeInt("segment"),
    status: t.exposeString("status", {
      description: "ISA-95 dispatch status, such as Dispatched, Ready or Running.",
    }),
    good: t.exposeInt("good"),
    scrap: t.exposeInt("scrap"),
    quantity: t.exposeInt("quantity"),
  }),
});

const LineTemperatureType = builder.objectRef<LineTemperature>("LineTemperature").implement({
  description: "A temperature of a line, as one of its devices told it last.",
  fields: (t) => ({
    device: t.exposeString("device", {
      description: "Sparkplug device that measures it; LINE is the line itself.",
    }),
    celsius: t.exposeFloat("celsius", { description: "In °C." }),
    readAt: t.expose("readAt", { type: "DateTime", description: "When it was read; plant time." }),
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
    stateReason: t.exposeString("stateReason", {
      nullable: true,
      description: "Why it is in that state, in the machine's words; null where it says nothing.",
    }),
    stateSince: t.expose("stateSince", {
      type: "DateTime",
      nullable: true,
      description: "Since when; null before its first report. Plant time.",
    }),
    energyKWh: t.exposeFloat("energyKWh"),
    temperatureC: t.float({
      nullable: true,
      description:
        "Temperature in °C that the line itself tells, else the highest of its devices; null where none is measured.",
      resolve: ({ temperatures }) => temperatureOf(temperatures),
    }),
    temperatures: t.field({
      type: [LineTemperatureType],
      description: "What each device of the line that measures a temperature told last.",
      resolve: ({ temperatures }) => temperatures,
    }),
    currentJob: t.expose("currentJob", {
      type: JobSummary,
      nullable: true,
      description: "Job order that runs; null while none does.",
    }),
    queued: t.int({ description: "How many job orders wait.", resolve: (line) => line.queue.length }),
    queue: t.field({
      type: [JobSummary],
      description: "Released job orders that wait at the line, in order.",
      resolve: (line) => [...line.queue],
    }),
  }),
});

type VehicleRow = Awaited<ReturnType<typeof allVehicles>>[number];
const VehicleType = builder.objectRef<VehicleRow>("Vehicle").implement({
  description: "An automated guided vehicle, as it last reported.",
  fields: (t) => ({
    id: t.exposeID("id"),
    online: t.exposeBoolean("online"),
    x: t.exposeFloat("x", {
      nullable: true,
      description: "Place on the map (VDA 5050 agvPosition), m; null where it does not know it.",
    }),
    y: t.exposeFloat("y", {
      nullable: true,
      description: "Place on the map (VDA 5050 agvPosition), m; null where it does not know it.",
    }),
    driving: t.exposeBoolean("driving", { description: "Whether it moves (VDA 5050 driving)." }),
    battery: t.exposeFloat("battery", {
      nullable: true,
      description: "Charge in percent; null before its first report.",
    }),
    orderId: t.exposeString("order_id", {
      nullable: true,
      description: "VDA 5050 orderId in hand; null without an order.",
    }),
    loadId: t.exposeString("load_id", {
      nullable: true,
      description: "Requisition that it carries (VDA 5050 loadId); null while it is empty.",
    }),
    heardTime: t.expose("changed_at", {
      type: "DateTime",
      description:
        "When it was heard last; plant time. forgetVehicle takes one off that is not there any more.",
    }),
    charging: t.boolean({
      description: "Whether it charges (VDA 5050 batteryState.charging).",
      resolve: ({ state }) => state?.batteryState.charging === true,
    }),
    mapId: t.string({
      nullable: true,
      description: "The map that it says to be on (VDA 5050 mapId); null where it does not know.",
      resolve: ({ state }) => state?.agvPosition?.mapId ?? null,
    }),
  }),
});

const StockType = builder.objectRef<Stock>("MaterialStock").implement({
  description: "Stock of one material definition.",
  fields: (t) => ({
    id: t.exposeID("id"),
    name: t.field({ type: BilingualText, resolve: (stock) => ({ zh: stock.nameZh, en: stock.nameEn }) }),
    category: t.exposeString("category", {
      description: "Group of materials in the plant's words, such as chip or screw.",
    }),
    onHand: t.exposeInt("onHand"),
    reserved: t.exposeInt("reserved"),
    blocked: t.exposeInt("blocked"),
    lots: t.field({
      type: "JSON",
      description:
        "Material lots (ISA-95): `id`, `quantity`, `reserved`, `status`, `location`, `expires_at`, `vendor`, `bin`.",
      resolve: (stock) => stock.lots,
    }),
    expectedReceipts: t.field({
      type: "JSON",
      description: "What is expected, the earliest first: `id`, `quantity`, `expected_time`, `supplier`.",
      resolve: (stock) => stock.receipts,
    }),
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
    plantAnchor: t.exposeFloat("plantAnchor", {
      description: "Plant time of the anchor, ms since the Unix epoch.",
    }),
    wallAnchor: t.exposeFloat("wallAnchor", {
      description: "Wall time of the anchor, ms since the Unix epoch.",
    }),
    speed: t.exposeFloat("speed", {
      description: "Plant seconds in a second of wall time; 1 in a real plant.",
    }),
    wallNow: t.float({
      description: "The server's wall time, ms since the Unix epoch; a client reckons its own offset by it.",
      resolve: () => Date.now(),
    }),
    timeZone: t.string({
      description: "Name of the plant's time zone in the IANA database.",
      resolve: () => plantZone().name,
    }),
  }),
});

builder.queryFields((t) => ({
  clock: t.field({
    type: ClockType,
    description: "The clock that plant time goes by.",
    resolve: (_root, _args, { db }) => readClock(db),
  }),
  lines: t.field({
    type: [LineType],
    description: "Production lines (ISA-95 work centres) in the order of the floor.",
    resolve: (_root, _args, { db }) => allLines(db),
  }),
  vehicles: t.field({
    type: [VehicleType],
    description: "Automated guided vehicles, as they last reported.",
    resolve: (_root, _args, { db }) => allVehicles(db),
  }),
  materialStock: t.field({
    type: StockType,
    nullable: true,
    description: "Stock of one material; null where there is no such material.",
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, { id }, { db }) => stockOf(db, String(id), await plantNow(db)),
  }),
}));
