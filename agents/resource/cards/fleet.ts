import type { Bilingual } from "../../../services/core/errors.ts";
import { allVehicles } from "../../../services/mes/queries/equipment.ts";
import { transportsUnderWay } from "../../../services/mes/queries/traffic.ts";
import { both, type CardOf, rowEvidence } from "./card.ts";

/** As many as a sentence holds, and as are shown. */
const mostTold = 4;
const mostShown = 24;

type Vehicle = Awaited<ReturnType<typeof allVehicles>>[number];
type Task = Awaited<ReturnType<ReturnType<typeof transportsUnderWay>["execute"]>>[number];
interface Member {
  readonly vehicle: Vehicle;
  readonly task: Task | undefined;
  /** The lower, the sooner it could be sent. */
  readonly rank: number;
  readonly doing: Bilingual;
  readonly place: string | null;
  readonly battery: string | null;
}

const memberOf = (vehicle: Vehicle, task: Task | undefined): Member => {
  const { online, errors, driving, load_id: load, x, y, battery, state } = vehicle;
  const [rank, zh, en] = !online
    ? [4, "离线", "offline"]
    : errors.length > 0
      ? [3, `${errors.length} 个故障`, `${errors.length} errors`]
      : task
        ? [
            2,
            `为 ${task.work_order_id} 送往 ${task.to_station}`,
            `to ${task.to_station} for ${task.work_order_id}`,
          ]
        : driving || load
          ? [2, load ? `载有 ${load}` : "行驶中", load ? `carries ${load}` : "driving"]
          : state?.batteryState?.charging
            ? [1, "空闲，充电中", "idle, charging"]
            : [0, "空闲", "idle"];
  return {
    vehicle,
    task,
    rank: Number(rank),
    doing: { zh: String(zh), en: String(en) },
    place: x === null || y === null ? null : `(${Math.round(x)}, ${Math.round(y)}) m`,
    battery: battery === null ? null : `${Math.round(battery)}%`,
  };
};

/** All vehicles of the plant: those that are idle first, each with its battery, where it is and what it does. */
export const fleetCard: CardOf = async (db, _id, now) => {
  const [vehicles, tasks] = await Promise.all([
    allVehicles(db),
    transportsUnderWay(db).where("t.vehicle_id", "is not", null).orderBy("t.changed_at", "desc").execute(),
  ]);
  const taskOf = new Map(tasks.map((task) => [task.vehicle_id, task]));
  const members = vehicles
    .map((vehicle) => memberOf(vehicle, taskOf.get(vehicle.id)))
    .toSorted((a, b) => a.rank - b.rank || (b.vehicle.battery ?? 0) - (a.vehicle.battery ?? 0));
  const idle = members.filter(({ rank }) => rank <= 1).length;
  const told = members.slice(0, mostTold);
  const listed = (language: "zh" | "en") =>
    told
      .map(({ vehicle, doing, battery, place }) =>
        [
          `${vehicle.id} ${doing[language]}`,
          battery ? (language === "zh" ? `电量 ${battery}` : `battery ${battery}`) : "",
          place ? (language === "zh" ? `在 ${place}` : `at ${place}`) : "",
        ]
          .filter(Boolean)
          .join(language === "zh" ? "，" : ", "),
      )
      .join(language === "zh" ? "；" : "; ");
  const more = members.length > told.length;
  const count = members.length;
  return {
    text: {
      zh: `${count} 台 AGV，${idle > 0 ? `${idle} 台空闲` : "没有空闲的"}：${listed("zh")}${more ? "；其余见下" : ""}。`,
      en: `${count} AGVs, ${idle > 0 ? `${idle} idle` : "none idle"}: ${listed("en")}${more ? "; the rest below" : ""}.`,
    },
    rows: members.slice(0, mostShown).map(({ vehicle, task, doing, battery, place }) => ({
      label: both(vehicle.id),
      value: [`${doing.zh} / ${doing.en}`, battery, place, task?.id].filter(Boolean).join(" · "),
    })),
    evidence: [
      rowEvidence("equipment", "AGV", "vehicle", { vehicles: count, idle }, now),
      ...members.slice(0, mostShown).map(({ vehicle, task, battery, place }) =>
        rowEvidence(
          "equipment",
          vehicle.id,
          "vehicle",
          {
            online: vehicle.online,
            driving: vehicle.driving,
            battery,
            place,
            load: vehicle.load_id,
            transport: task?.id ?? null,
            order: task?.work_order_id ?? null,
            to: task?.to_station ?? null,
            errors: vehicle.errors.length,
          },
          now,
        ),
      ),
    ],
  };
};
