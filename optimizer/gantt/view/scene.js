import { drawBar, sayBar } from "./bar.js";
import { html, svg } from "./dom.js";
import { drawAxis, drawGrid, drawShut, drawStripes, drawUse, drawWay, patterns } from "./ground.js";
import {
  axisHeight,
  barTop,
  begin,
  bodyHeight,
  fullWidth,
  laneHeight,
  namesWidth,
  rows,
  timeAt,
  x,
} from "./layout.js";
import { byOrder, byResource, filtered, stands } from "./orders.js";
import { hour } from "./times.js";
import { hideTip, showTip } from "./tip.js";
import { acts, chart, view } from "./view.js";
import { t } from "./words.js";

/** The window onto the chart: scrolls, zooms, and draws what can be seen. */
const axis = svg("svg", { height: axisHeight });
const body = svg("svg", { height: bodyHeight, role: "group" });
const names = html("div", { class: "names", style: `width:${namesWidth}px` });
for (const row of rows)
  names.append(
    html(
      "div",
      { style: `height:${row.height}px`, title: row.id },
      html("span", {}, row.id),
      row.use ? html("small", {}, `/ ${row.capacity}`) : "",
    ),
  );
const corner = html("div", { class: "corner", style: `width:${namesWidth}px;height:${axisHeight}px` });
const beside = (element) => html("div", { style: `margin-left:${namesWidth}px` }, element);
const inner = html("div", {}, html("div", { class: "axis" }, corner, beside(axis)), names, beside(body));
export const scroller = html("div", { class: "chart" }, inner);

const barOf = (operation) => [...body.querySelectorAll(".bar")].find((bar) => bar.operation === operation);

/** Pixels above and below the window that are drawn too. */
const margin = 80;
/** Below this width nobody can point at a bar. */
const speck = 3;

/** Bars of one resource. What is too narrow to point at becomes part of one shape, save what somebody looks at. */
const drawRow = (list, from, to, viewLeft, focused) => {
  const shapes = { false: "", true: "" };
  const bars = list.flatMap((operation) => {
    const { start, end, setup, order } = operation;
    if (end < from || start - setup > to) return [];
    const left = x(start);
    const width = x(end) - left;
    if (width >= speck || operation === focused || stands(order) === filtered())
      return [drawBar(operation, viewLeft)];
    const late = chart.orders[order].due < chart.orders[order].end;
    shapes[late] +=
      `M${left.toFixed(1)} ${barTop(operation)}h${Math.max(1, width).toFixed(1)}v20h${-Math.max(1, width).toFixed(1)}z`;
    return [];
  });
  const faint = filtered() ? " faint" : "";
  return [
    svg("path", { class: `speck${faint}`, d: shapes.false }),
    svg("path", { class: `speck late${faint}`, d: shapes.true }),
    ...bars,
  ];
};

/** Draws what can be seen, and a little more on either side. */
const draw = () => {
  body.setAttribute("aria-label", t("title"));
  const focused = document.activeElement?.operation;
  const width = scroller.clientWidth;
  const viewLeft = scroller.scrollLeft;
  const [from, to] = [Math.max(begin, timeAt(viewLeft - width / 2)), timeAt(viewLeft + width * 1.5)];
  axis.replaceChildren(...drawAxis(viewLeft, width));
  const [top, bottom] = [scroller.scrollTop - margin, scroller.scrollTop + scroller.clientHeight + margin];
  const bars = byResource.flatMap((list, resource) => {
    const row = rows[resource];
    const seen = row.top + row.height > top && row.top < bottom;
    return seen ? drawRow(list, from, to, viewLeft, focused) : [];
  });
  body.replaceChildren(
    patterns(),
    ...drawStripes(),
    ...rows.flatMap((row) => drawShut(row, from, to)),
    ...drawGrid(from, to),
    ...rows.flatMap((row) => (row.use ? drawUse(row, from, Math.min(to, chart.end)) : [])),
    ...bars,
    ...drawWay(),
  );
  // One bar can be reached by Tab; arrow keys go on from there.
  body.querySelector(".bar")?.setAttribute("tabindex", "0");
  if (focused) barOf(focused)?.focus({ preventScroll: true });
};
acts.draw = draw;

