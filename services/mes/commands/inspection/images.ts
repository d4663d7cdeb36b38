import { createHash } from "node:crypto";
import { MillwrightError } from "../../../core/errors.ts";
import type { Db, Tx } from "../../database.ts";
import type { InspectionImageTable } from "../../schema/inspection.ts";

/** A picture larger than this is refused. */
export const mostImageBytes = 2 * 1_024 * 1_024;

type MediaType = InspectionImageTable["media_type"];

const startsWith = (bytes: Buffer, ...start: number[]) => start.every((byte, index) => bytes[index] === byte);

/** What a picture is by its bytes, since a name may lie; undefined for what is none. */
const mediaTypeOf = (bytes: Buffer): MediaType | undefined => {
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return "image/png";
  if (startsWith(bytes, 0xff, 0xd8, 0xff)) return "image/jpeg";
  if (
    bytes.subarray(0, 4).toString("latin1") === "RIFF" &&
    bytes.subarray(8, 12).toString("latin1") === "WEBP"
  )
    return "image/webp";
  return undefined;
};

/**
 * Keeps pictures of defects and checkpoints, each once; gives their ids in the order given.
 *
 * @throws MillwrightError PAYLOAD_TOO_LARGE, INVALID_INPUT for what is no PNG, JPEG or WebP.
 */
export const keepImages = async (
  tx: Db | Tx,
  images: readonly Buffer[],
  createdBy: string,
  now: Date,
): Promise<string[]> => {
  const rows = images.map((bytes) => {
    if (bytes.length > mostImageBytes)
      throw new MillwrightError("PAYLOAD_TOO_LARGE", { size: bytes.length, limit: mostImageBytes });
    const media_type = mediaTypeOf(bytes);
    if (!media_type)
      throw new MillwrightError("INVALID_INPUT", {
        path: "image",
        problem: "must be a PNG, JPEG or WebP picture",
      });
    const id = createHash("sha256").update(bytes).digest("hex");
    return { id, media_type, bytes, created_by: createdBy, created_at: now };
  });
  const once = [...new Map(rows.map((row) => [row.id, row])).values()];
  if (once.length > 0)
    await tx
      .insertInto("inspection_image")
      .values(once)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  return rows.map(({ id }) => id);
};
