import type { Plan } from "./plan.ts";
import type { Problem } from "./problem.ts";

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const hueOf = (text: string) => [...text].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) % 360, 7);

const row = 30;
const left = 110;
const hour = 3_600;

/** The plan as a page by itself: one row a resource, set-ups hatched, late orders outlined. */
export const ganttPage = (problem: Problem, plan: Plan): string => {
  const end = Math.max(1, ...plan.operations.map((operation) => operation.end));
  const width = Math.min(20_000, Math.max(1_000, (end / hour) * 24));
  const x = (time: number) => left + (time / end) * width;
  const ends = new Map<string, number>();
  for (const { orderId, end: time } of plan.operations)
    ends.set(orderId, Math.max(ends.get(orderId) ?? 0, time));
  const late = new Set(problem.orders.filter(({ id, due }) => (ends.get(id) ?? 0) > due).map(({ id }) => id));
  const step = [1, 2, 4, 8, 12, 24, 48].find((hours) => (width * hours * hour) / end >= 60) ?? 96;
  const ticks = Array.from({ length: Math.floor(end / (step * hour)) + 1 }, (_, index) => index * step);
  const rows = problem.resources.map(
    ({ id }, index) => `<text x="8" y="${40 + index * row + 18}" class="name">${escaped(id)}</text>`,
  );
  const bars = plan.operations.map((operation) => {
    const y = 40 + problem.resources.findIndex(({ id }) => id === operation.resource) * row + 4;
    const wide = Math.max(1, x(operation.end) - x(operation.start));
    const label =
      wide > 40
        ? `<text x="${x(operation.start) + 4}" y="${y + 15}">${escaped(operation.orderId)}</text>`
        : "";
    const setup =
      operation.setup > 0
        ? `<rect x="${x(operation.start - operation.setup)}" y="${y + 6}" width="${Math.max(1, x(operation.start) - x(operation.start - operation.setup))}" height="10" class="setup"/>`
        : "";
    return `${setup}<g><title>${escaped(`${operation.orderId} ${operation.operationId}: ${(operation.start / hour).toFixed(2)} to ${(operation.end / hour).toFixed(2)} h`)}</title><rect x="${x(operation.start)}" y="${y}" width="${wide}" height="22" rx="3" fill="hsl(${hueOf(operation.orderId)} 40% 78%)" class="${late.has(operation.orderId) ? "late" : "bar"}"/>${label}</g>`;
  });
  const height = 60 + problem.resources.length * row;
  return `<!doctype html><meta charset="utf-8"><title>Plan</title>
<style>body{font:13px system-ui;margin:16px}svg{font-size:11px}.name{font-weight:600}.bar{stroke:#7a8a86}.late{stroke:#b3261e;stroke-width:2}.setup{fill:#c9a25a}.tick{stroke:#dbe3e1}</style>
<h1>Plan</h1><p>${plan.operations.length} operations, ${late.size} late orders, weighted lateness and set-up cost ${plan.objective.toFixed(1)}, bound ${plan.bound.toFixed(1)}${plan.unplanned.length > 0 ? `, without material: ${plan.unplanned.map(escaped).join(", ")}` : ""}</p>
<svg width="${left + width + 20}" height="${height}" role="img" aria-label="Gantt chart">
${ticks.map((tick) => `<line x1="${x(tick * hour)}" x2="${x(tick * hour)}" y1="24" y2="${height}" class="tick"/><text x="${x(tick * hour) + 2}" y="20">${tick} h</text>`).join("\n")}
${[...rows, ...bars].join("\n")}
</svg>
`;
};