let waiting = false;
const drawSoon = () => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    draw();
  });
};

const resize = () => {
  for (const element of [axis, body]) element.setAttribute("width", fullWidth());
  inner.style.width = `${fullWidth() + namesWidth}px`;
};

export const fitWidth = () => {
  view.pixelsPerHour = Math.max(
    0.05,
    (scroller.clientWidth - namesWidth - 26) / ((chart.end - begin) / hour),
  );
  resize();
  draw();
};

/** Zooms about a place of the window, which stays where it is. */
export const zoom = (factor, middle = scroller.clientWidth / 2) => {
  const time = timeAt(scroller.scrollLeft + middle - namesWidth);
  // Browsers draw no element wider than some millions of pixels.
  const most = Math.min(1_200, 8_000_000 / ((chart.end - begin) / hour));
  view.pixelsPerHour = Math.min(most, Math.max(0.05, view.pixelsPerHour * factor));
  resize();
  scroller.scrollLeft = x(time) - middle + namesWidth;
  draw();
};

/** Scrolls until an operation can be seen. */
export const reveal = (operation) => {
  const [left, right] = [x(operation.start), x(operation.end)];
  const width = scroller.clientWidth - namesWidth;
  if (left < scroller.scrollLeft || right > scroller.scrollLeft + width)
    scroller.scrollLeft = left - width / 3;
  const top = barTop(operation);
  const height = scroller.clientHeight - axisHeight;
  if (top < scroller.scrollTop || top + laneHeight > scroller.scrollTop + height)
    scroller.scrollTop = top - height / 3;
};

const focusOn = (operation) => {
  if (!operation) return;
  reveal(operation);
  draw();
  barOf(operation)?.focus({ preventScroll: true });
};

const sideways = { ArrowLeft: -1, ArrowRight: 1 };
const along = { ArrowUp: -1, ArrowDown: 1 };

addEventListener("keydown", (event) => {
  if (event.key === "Escape") acts.choose(undefined);
  const operation = event.target?.operation;
  if (!operation) return;
  const neighbour = (list, by) => list[list.indexOf(operation) + by];
  if (sideways[event.key]) focusOn(neighbour(byResource[operation.resource], sideways[event.key]));
  else if (along[event.key]) focusOn(neighbour(byOrder.get(operation.order), along[event.key]));
  else if (event.key === "Enter" || event.key === " ") acts.choose(operation.order);
  else return;
  event.preventDefault();
});
// One listener for all bars: a large plan has ten thousand.
const barAt = (event) => event.target.closest?.(".bar");
body.addEventListener("pointermove", (event) => {
  const bar = barAt(event);
  if (bar) showTip(bar.operation, event.clientX, event.clientY);
  else hideTip();
});
body.addEventListener("pointerleave", hideTip);
body.addEventListener("click", (event) => {
  const bar = barAt(event);
  if (bar) acts.choose(view.chosen === bar.operation.order ? undefined : bar.operation.order);
});
body.addEventListener("focusin", (event) => {
  const bar = barAt(event);
  if (!bar) return;
  bar.setAttribute("aria-label", sayBar(bar.operation));
  const box = bar.getBoundingClientRect();
  showTip(bar.operation, Math.max(box.left, namesWidth), box.bottom - 14);
});
body.addEventListener("focusout", hideTip);
scroller.addEventListener("scroll", drawSoon);
scroller.addEventListener(
  "wheel",
  (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, event.clientX - scroller.getBoundingClientRect().left);
  },
  { passive: false },
);
addEventListener("resize", drawSoon);
