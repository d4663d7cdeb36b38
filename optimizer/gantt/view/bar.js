import { svg } from "./dom.js";
import { barTop, laneHeight, x } from "./layout.js";
import { byOrder, filtered, hue, lateBy, shortName, stands } from "./orders.js";
import { moment, span } from "./times.js";
import { chart, view } from "./view.js";
import { t } from "./words.js";

const height = laneHeight - 4;
const letter = 6.8;

const namesOf = (operation, late) =>
  [
    "bar",
    late > 0 && "late",
    operation.frozen && "frozen",
    view.chosen === operation.order && "chosen",
    filtered() && !stands(operation.order) && "faint",
  ]
    .filter(Boolean)
    .join(" ");

const block = (name, left, y, width, tall = height) =>
  svg("rect", { class: name, x: left, y, width, height: tall, rx: Math.min(4, width / 3) });

/** The order's name, and the operation's, as far as there is room. */
const labelOf = (order, operation, room) =>
  [`${order.id} · ${operation.id}`, order.id, shortName(order.id)].find(
    (text) => text.length * letter <= room,
  );

/** What a bar stands for, for those who hear it. */
export const sayBar = (operation) => {
  const order = chart.orders[operation.order];
  const late = lateBy(order);
  return [
    `${order.id} ${operation.id}`,
    chart.resources[operation.resource].id,
    `${moment(operation.start)} – ${moment(operation.end)}`,
    ...(late > 0 ? [`${t("lateBy")} ${span(late)}`] : []),
  ].join(", ");
};

/** An operation with its set-up; what lies after the due time is hatched. */
export const drawBar = (operation, viewLeft) => {
  const order = chart.orders[operation.order];
  const late = lateBy(order);
  const left = x(operation.start);
  const width = Math.max(1.5, x(operation.end) - left);
  const y = barTop(operation);
  const bar = svg("g", {
    class: namesOf(operation, late),
    style: `--hue:${hue(operation).toFixed(0)}`,
    tabindex: -1,
    role: "button",
  });
  if (operation.setup > 0) {
    const from = x(operation.start - operation.setup);
    bar.append(block("setup", from, y + 4, Math.max(1, left - from), height - 8));
  }
  bar.append(block("body", left, y, width));
  if (operation.end > order.due && operation === byOrder.get(operation.order).at(-1)) {
    const from = Math.max(left, x(order.due));
    bar.append(block("over", from, y, Math.max(1, left + width - from)));
  }
  // A label stays in sight while its bar is longer than the window.
  const textLeft = Math.max(left, viewLeft) + 5;
  const label = labelOf(order, operation, left + width - textLeft - 4);
  if (label) bar.append(svg("text", { x: textLeft, y: y + 14 }, label));
  bar.operation = operation;
  return bar;
};
