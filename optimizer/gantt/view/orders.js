import { chart, view } from "./view.js";

/** Orders and their operations: which belong together, which are late, which are looked for, and their colours. */

export const lateBy = (order) => (order.end === undefined ? 0 : Math.max(0, order.end - order.due));

const byStart = chart.operations.toSorted((a, b) => a.start - b.start);
export const byResource = chart.resources.map(() => []);
export const byOrder = new Map(chart.orders.map((_, index) => [index, []]));
for (const operation of byStart) {
  byResource[operation.resource].push(operation);
  byOrder.get(operation.order).push(operation);
}

const wanted = ({ id, due, end }) =>
  (!view.onlyLate || end === undefined || end > due) &&
  (view.search === "" || id.toLowerCase().includes(view.search));
export const filtered = () => view.chosen !== undefined || view.onlyLate || view.search !== "";
/** Whether an order stands out. */
export const stands = (order) =>
  view.chosen === undefined ? wanted(chart.orders[order]) : view.chosen === order;

export const families = [...new Set(chart.operations.map(({ family }) => family).filter(Boolean))].sort();
// An operation without a family has that of its order: what is one product has one colour.
const familyOf = chart.orders.map((_, order) => byOrder.get(order).find(({ family }) => family)?.family);
/** Neighbouring numbers get hues far apart (golden ratio); red is for what is late. */
const hueOf = (number) => 45 + ((number * 0.618 + 0.5) % 1) * 275;
export const hue = ({ order, family }) =>
  hueOf(view.byFamily ? families.indexOf(family ?? familyOf[order]) : order);

const prefix = chart.orders.reduce((common, { id }) => {
  let length = 0;
  while (length < common.length && common[length] === id[length]) length += 1;
  return common.slice(0, length);
}, chart.orders[0]?.id ?? "");
// Cut only where a name has a joint, and only when something of it is left.
const cut = prefix.search(/[-_/ ][^-_/ ]*$/) + 1;
/** An order's name without what all names begin with. */
export const shortName = (id) => id.slice(cut);
