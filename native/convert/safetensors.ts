import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import { parseJson, readJson } from "./json.ts";
import { openSource, type SourceFile } from "./source-file.ts";
import { rowBytes, rowsOf, type SourceTensor, tensorBytes } from "./tensor.ts";

/**
 * Safetensors: eight bytes of length, a JSON header, then the data. Format: huggingface/safetensors README. Tensors keep
 * their names here; their shapes are turned round, fastest dimension first, as everywhere else.
 */

/** A tensor of another type may be there as long as nobody wants it. */
const readable = ["F32", "F16", "BF16"] as const;

const wholeNumber = z.int().nonnegative();
const headerSchema = z.record(
  z.string(),
  z.object({
    dtype: z.string(),
    shape: z.array(wholeNumber).max(4),
    data_offsets: z.tuple([wholeNumber, wholeNumber]),
  }),
);
const indexSchema = z.object({ weight_map: z.record(z.string(), z.string()) });

/** The format's own limit. */
const largestHeader = 100_000_000;

export interface SafetensorsModel {
  readonly names: readonly string[];
  /** @throws Error when it is missing or has a type that is not read */
  tensor(name: string): SourceTensor;
  close(): void;
}

const readHeader = (file: SourceFile): Map<string, () => SourceTensor> => {
  const length = file.size < 8 ? 0n : file.read(0, 8).readBigUInt64LE();
  if (length < 2n || length > largestHeader || 8 + Number(length) > file.size)
    throw new Error(`${file.path} is no safetensors file: its header would have ${length} bytes`);
  const start = 8 + Number(length);
  const json = parseJson(file.path, file.read(8, Number(length)).toString("utf8"));
  if (json !== null && typeof json === "object") Reflect.deleteProperty(json, "__metadata__");
  const header = headerSchema.safeParse(json);
  if (!header.success)
    throw new Error(`${file.path} has an unsound header: ${z.prettifyError(header.error)}`);
  let covered = 0;
  const places = Object.entries(header.data).sort(([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0]);
  for (const [name, { data_offsets }] of places) {
    const [from, to] = data_offsets;
    if (from < covered || to < from || start + to > file.size)
      throw new Error(`${file.path}: tensor ${name} lies outside of the file or in another tensor`);
    covered = to;
  }
  return new Map(
    places.map(([name, { dtype, shape, data_offsets }]) => [
      name,
      () => {
        const type = readable.find((known) => known === dtype);
        if (!type)
          throw new Error(`${file.path}: tensor ${name} is ${dtype}; F32, F16 and BF16 are supported`);
        const turned = shape.toReversed();
        const bytes = rowBytes(type, turned[0] ?? 1);
        const total = tensorBytes(type, { shape: turned });
        if (total === 0 || data_offsets[1] - data_offsets[0] !== total)
          throw new Error(
            `${file.path}: tensor ${name} has ${data_offsets[1] - data_offsets[0]} bytes, its shape wants ${total}`,
          );
        return {
          name,
          shape: turned,
          type,
          read: (first, rows) => {
            if (first + rows > rowsOf({ shape: turned }))
              throw new Error(`tensor ${name} has no row ${first + rows - 1}`);
            return file.read(start + data_offsets[0] + first * bytes, rows * bytes);
          },
        };
      },
    ]),
  );
};

/** Which file holds which tensor; none stated when there is only one. */
const shardNames = (folder: string): { files: readonly string[]; map?: Readonly<Record<string, string>> } => {
  const index = join(folder, "model.safetensors.index.json");
  if (!existsSync(index)) return { files: ["model.safetensors"] };
  const map = readJson(index, indexSchema).weight_map;
  const files = [...new Set(Object.values(map))];
  // A name with a folder in it could lead anywhere.
  const astray = files.find((name) => name !== basename(name) || name === "..");
  if (astray !== undefined) throw new Error(`${index} names the file ${astray}, which is not in its folder`);
  return { files, map };
};

/**
 * @param folder holds model.safetensors, or shards and model.safetensors.index.json
 * @throws Error with a sentence that names the file and the place when something is missing or unsound
 */
export const readSafetensors = (folder: string): SafetensorsModel => {
  const { files, map } = shardNames(folder);
  const open: SourceFile[] = [];
  const close = () => {
    for (const file of open) file.close();
  };
  try {
    const tensors = new Map<string, () => SourceTensor>();
    for (const name of files) {
      const file = openSource(join(folder, name));
      open.push(file);
      for (const [tensor, make] of readHeader(file)) {
        if (map && map[tensor] !== name) continue;
        tensors.set(tensor, make);
      }
    }
    const lost = map && Object.keys(map).find((name) => !tensors.has(name));
    if (map && lost !== undefined)
      throw new Error(`tensor ${lost} is not in ${map[lost]}, where the index has it`);
    return {
      names: [...tensors.keys()],
      tensor: (name) => {
        const make = tensors.get(name);
        if (!make) throw new Error(`the tensor ${name} is missing`);
        return make();
      },
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
};
