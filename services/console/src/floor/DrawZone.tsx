import { useRef } from "react";
import type { Point } from "./geometry.ts";
import { ZoneShape } from "./Roads.tsx";
import { rectangle, type ZoneDraft } from "./Zones.tsx";

/** Metres that corners are rounded to. */
const grid = 0.5;
const rounded = (value: number) => Math.round(value / grid) * grid;

/** Where in the drawing, in metres, a pointer is. */
const placeOf = (svg: SVGSVGElement, { clientX, clientY }: React.PointerEvent): Point => {
  const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM()!.inverse());
  return { x: rounded(x), y: rounded(y) };
};

interface DrawZoneProps {
  readonly draft: ZoneDraft;
  readonly onDraft: (draft: ZoneDraft) => void;
}

/** Lies over the map while a zone is drawn: a drag makes its rectangle. The same is done by numbers in its form. */
export const DrawZone = ({ draft, onDraft }: DrawZoneProps) => {
  const from = useRef<Point>(undefined);
  const drag = (event: React.PointerEvent<SVGRectElement>) => {
    const start = from.current;
    if (!start) return;
    const { x, y } = placeOf(event.currentTarget.ownerSVGElement!, event);
    if (x === start.x || y === start.y) return;
    const [left, right] = [start.x, x].sort((a, b) => a - b) as [number, number];
    const [top, bottom] = [start.y, y].sort((a, b) => a - b) as [number, number];
    onDraft({ ...draft, vertices: rectangle(left, top, right, bottom) });
  };
  return (
    <g className="draw-zone">
      <ZoneShape zone={draft} isDraft />
      <rect
        x={-1_000}
        y={-1_000}
        width={3_000}
        height={3_000}
        data-testid="draw-zone"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          from.current = placeOf(event.currentTarget.ownerSVGElement!, event);
        }}
        onPointerMove={drag}
        onPointerUp={() => {
          from.current = undefined;
        }}
      />
    </g>
  );
};
