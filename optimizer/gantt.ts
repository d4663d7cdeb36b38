import { readFileSync } from "node:fs";
import { chartOf } from "./gantt/chart.ts";
import type { Plan } from "./plan.ts";
import type { Problem } from "./problem.ts";

export interface GanttOptions {
  /** Date of the problem's time 0, ISO 8601 with a zone; none: times are counted in days. */
  readonly start?: string | undefined;
}

const part = (name: string): string => readFileSync(new URL(`./gantt/${name}`, import.meta.url), "utf8");

/** The page's own modules, each after those that it imports. */
const modules = [
  "view",
  "words",
  "times",
  "dom",
  "layout",
  "orders",
  "tip",
  "bar",
  "ground",
  "scene",
  "page",
] as const;

/** A file that is opened from disk cannot import others: the modules become one, in which all names stand together. */
const script = (): string =>
  modules
    .map((name) =>
      part(`view/${name}.js`)
        .replaceAll(/^import [^;]*;\n/gm, "")
        .replaceAll(/^export /gm, ""),
    )
    .join("\n");

/** JSON that may stand inside a script element: nothing in it can end the element or begin a comment. */
const embedded = (value: unknown): string => JSON.stringify(value).replaceAll("<", "\\u003c");

/**
 * The plan as a page by itself, which needs no server: a row a resource with set-ups, closed hours, frozen work and
 * lateness, use of secondary resources, and why late orders are late; Chinese and English, light and dark.
 */
export const ganttPage = (problem: Problem, plan: Plan, { start }: GanttOptions = {}): string =>
  `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>Millwright plan</title>
<style>
${part("page.css")}</style>
</head>
<body>
<noscript>This chart is drawn by a script in this file; allow scripts to see it. 本页图表由文件内脚本绘制，请允许运行脚本。</noscript>
<div id="page"></div>
<script type="application/json" id="chart">${embedded(chartOf(problem, plan, start))}</script>
<script type="module">
${script()}</script>
</body>
</html>
`;
