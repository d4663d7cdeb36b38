import type { Cell, Place } from "../../../protocols/cell/description.ts";
import { useLanguage } from "../lib/language.ts";
import { hueIn } from "./hue.ts";
import { half, type Layout, type Point } from "./layout.ts";

/** What stands in a place now. */
export interface PlaceNow {
  readonly units: readonly string[];
  readonly test: { readonly unit: string; readonly part: number } | undefined;
  /** The fixture on it, as people have left it. */
  readonly mounted: string | undefined;
  /** A person is waited for here. */
  readonly gated: boolean;
}

/** A unit of a product; its number is enough, the rest of its name is told beside. */
export const UnitBox = ({ at, unit, hue }: { at: Point; unit: string; hue: number }) => (
  <g
    className="unit-box"
    transform={`translate(${at.x} ${at.y})`}
    style={{ "--hue": hue } as React.CSSProperties}
  >
    <title>{unit}</title>
    <rect x={-17} y={-8} width={34} height={16} rx={3} />
    <text y={4} textAnchor="middle">
      {unit.split("-")[0]}
    </text>
  </g>
);

interface ZonesProps {
  readonly cell: Cell;
  readonly layout: Layout;
  readonly held: ReadonlyMap<string, readonly string[]>;
}

/** The areas that one robot may be in at a time, in the colour of the one that is. */
export const Zones = ({ cell, layout, held }: ZonesProps) => {
  const { t, pick } = useLanguage();
  return (
    <>
      {cell.zones.map(({ id, name }) => {
        const points = cell.places.filter(({ zone }) => zone === id).map((place) => layout.at(place.id));
        if (points.length === 0) return null;
        const holders = held.get(id) ?? [];
        const [left, top] = [Math.min(...points.map(({ x }) => x)), Math.min(...points.map(({ y }) => y))];
        const [right, bottom] = [
          Math.max(...points.map(({ x }) => x)),
          Math.max(...points.map(({ y }) => y)),
        ];
        return (
          <g
            key={id}
            className={`zone ${holders.length > 0 ? "held" : ""}`}
            data-zone={id}
            data-held={holders.join(" ")}
            style={
              {
                "--hue": hueIn(
                  cell.robots.map((robot) => robot.id),
                  holders[0] ?? "",
                ),
              } as React.CSSProperties
            }
          >
            <title>{`${pick(name)}: ${holders.join(" + ") || t("zoneFree")}`}</title>
            <rect
              x={left - half.width - 7}
              y={top - half.height - 7}
              width={right - left + 2 * half.width + 14}
              height={bottom - top + 2 * half.height + 14}
              rx={10}
            />
            {holders.length > 0 ? (
              <text x={(left + right) / 2} y={top - half.height - 11} textAnchor="middle">
                {holders.join(" + ")}
              </text>
            ) : null}
          </g>
        );
      })}
    </>
  );
};

interface PlaceProps {
  readonly place: Place;
  readonly at: Point;
  readonly now: PlaceNow;
  readonly hueOf: (unit: string) => number;
  readonly faint: boolean;
  /** Of a store: units that have yet to come, and those that are through. */
  readonly counts: { readonly toCome: number; readonly done: number } | undefined;
}

/** A place by its kind, with its fixture and the unit in it; a tester with how far its test is. */
export const PlaceBox = ({ place, at, now, hueOf, faint, counts }: PlaceProps) => {
  const { t, pick } = useLanguage();
  const { units, test, mounted, gated } = now;
  const [unit] = units;
  const label = `${pick(place.name)} ${place.id}, ${t(`place_${place.kind}`)}${mounted ? `, ${mounted}` : ""}${
    units.length > 0 ? `, ${units.join(", ")}` : ""
  }${test ? ` ${Math.round(test.part * 100)} %` : ""}`;
  return (
    <g
      className={`place place-${place.kind} ${faint ? "faint" : ""} ${gated ? "gated" : ""} ${test ? "testing" : ""}`}
      transform={`translate(${at.x} ${at.y})`}
      data-place={place.id}
    >
      <title>{label}</title>
      <rect
        x={-half.width}
        y={-half.height}
        width={2 * half.width}
        height={2 * half.height}
        rx={place.kind === "tester" ? 5 : place.kind === "tray" ? 14 : 8}
        className="body"
      />
      <text y={-12} textAnchor="middle" className="place-id">
        {place.id}
      </text>
      {counts ? (
        <text y={8} textAnchor="middle" className="place-count">
          {counts.toCome} · {counts.done}
        </text>
      ) : null}
      {place.kind === "charger" ? <path d="M3 -5 L-6 8 H0 L-3 19 L7 4 H1 Z" className="bolt" /> : null}
      {unit && !counts ? <UnitBox at={{ x: 0, y: 1 }} unit={unit} hue={hueOf(unit)} /> : null}
      {mounted ? (
        <text y={21} textAnchor="middle" className="fixture">
          {mounted}
        </text>
      ) : null}
      {test ? (
        <>
          <rect
            x={-half.width + 4}
            y={half.height - 3}
            width={2 * half.width - 8}
            height={6}
            rx={3}
            className="track"
          />
          <rect
            x={-half.width + 4}
            y={half.height - 3}
            width={(2 * half.width - 8) * test.part}
            height={6}
            rx={3}
            className="fill"
          />
        </>
      ) : null}
      {gated ? (
        <text x={half.width - 8} y={7} textAnchor="middle" className="gate">
          !
        </text>
      ) : null}
    </g>
  );
};
