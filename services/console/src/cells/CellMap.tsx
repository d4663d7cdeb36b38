import { useMemo, useState } from "react";
import type { Cell, Recipe } from "../../../protocols/cell/description.ts";
import { useLanguage } from "../lib/language.ts";
import { hueIn } from "./hue.ts";
import { layoutOf } from "./layout.ts";
import { armsOf, robotNow, standing, testIn, zoneHolders } from "./motion.ts";
import { PlaceBox, Zones } from "./Places.tsx";
import { RobotDrawn, useDoing } from "./Robots.tsx";
import type { CellRun, RunStep } from "./types.ts";
import { useRunNow, useStill } from "./useRunNow.ts";

interface CellMapProps {
  readonly cell: Cell;
  readonly recipes: readonly Recipe[];
  /** Absent: the cell stands as it is described. */
  readonly run: CellRun | undefined;
  readonly stopped: boolean;
}

const noSteps: readonly RunStep[] = [];

/** A cell as it is now: who is where with what, which zones are held, how far the tests are. */
export const CellMap = ({ cell, recipes, run, stopped }: CellMapProps) => {
  const { t, pick } = useLanguage();
  const doing = useDoing();
  const still = useStill();
  // What is stopped stands still.
  const now = useRunNow(run?.startedAt ?? null, run?.endedAt ?? null, !still && !stopped);
  const layout = useMemo(() => layoutOf(cell), [cell]);
  const [chosen, setChosen] = useState<string>();
  const [looked, setLooked] = useState<string>();
  const steps = run?.steps ?? noSteps;
  const units = run?.units ?? [];
  const robotIds = cell.robots.map(({ id }) => id);
  const products = recipes.map(({ product }) => product);
  const hueOf = (unit: string) => hueIn(products, units.find(({ id }) => id === unit)?.product ?? "");
  const stands = useMemo(() => standing(steps), [steps]);
  const held = useMemo(() => zoneHolders(cell, steps), [cell, steps]);
  const begun = new Set(steps.filter(({ state }) => state !== "waiting").map(({ unit }) => unit));
  const open = new Set(steps.filter(({ state }) => state !== "done").map(({ unit }) => unit));
  const counts = {
    toCome: units.filter(({ id }) => !begun.has(id)).length,
    done: units.filter(({ id }) => !open.has(id)).length,
  };
  const positions = new Map(
    cell.robots.map((robot) => [
      robot.id,
      robotNow(robot, steps, layout, { now, still }, (step) => armsOf(step, units, recipes)),
    ]),
  );
  const shown = cell.robots.find(({ id }) => id === (looked ?? chosen));
  const { box } = layout;
  const isOut = (robot: string) => run?.robotsOut.includes(robot) ?? false;
  return (
    <figure className={`cell-map ${stopped ? "is-stopped" : ""}`} data-testid="cell-map">
      <div className="scroll">
        <svg
          viewBox={`${box.x} ${box.y} ${box.width} ${box.height}`}
          role="group"
          aria-label={pick(cell.name)}
          data-now={Math.round(now)}
        >
          <Zones cell={cell} layout={layout} held={held} />
          {cell.robots
            .filter(({ kind, id }) => kind !== "agv" || id === shown?.id)
            .map((robot) => {
              const from = robot.kind === "agv" ? positions.get(robot.id)!.at : layout.foot(robot.id);
              return (
                <g
                  key={robot.id}
                  className={`reach ${robot.id === shown?.id ? "shown" : ""}`}
                  style={{ "--hue": hueIn(robotIds, robot.id) } as React.CSSProperties}
                >
                  {robot.reach.map((place) => {
                    const to = layout.at(place);
                    return <line key={place} x1={from.x} y1={from.y} x2={to.x} y2={to.y} />;
                  })}
                </g>
              );
            })}
          {cell.places.map((place) => {
            const setUps = run?.setUps.filter(({ at }) => at === place.id) ?? [];
            const done = setUps.filter(({ doneAt }) => doneAt !== null).at(-1);
            return (
              <PlaceBox
                key={place.id}
                place={place}
                at={layout.at(place.id)}
                hueOf={hueOf}
                faint={shown !== undefined && !shown.reach.includes(place.id)}
                counts={place.kind === "store" && run ? counts : undefined}
                now={{
                  units: [...stands].filter(([, at]) => at === place.id).map(([unit]) => unit),
                  test: testIn(place.id, steps, now),
                  mounted: done?.what ?? place.mounted,
                  gated: run?.status === "Running" && setUps.some(({ doneAt }) => doneAt === null),
                }}
              />
            );
          })}
          {cell.robots.map((robot) => (
            <RobotDrawn
              key={robot.id}
              robot={robot}
              robots={cell.robots}
              now={positions.get(robot.id)!}
              layout={layout}
              hueOf={hueOf}
              isOut={isOut(robot.id)}
              chosen={chosen === robot.id}
              onChoose={(id) => setChosen(id === chosen ? undefined : id)}
              onLook={setLooked}
            />
          ))}
        </svg>
      </div>
      <figcaption>
        {cell.robots.map((robot) => (
          <button
            type="button"
            key={robot.id}
            className={`quiet ${isOut(robot.id) ? "out" : ""}`}
            style={{ "--hue": hueIn(robotIds, robot.id) } as React.CSSProperties}
            aria-pressed={chosen === robot.id}
            onClick={() => setChosen(chosen === robot.id ? undefined : robot.id)}
          >
            <i className="swatch" /> <b>{robot.id}</b>{" "}
            {doing(robot, positions.get(robot.id)!, isOut(robot.id))}
          </button>
        ))}
        {shown ? (
          <small>
            {shown.id} · {t("reaches")} {shown.reach.join(", ")} · {shown.payloadKg} kg · {shown.forceLimitN}{" "}
            N · {shown.tools.join(", ")}
          </small>
        ) : null}
      </figcaption>
    </figure>
  );
};
