import { useLanguage } from "../lib/language.ts";
import { markOf } from "./robot-name.ts";
import type { Finding, Patroller } from "./types.ts";
import "./patrol.css";

interface Props {
  readonly findings: readonly Finding[];
  readonly robots: readonly Patroller[];
  readonly chosen: string | undefined;
  readonly onFinding: (id: string) => void;
}

/** Open findings and patrolling robots where they are, on the drawing of the floor; a robot's whole name is in the list beside it. */
export const PatrolMarks = ({ findings, robots, chosen, onFinding }: Props) => {
  const { t, pick } = useLanguage();
  const open = findings.filter(({ status }) => status !== "Closed");
  // Several at one checkpoint stand beside each other.
  const places = Map.groupBy(open, ({ x, y }) => `${x}/${y}`);
  return (
    <>
      {[...places.values()].flatMap((own) =>
        own.map((one, index) => (
          <g
            key={one.id}
            className={`patrol-mark severity-${one.severity}${chosen === one.id ? " chosen" : ""}`}
            transform={`translate(${one.x + index * 2.6} ${one.y})`}
            role="button"
            tabIndex={0}
            aria-label={`${pick(one.place)} ${pick(one.check)} ${t(`severity_${one.severity}`)}`}
            onClick={() => onFinding(one.id)}
            onKeyDown={(event) => event.key === "Enter" && onFinding(one.id)}
          >
            <title>{`${pick(one.place)}: ${pick(one.check)}`}</title>
            <path d="M0 -1.5L1.4 1.1H-1.4z" />
            <text y={0.9} textAnchor="middle">
              !
            </text>
          </g>
        )),
      )}
      {robots.map(({ id, x, y, online }) =>
        x === null || y === null ? null : (
          <g
            key={id}
            className={`patrol-robot${online ? "" : " off"}`}
            transform={`translate(${x} ${y - 2.4})`}
          >
            <title>{id}</title>
            <circle r={1.2} />
            <text y={0.45} textAnchor="middle">
              {markOf(id)}
            </text>
          </g>
        ),
      )}
    </>
  );
};
