import { svg } from "./dom.js";
import { axisHeight, barTop, begin, bodyHeight, fullWidth, rows, steps, timeAt, x } from "./layout.js";
import { byOrder } from "./orders.js";
import { clock, day, dayName, origin } from "./times.js";
import { chart, view } from "./view.js";

/** What lies behind the bars: the axis, closed hours, use of secondary resources, the way of the chosen order. */
const multiples = (step, from, to) => {
  const found = [];
  for (let time = Math.floor((from + origin) / step) * step - origin; time <= to; time += step)
    found.push(time);
  return found;
};

/** Times and days at the top; the day at the left edge stays in sight. */
export const drawAxis = (viewLeft, viewWidth) => {
  const [from, to] = [Math.max(begin, timeAt(viewLeft)), timeAt(viewLeft + viewWidth)];
  const { hours, days } = steps();
  const times = multiples(hours, from, to).flatMap((time) => [
    ...(hours < day ? [svg("text", { x: x(time) + 3, y: 33 }, clock(time))] : []),
    svg("line", { class: "tick", x1: x(time), x2: x(time), y1: 24, y2: axisHeight }),
  ]);
  const names = multiples(days, from, to).flatMap((time) => {
    const left = Math.max(x(time), viewLeft);
    // The next day's name pushes out one that is held at the edge.
    return x(time + days) - left < 70
      ? []
      : [svg("text", { class: "day", x: left + 3, y: 15 }, dayName(Math.max(time, from)))];
  });
  return [...times, ...names];
};

export const drawGrid = (from, to) => {
  const { hours, days } = steps();
  return multiples(hours < day ? hours : days, Math.max(begin, from), to).map((time) =>
    svg("line", {
      class: (time + origin) % day === 0 ? "tick day" : "tick",
      x1: x(time),
      x2: x(time),
      y1: 0,
      y2: bodyHeight,
    }),
  );
};

export const drawStripes = () =>
  rows.flatMap((row, index) =>
    index % 2 === 1
      ? [svg("rect", { class: "odd", x: 0, y: row.top, width: fullWidth(), height: row.height })]
      : [],
  );

/** Hours in which a resource does not work. */
export const drawShut = (row, from, to) => {
  if (!row.calendar || row.calendar.length === 0) return [];
  const nodes = [];
  let at = begin;
  for (const [opens, closes] of [...row.calendar, [Number.POSITIVE_INFINITY, 0]]) {
    const [left, right] = [Math.max(at, from), Math.min(opens, to)];
    if (right > left)
      nodes.push(
        svg("rect", {
          class: "shut",
          x: x(left),
          y: row.top,
          width: x(right) - x(left),
          height: row.height,
        }),
      );
    at = closes;
  }
  return nodes;
};

/** Units in use over time, below the line of all that there are. */
export const drawUse = (row, from, to) => {
  const y = (units) => row.top + row.height - 4 - (units / row.capacity) * (row.height - 10);
  const points = [];
  let units = 0;
  for (const change of row.use) {
    if (change.time > to) break;
    if (points.length === 0 && change.time >= from) points.push([x(from), y(0)], [x(from), y(units)]);
    if (change.time >= from) points.push([x(change.time), y(units)], [x(change.time), y(change.units)]);
    units = change.units;
  }
  if (points.length === 0) points.push([x(from), y(0)], [x(from), y(units)]);
  points.push([x(to), y(units)], [x(to), y(0)]);
  const full = y(row.capacity);
  return [
    svg("polygon", { class: "use", points: points.map((point) => point.join(",")).join(" ") }),
    svg("line", { class: "tick day", x1: x(from), x2: x(to), y1: full, y2: full }),
  ];
};

/** The way of the chosen order from operation to operation, and when it is due. */
export const drawWay = () => {
  if (view.chosen === undefined) return [];
  const list = byOrder.get(view.chosen);
  const links = list.slice(1).map((next, index) => {
    const previous = list[index];
    const [left, from] = [x(previous.end), barTop(previous) + 10];
    const [right, to] = [x(next.start), barTop(next) + 10];
    const bend = Math.max(18, Math.abs(right - left) / 2);
    const path = `M${left} ${from}C${left + bend} ${from} ${right - bend} ${to} ${right} ${to}`;
    return svg("path", { class: "link", d: path });
  });
  const due = x(chart.orders[view.chosen].due);
  return [...links, svg("line", { class: "due", x1: due, x2: due, y1: 0, y2: bodyHeight })];
};

const stripes = (id, colour, ...ground) =>
  svg(
    "pattern",
    { id, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    ...ground,
    svg("line", { x1: 0, x2: 0, y1: 0, y2: 6, stroke: colour, "stroke-width": 2.6 }),
  );

export const patterns = () =>
  svg(
    "defs",
    {},
    stripes("setup", "var(--setup)"),
    stripes(
      "over",
      "var(--bad)",
      svg("rect", { width: 6, height: 6, fill: "var(--bad)", "fill-opacity": 0.28 }),
    ),
  );
