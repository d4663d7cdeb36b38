import { MillwrightError } from "../../../services/core/errors.ts";
import { transportsUnderWay } from "../../../services/mes/queries/traffic.ts";
import { formatPlantTime } from "../../runtime/format.ts";
import { type CardOf, rowEvidence } from "./card.ts";

/** A vehicle: where it is, what it carries and where to, its battery and its errors. */
export const vehicleCard: CardOf = async (db, id, now) => {
  const vehicle = await db.selectFrom("vehicle").selectAll().where("id", "=", id).executeTakeFirst();
  if (!vehicle) throw new MillwrightError("NOT_FOUND", { kind: "vehicle", id });
  const transport = await transportsUnderWay(db)
    .where("t.vehicle_id", "=", id)
    .orderBy("t.changed_at")
    .executeTakeFirst();
  const place =
    vehicle.x === null || vehicle.y === null ? null : `${Math.round(vehicle.x)}, ${Math.round(vehicle.y)}`;
  const errors = vehicle.errors.length;
  const task = transport && {
    zh: `正在执行 ${transport.id}：为 ${transport.work_order_id} 从 ${transport.from_station} 送往 ${transport.to_station}`,
    en: `on ${transport.id} for ${transport.work_order_id}, from ${transport.from_station} to ${transport.to_station}`,
  };
  const zh = [
    `${id} ${vehicle.online ? (vehicle.driving ? "行驶中" : "停着") : "离线"}`,
    place ? `位置 (${place}) m` : "",
    vehicle.battery === null ? "" : `电量 ${Math.round(vehicle.battery)}%`,
    vehicle.load_id ? `载有 ${vehicle.load_id}` : "空载",
    task ? task.zh : "没有任务",
    errors > 0 ? `${errors} 个故障` : "",
  ];
  const en = [
    `${id} is ${vehicle.online ? (vehicle.driving ? "driving" : "standing") : "offline"}`,
    place ? `at (${place}) m` : "",
    vehicle.battery === null ? "" : `battery ${Math.round(vehicle.battery)}%`,
    vehicle.load_id ? `carries ${vehicle.load_id}` : "empty",
    task ? task.en : "no transport in hand",
    errors > 0 ? `${errors} errors` : "",
  ];
  return {
    text: { zh: `${zh.filter(Boolean).join("，")}。`, en: `${en.filter(Boolean).join(", ")}.` },
    evidence: [
      rowEvidence(
        "equipment",
        id,
        "vehicle",
        {
          online: vehicle.online,
          driving: vehicle.driving,
          place,
          battery: vehicle.battery === null ? null : Math.round(vehicle.battery),
          load: vehicle.load_id,
          transport: transport?.id ?? null,
          from: transport?.from_station ?? null,
          to: transport?.to_station ?? null,
          errors,
          reported: formatPlantTime(vehicle.changed_at),
        },
        now,
      ),
    ],
    ...(transport ? { mentioned: { order: transport.work_order_id } } : {}),
  };
};
