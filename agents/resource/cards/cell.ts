import {
  cellById,
  cellRunId,
  describedCell,
  runningIn,
  runsOfCell,
} from "../../../services/mes/queries/cells.ts";
import { formatPlantTime } from "../../runtime/format.ts";
import { type CardOf, rowEvidence } from "./card.ts";

const lookedThrough = 8;

/** A robot cell: whether it runs, what it tests, which robots are out, and which fixtures are on; while nothing runs, how the last run ended. */
export const cellCard: CardOf = async (db, id, now) => {
  const [row, { cell, recipes }, running, runs] = await Promise.all([
    cellById(db, id),
    describedCell(db, id),
    runningIn(db, id),
    runsOfCell(db, id, lookedThrough),
  ]);
  const out = running?.robots_out ?? [];
  const robots = cell.robots.map(({ id: robot }) => robot);
  const units = running?.units.length ?? 0;
  const products = [...new Set(running?.units.map(({ product }) => product))].join(", ");
  const made = recipes.map(({ product }) => product);
  const mounted = cell.places.flatMap((place) => (place.mounted ? [`${place.id} ${place.mounted}`] : []));
  const run = running ? cellRunId(running.number) : undefined;
  // What has to be mounted for each product that is not on a place now.
  const on = new Set(cell.places.map((place) => place.mounted));
  const missing = recipes.flatMap(({ product, stays }) => {
    const fixtures = [
      ...new Set(stays.flatMap(({ fixture }) => (fixture && !on.has(fixture) ? [fixture] : []))),
    ];
    return fixtures.length > 0 ? [`${product}: ${fixtures.join(", ")}`] : [];
  });
  const [last] = runs;
  // One that was refused never ran.
  const ended = running ? undefined : runs.find((one) => one.started_at && one.ended_at);
  const before = ended && {
    id: cellRunId(ended.number),
    units: ended.units.length,
    good: ended.good,
    ended: formatPlantTime(ended.ended_at!),
  };
  const fine = robots.filter((robot) => !out.includes(robot));
  const zh = [
    `${id}（${row.name_zh}）${row.online ? "在线" : "离线"}${row.stopped ? "，已急停" : ""}`,
    run ? `正在执行 ${run}：${units} 台（${products}）` : "现在没有任务",
    before ? `上一次 ${before.id} ${before.ended} 结束，做完 ${before.good}/${before.units} 台` : "",
    out.length > 0
      ? `停用的机器人：${out.join("、")}；能用的：${fine.join("、")}`
      : `${robots.length} 台机器人都可用：${robots.join("、")}`,
    `能测 ${made.join("、")}`,
    missing.length > 0 ? `要先装夹具的：${missing.join("；")}` : "各产品的夹具都已装上",
  ];
  const en = [
    `${id} (${row.name_en}) is ${row.online ? "online" : "offline"}${row.stopped ? " and stopped by an emergency stop" : ""}`,
    run ? `doing ${run}: ${units} units (${products})` : "with nothing in hand",
    before
      ? `the last run, ${before.id}, ended ${before.ended} with ${before.good}/${before.units} done`
      : "",
    out.length > 0
      ? `robots out: ${out.join(", ")}; in use: ${fine.join(", ")}`
      : `all ${robots.length} robots are fit: ${robots.join(", ")}`,
    `it can test ${made.join(", ")}`,
    missing.length > 0
      ? `fixtures to mount first: ${missing.join("; ")}`
      : "the fixtures of all products are mounted",
  ];
  return {
    text: { zh: `${zh.filter(Boolean).join("；")}。`, en: `${en.filter(Boolean).join("; ")}.` },
    rows: mounted.slice(0, 8).map((one) => ({ label: { zh: "夹具", en: "Fixture" }, value: one })),
    evidence: [
      rowEvidence(
        "equipment",
        id,
        "cell",
        {
          name: `${row.name_zh} ${row.name_en}`,
          online: row.online,
          stopped: row.stopped,
          run: run ?? null,
          units,
          products,
          robots: robots.join(", "),
          robotCount: robots.length,
          out: out.join(", "),
          toMount: missing.join("; "),
          tests: made.join(", "),
          lastRun: last ? cellRunId(last.number) : null,
          ...(before ? { lastEnded: before.ended, lastGood: before.good, lastUnits: before.units } : {}),
        },
        now,
      ),
    ],
  };
};
