import { useId } from "react";
import { type DrawnRoads, type DrawnRoute, hueOf, pointsOf } from "./traffic.ts";

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
      {roads.nodes.map(({ id, x, y, parking }) => (
        <g
          key={id}
          transform={`translate(${x} ${y})`}
          className={parking ? "road-node parking" : "road-node"}
        >
          <title>{ends.get(id) ?? id}</title>
          {parking ? <rect x={-1.7} y={-1.3} width={3.4} height={2.6} rx={0.4} /> : <circle r={0.45} />}
          {parking ? (
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
