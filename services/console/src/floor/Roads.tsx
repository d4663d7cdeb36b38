import { useId } from "react";
import { type DrawnRoads, type DrawnRoute, type DrawnZone, hueOf, pointsOf } from "./traffic.ts";

/** The sign of a place to charge, and of a vehicle that does. */
export const bolt = "M0.25 -1 L-0.6 0.15 L-0.1 0.15 L-0.25 1 L0.6 -0.15 L0.1 -0.15 Z";

/** A zone with what holds in it, in the corner where it is read first. */
export const ZoneShape = ({ zone, isDraft = false }: { zone: DrawnZone; isDraft?: boolean }) => {
  const { zoneType, vertices, maximumSpeed, zoneDescriptor, zoneId } = zone;
  const left = Math.min(...vertices.map(({ x }) => x));
  const top = Math.min(...vertices.map(({ y }) => y));
  return (
    <g className={`road-zone ${zoneType} ${isDraft ? "draft" : ""}`} data-zone={zoneId}>
      <title>{`${zoneId} ${zoneDescriptor ?? ""}`}</title>
      <polygon points={vertices.map(({ x, y }) => `${x},${y}`).join(" ")} />
      <text x={left + 0.4} y={top + 1.5}>
        {zoneType === "BLOCKED" ? "⊘" : `${maximumSpeed ?? "?"} m/s`}
      </text>
    </g>
  );
};

interface RoadsProps {
  readonly roads: DrawnRoads;
  readonly routes: readonly DrawnRoute[];
  readonly vehicles: readonly { readonly id: string }[];
  /** The vehicle whose way stands out. */
  readonly chosen: string | undefined;
}

/** Roads with their directions, and each vehicle's way: released solid, planned dashed. */
export const Roads = ({ roads, routes, vehicles, chosen }: RoadsProps) => {
  const arrow = useId();
  const places = new Map(roads.nodes.map((node) => [node.id, node]));
  const placeOf = (id: string) => places.get(id);
  const ends = new Map(roads.stations.map(({ id, node }) => [node, id]));
  return (
    <g className="roads">
      {roads.zones.map((zone) => (
        <ZoneShape key={zone.zoneId} zone={zone} />
      ))}
      <marker
        id={arrow}
        viewBox="0 0 4 4"
        refX={2}
        refY={2}
        markerWidth={1.5}
        markerHeight={1.5}
        orient="auto"
      >
        <path d="M0.6 0.4 L3.4 2 L0.6 3.6" className="road-arrow" />
      </marker>
      {roads.edges.map(({ id, from, to, bidirectional }) => {
        const [a, b] = [places.get(from), places.get(to)];
        if (!a || !b) return null;
        const middle = `${(a.x + b.x) / 2},${(a.y + b.y) / 2}`;
        return (
          <polyline
            key={id}
            points={`${a.x},${a.y} ${middle} ${b.x},${b.y}`}
            className="road"
            {...(bidirectional ? {} : { markerMid: `url(#${arrow})` })}
          />
        );
      })}
      {roads.nodes.map(({ id, x, y, parking, charging }) => (
        <g
          key={id}
          transform={`translate(${x} ${y})`}
          className={`road-node ${parking || charging ? "parking" : ""} ${charging ? "charging" : ""}`}
        >
          <title>{ends.get(id) ?? id}</title>
          {parking || charging ? (
            <rect x={-1.7} y={-1.3} width={3.4} height={2.6} rx={0.4} />
          ) : (
            <circle r={0.45} />
          )}
          {charging ? <path d={bolt} /> : null}
          {parking && !charging ? (
            <text y={0.6} textAnchor="middle">
              P
            </text>
          ) : null}
        </g>
      ))}
      {routes.map(({ vehicleId, released, planned }) => (
        <g
          key={vehicleId}
          className={`route ${chosen === undefined ? "" : chosen === vehicleId ? "chosen" : "faint"}`}
          style={{ "--hue": hueOf(vehicles, vehicleId) } as React.CSSProperties}
        >
          <polyline points={pointsOf([...released.slice(-1), ...planned], placeOf)} className="planned" />
          <polyline points={pointsOf(released, placeOf)} className="released" />
          {released.length > 1
            ? released.slice(-1).flatMap((node) => {
                const at = places.get(node);
                return at ? [<circle key={node} cx={at.x} cy={at.y} r={0.9} className="base-end" />] : [];
              })
            : null}
        </g>
      ))}
    </g>
  );
};
