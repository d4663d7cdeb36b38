import { spawn } from "node:child_process";
import { join } from "node:path";

/** What one process measures of one model, in tokens a second. */
export interface SpeedRequest {
  readonly model: string;
  readonly threads: number;
  readonly measures: readonly string[];
  /** Each measure's median of so many. */
  readonly rounds: number;
  /** Folder of the peer's package. */
  readonly peer?: string;
}
export type Speeds = Readonly<Record<string, number>>;

/** Text of more than that many tokens. */
export const benchPrompt = (tokens: number): string =>
  "the line stopped, the feeder was changed, and the order went on to the next station before the shift ended; ".repeat(
    Math.ceil(tokens / 8),
  );

/** A tool call such as agents make: names and enums that are given, strings and numbers that are free. */
export const benchSchema = JSON.stringify({
  type: "object",
  properties: {
    tool: { enum: ["release_order", "hold_order", "move_operation", "request_maintenance"] },
    order: { type: "string", pattern: "^WO-[0-9]{4}$" },
    resource: { type: "string", pattern: "^(SMT|AOI|TEST)-[0-9]$" },
    priority: { type: "integer", minimum: 0, maximum: 9 },
    reason: { type: "string", minLength: 20, maxLength: 60 },
    confirmed: { type: "boolean" },
  },
  required: ["tool", "order", "resource", "priority", "reason", "confirmed"],
  additionalProperties: false,
});

/** Runs one of the measuring files in a process of its own and gives back what it prints. */
export const measureIn = (file: "ours" | "peer", request: SpeedRequest): Promise<Speeds> =>
  new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, `${file}.ts`), JSON.stringify(request)],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    let text = "";
    let errors = "";
    child.stdout.on("data", (chunk) => {
      text += chunk;
    });
    child.stderr.on("data", (chunk) => {
      errors += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      const line = text.trim().split("\n").at(-1) ?? "";
      if (code === 0 && line.startsWith("{")) resolve(JSON.parse(line) as Speeds);
      else reject(new Error(`${file} ended with ${code}: ${errors.trim().split("\n").slice(-3).join(" ")}`));
    });
  });
