import type { Checkpoint, PatrolRoute } from "./description.ts";

/** The robot that goes the demonstration's rounds. */
export const demoPatroller = "PATROL-1";

const point = (
  id: string,
  nameZh: string,
  nameEn: string,
  [x, y]: readonly [number, number],
  ...checks: Checkpoint["checks"]
): Checkpoint => ({ id, nameZh, nameEn, x, y, checks });
type Check = Checkpoint["checks"][number];
const measured = (
  id: string,
  kind: Check["kind"],
  nameZh: string,
  nameEn: string,
  unit: string,
  [lower, upper]: readonly [number | null, number | null],
  severity: Check["severity"] = "Warning",
): Check => ({ id, kind, nameZh, nameEn, unit, lower, upper, severity });
const seen = (
  id: string,
  kind: Check["kind"],
  nameZh: string,
  nameEn: string,
  severity: Check["severity"] = "Warning",
): Check => ({ id, kind, nameZh, nameEn, unit: "", lower: null, upper: null, severity });

const switchboard = measured(
  "surface",
  "temperature",
  "配电柜表面温度",
  "Surface of the switchboard",
  "°C",
  [null, 60],
  "Critical",
);

/** The demonstration's rounds: through all areas every two hours, and around the burn-in chambers every hour. */
export const demoRoutes = (): PatrolRoute[] => [
  {
    id: "PR-1",
    nameZh: "全厂巡检",
    nameEn: "Round of the site",
    patroller: demoPatroller,
    firstMinute: 0,
    everyMinutes: 120,
    graceMinutes: 20,
    checkpoints: [
      point(
        "CP-WH",
        "仓库",
        "Warehouse",
        [4, 44],
        measured(
          "humidity",
          "humidity",
          "湿敏件区湿度",
          "Humidity at moisture-sensitive parts",
          "%RH",
          [20, 60],
        ),
        seen("exit", "fireExit", "仓库消防通道畅通", "Fire exit of the warehouse is clear", "Critical"),
      ),
      point(
        "CP-SMT",
        "贴片车间",
        "SMT area",
        [18, 51],
        measured("temperature", "temperature", "车间温度", "Temperature", "°C", [20, 27]),
        measured("n2", "gauge", "氮气压力表", "Nitrogen pressure gauge", "MPa", [0.45, 0.7], "Critical"),
        seen("aisle", "blockedAisle", "主通道畅通", "Main aisle is clear"),
      ),
      point(
        "CP-ASM",
        "装配车间",
        "Assembly area",
        [48, 51],
        seen("esd", "esd", "防静电手环在用", "Wrist straps are worn"),
        measured("noise", "noise", "噪声", "Noise", "dB(A)", [null, 80]),
      ),
      point(
        "CP-TEST",
        "测试车间",
        "Test area",
        [91, 51],
        seen("zone", "intrusion", "机器人区无人", "Nobody is in the robots' zone", "Critical"),
        measured("chiller", "gauge", "冷水机出水温度", "Chiller outlet", "°C", [7, 14]),
      ),
    ],
  },
  {
    id: "PR-2",
    nameZh: "老化房巡检",
    nameEn: "Round of the burn-in chambers",
    patroller: demoPatroller,
    firstMinute: 30,
    everyMinutes: 60,
    graceMinutes: 15,
    checkpoints: [
      point("CP-BI-1", "老化房 1", "Burn-in chamber 1", [70, 30], switchboard),
      point(
        "CP-BI-2",
        "老化房 2",
        "Burn-in chamber 2",
        [70, 40],
        switchboard,
        seen("leak", "leak", "冷却水无泄漏", "No leak of cooling water"),
      ),
    ],
  },
];
