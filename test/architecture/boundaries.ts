import { globSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, normalize } from "node:path";

/**
 * Who may import whom (docs/architecture.md). A room is the longest matching prefix; a file may always import
 * from its own room. `types` rooms may be reached by `import type` only.
 */
interface Room {
  readonly path: string;
  readonly may: readonly string[];
  readonly types?: readonly string[];
  /** npm packages the room is limited to; absent: any. */
  readonly packages?: readonly string[];
}

/** What each agent needs beside what all of them do. */
const agents = {
  operator: [],
  scheduler: ["optimizer"],
  process: ["services/knowledge"],
  equipment: [],
  resource: [],
  repair: [],
  robot: ["services/protocols", "optimizer"],
  analyst: ["services/protocols"],
};
const agentRooms = Object.entries(agents).map(
  ([name, own]): Room => ({
    path: `agents/${name}`,
    may: ["agents/runtime", "services/core", "services/mes", ...own],
  }),
);

const rooms: readonly Room[] = [
  { path: "services/core", may: [] },
  { path: "services/protocols", may: [] },
  { path: "services/replay", may: ["services/protocols"], packages: ["vitest", "fast-check"] },
  { path: "services/mes", may: ["services/core", "services/protocols", "services/replay"] },
  { path: "services/ingest", may: ["services/core", "services/mes", "services/protocols"] },
  { path: "services/knowledge", may: ["services/core", "services/mes", "services/llm/client.ts"] },
  { path: "services/llm", may: ["services/core", "native"] },
  { path: "services/llm/client.ts", may: ["services/core", "services/llm"] },
  {
    path: "services/api",
    may: [
      "services/core",
      "services/mes",
      "services/replay",
      "services/knowledge",
      "agents",
      "workflows",
      "services/llm/client.ts",
    ],
  },
  {
    path: "services/console",
    // The editor of a cell checks it by the same pure rules as the server.
    may: [
      "services/replay",
      "services/core/zone.ts",
      "services/core/said-amount.ts",
      "services/core/said-time.ts",
      "services/core/stop-reasons.ts",
      "services/core/roles.ts",
      "services/core/heard-lately.ts",
      "services/core/playbook-states.ts",
      "services/core/errors/chinese.ts",
      "services/protocols/cell",
      "services/protocols/cfx/defect-kinds.ts",
    ],
    // A work instruction is told as it is stored.
    types: ["services/core", "agents/process/instruction/model.ts"],
  },
  {
    path: "services/launcher",
    may: [
      "services/core",
      "services/mes",
      "services/llm",
      "services/api",
      "services/ingest",
      "services/knowledge",
      "agents",
      "workflows",
      "native",
    ],
  },
  {
    path: "agents/runtime",
    // The names of kinds of defects are read in what people say.
    may: [
      "services/core",
      "services/mes",
      "services/llm/client.ts",
      "services/protocols/cfx/defect-kinds.ts",
    ],
  },
  ...agentRooms,
  { path: "agents/steward", may: ["agents", "services/core", "services/mes", "services/knowledge"] },
  {
    path: "workflows/worker.ts",
    may: [
      "workflows",
      "agents",
      "services/core",
      "services/mes",
      "services/knowledge",
      "services/llm/client.ts",
    ],
  },
  { path: "workflows/house.ts", may: ["workflows", "services/core"] },
  // Of the worker's process, not of its workflows.
  { path: "workflows/neighbours.ts", may: ["services/core", "services/mes"] },
  { path: "workflows/temporal-log.ts", may: ["services/core"] },
  { path: "workflows/bundle.ts", may: [] },
  { path: "workflows/temporal-log.ts", may: ["services/core"] },
  {
    path: "workflows",
    may: ["services/core"],
    types: ["agents"],
    packages: ["@temporalio/workflow", "@temporalio/common"],
  },
  {
    path: "optimizer",
    may: [],
    packages: ["or-tools-wasm", "zod", "pure-rand", "fastest-levenshtein", "vitest", "fast-check"],
  },
  { path: "native", may: [] },
  { path: "simulators", may: ["services/protocols", "services/core/repeats.ts"] },
  { path: "models", may: ["services/mes", "services/core", "services/llm", "agents", "native"] },
];

const inside = (path: string, room: string) => path === room || path.startsWith(`${room}/`);

const roomOf = (path: string): Room | undefined =>
  rooms.filter((room) => inside(path, room.path)).sort((a, b) => b.path.length - a.path.length)[0];

interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
}

const importsOf = (text: string): Import[] =>
  [...text.matchAll(/^\s*(?:import|export)\s+(type\s+)?(?:[^"'`;]*?\sfrom\s+)?["']([^"']+)["']/gm)].map(
    (match) => ({
      typeOnly: match[1] !== undefined,
      specifier: match[2]!,
    }),
  );

const packageName = (specifier: string) =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");

const problemOf = (file: string, room: Room, { specifier, typeOnly }: Import): string | undefined => {
  if (specifier.startsWith(".")) {
    const target = normalize(join(dirname(file), specifier));
    const owner = roomOf(target);
    if (owner === room || room.may.some((allowed) => inside(target, allowed))) return undefined;
    if (typeOnly && room.types?.some((allowed) => inside(target, allowed))) return undefined;
    return `${file} imports ${target}: ${room.path} may not`;
  }
  if (!room.packages || isBuiltin(specifier)) return undefined;
  return room.packages.includes(packageName(specifier))
    ? undefined
    : `${file} imports the package ${specifier}: ${room.path} may not`;
};

/** Depth-first search for import circles among run-time imports. */
const circles = (graph: ReadonlyMap<string, readonly string[]>): string[] => {
  const state = new Map<string, "open" | "done">();
  const found: string[] = [];
  const visit = (file: string, trail: readonly string[]) => {
    if (state.get(file) === "done") return;
    if (state.get(file) === "open") {
      found.push(`circle: ${[...trail.slice(trail.indexOf(file)), file].join(" -> ")}`);
      return;
    }
    state.set(file, "open");
    for (const next of graph.get(file) ?? []) visit(next, [...trail, file]);
    state.set(file, "done");
  };
  for (const file of graph.keys()) visit(file, []);
  return found;
};

/** Every breach of the map and every circle, one sentence each. */
export const findBreaches = (root: string): string[] => {
  const pattern = "{services,agents,workflows,optimizer,native,simulators,models}/**/*.{ts,tsx}";
  const files = globSync(pattern, { cwd: root }).filter((file) => !file.includes("node_modules"));
  const graph = new Map<string, string[]>();
  const problems: string[] = [];
  for (const file of files) {
    const room = roomOf(file);
    const imports = importsOf(readFileSync(join(root, file), "utf8"));
    graph.set(
      file,
      imports
        .filter(({ specifier, typeOnly }) => specifier.startsWith(".") && !typeOnly)
        .map(({ specifier }) => normalize(join(dirname(file), specifier))),
    );
    // Tests may reach for whatever they test with.
    if (!room || /\.test\.tsx?$/.test(file)) continue;
    for (const found of imports) {
      const problem = problemOf(file, room, found);
      if (problem) problems.push(problem);
    }
  }
  return [...problems, ...circles(graph)];
};

if (process.argv[1] === import.meta.filename) {
  const problems = findBreaches(join(import.meta.dirname, "../.."));
  for (const problem of problems) console.error(problem);
  console.log(problems.length === 0 ? "Imports follow the map; no circles." : `${problems.length} breaches.`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
