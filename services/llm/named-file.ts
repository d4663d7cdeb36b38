import { statSync } from "node:fs";
import { MillwrightError } from "../core/errors.ts";

/**
 * The GGUF file of a model named on the command line: the file itself, or a Hugging Face folder converted on its first use
 * to eight bits, which lose next to nothing.
 *
 * @param folder where converted models are kept
 * @throws MillwrightError MODEL_FILE_INVALID that says what in the folder is missing or not supported
 */
export const provideNamedFile = async (
  path: string,
  folder: string,
  threads: number,
  onProgress: (fraction: number) => void,
): Promise<string> => {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
  const { provideConverted } = await import("../../native/convert/cached.ts");
  try {
    const plan = { layers: "Q8_0", embedding: "Q8_0" } as const;
    return await provideConverted(path, folder, plan, {
      threads,
      onProgress: (done, total) => onProgress(done / total),
    });
  } catch (cause) {
    const problem = (cause as Error).message.replace(/\.$/, "");
    throw new MillwrightError("MODEL_FILE_INVALID", { file: path, problem }, { cause });
  }
};
