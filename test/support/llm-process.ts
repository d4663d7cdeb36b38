import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import OpenAI from "openai";
import { afterAll } from "vitest";
import { tinyDecoder, tinyEncoder } from "./tiny-gguf.ts";

/** The model server as a process over the native engine. */
export interface LlmProcess {
  readonly process: ChildProcess;
  readonly url: string;
  /** Resolves with the first log line whose message it is. */
  readonly said: (message: string) => Promise<Record<string, unknown>>;
}

const main = join(import.meta.dirname, "../../services/llm/main.ts");
const started: ChildProcess[] = [];
const folders: string[] = [];
afterAll(async () => {
  for (const child of started) child.kill("SIGKILL");
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/** Ends with the test file. */
export const startLlmProcess = async (args: readonly string[]): Promise<LlmProcess> => {
  const child = spawn(process.execPath, [main, "--port", "0", ...args], {
    // With a channel to this process it does not outlive it.
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  started.push(child);
  const lines: Record<string, unknown>[] = [];
  const waiting = new Set<() => void>();
  createInterface({ input: child.stdout! }).on("line", (line) => {
    lines.push(JSON.parse(line) as Record<string, unknown>);
    for (const look of waiting) look();
  });
  const said = (message: string) =>
    new Promise<Record<string, unknown>>((resolve) => {
      const look = () => {
        const found = lines.find(({ msg }) => String(msg).includes(message));
        if (!found) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  const { url } = await said("listens");
  return { process: child, url: String(url), said };
};

/** Runs the server's main file to its end. */
export const runLlmToEnd = async (args: readonly string[]) => {
  const child = spawn(process.execPath, [main, ...args]);
  started.push(child);
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, text };
};

/** A folder with models of random weights: two decoders and an encoder. */
export const tinyModels = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "llm-"));
  folders.push(folder);
  await writeFile(join(folder, "tiny.gguf"), tinyDecoder());
  await writeFile(join(folder, "tiny-2.gguf"), tinyDecoder(2));
  await writeFile(join(folder, "tiny-e.gguf"), tinyEncoder());
  return folder;
};

export const openaiOf = ({ url }: LlmProcess): OpenAI =>
  new OpenAI({ baseURL: url, apiKey: "none", maxRetries: 0 });

/** A server of the tiny models, one with a draft, and the official client of it. */
export const serveTinyModels = async () => {
  const folder = await tinyModels();
  const decoder = join(folder, "tiny.gguf");
  const server = await startLlmProcess([
    "--model",
    decoder,
    "--model",
    `other=${join(folder, "tiny-2.gguf")}`,
    "--draft",
    decoder,
    "--embedding-model",
    join(folder, "tiny-e.gguf"),
    "--threads",
    "1",
  ]);
  await server.said("all models are loaded");
  return { server, openai: openaiOf(server) };
};

export const say = (content: string) => [{ role: "user" as const, content }];

/** Without the control tokens an answer of the tiny models goes on to its limit. */
export const noEnd = { 256: -100, 257: -100, 258: -100 };
