import { day, hour } from "./times.js";
import { chart, view } from "./view.js";

/** Where everything stands: rows from top to bottom, time from left to right. */
export const laneHeight = 24;
export const axisHeight = 38;
const useHeight = 38;

const longest = Math.max(6, ...[...chart.resources, ...chart.secondary].map(({ id }) => id.length));
export const namesWidth = Math.min(innerWidth < 640 ? 96 : 200, 40 + 7.2 * longest);

/** Resources, then secondary ones, which have their use instead of operations. */
export const rows = [];
for (const resource of chart.resources) rows.push({ ...resource, height: resource.lanes * laneHeight + 8 });
for (const resource of chart.secondary) rows.push({ ...resource, height: useHeight });
let top = 0;
for (const row of rows) {
  row.top = top;
  top += row.height;
}
export const bodyHeight = top;

export const begin = Math.min(0, ...chart.operations.map(({ start, setup }) => start - setup));
export const x = (time) => ((time - begin) / hour) * view.pixelsPerHour;
export const timeAt = (pixels) => begin + (pixels / view.pixelsPerHour) * hour;
export const fullWidth = () => Math.ceil(x(chart.end)) + 24;
export const barTop = ({ resource, lane }) => rows[resource].top + 4 + lane * laneHeight;

const hourSteps = [0.25, 0.5, 1, 2, 4, 6, 12, 24];
const daySteps = [1, 2, 7, 14, 28, 91, 364];
/** Seconds between two times that are written, and between two days that are. */
export const steps = () => ({
  hours: (hourSteps.find((hours) => hours * view.pixelsPerHour >= 46) ?? 24) * hour,
  days: (daySteps.find((days) => days * 24 * view.pixelsPerHour >= 84) ?? 3_640) * day,
});
