import { crc32, deflateSync } from "node:zlib";
import type { DefectKind } from "../../services/protocols/cfx/defect-kinds.ts";
import { createRandomStream } from "../engine/random.ts";

type Colour = readonly [number, number, number];
const [width, height] = [72, 54];
const resist: Colour = [24, 84, 52];
const copper: Colour = [196, 150, 84];
const solder: Colour = [214, 220, 224];
const body: Colour = [54, 50, 48];
const mark: Colour = [226, 226, 214];

const chunk = (type: string, data: Buffer): Buffer => {
  const bytes = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(bytes));
  return Buffer.concat([length, bytes, sum]);
};

/** PNG (ISO 15948) of 8-bit RGB. */
const png = (pixels: Buffer): Buffer => {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (width * 3 + 1));
  for (let y = 0; y < height; y += 1)
    pixels.copy(rows, y * (width * 3 + 1) + 1, y * width * 3, (y + 1) * width * 3);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
};

const draw = (kind: DefectKind, isTrue: boolean, variant: number): Buffer => {
  const random = createRandomStream(variant, `picture/${kind}/${isTrue}`);
  const pixels = Buffer.alloc(width * height * 3);
  const at = (x: number, y: number, [r, g, b]: Colour) => {
    if (x < 0 || y < 0 || x >= width || y >= height) return;
    const grain = (random.uniform() - 0.5) * 18;
    pixels.set(
      [r, g, b].map((value) => Math.max(0, Math.min(255, Math.round(value + grain)))),
      (y * width + x) * 3,
    );
  };
  /** A box around its middle, turned by so many degrees. */
  const box = (cx: number, cy: number, w: number, h: number, colour: Colour, degrees = 0) => {
    const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    const reach = Math.ceil(Math.hypot(w, h) / 2);
    for (let y = -reach; y <= reach; y += 1)
      for (let x = -reach; x <= reach; x += 1)
        if (Math.abs(x * cos + y * sin) <= w / 2 && Math.abs(-x * sin + y * cos) <= h / 2)
          at(Math.round(cx + x), Math.round(cy + y), colour);
  };
  const [cx, cy] = [width / 2, height / 2];
  const strength = isTrue ? 1 : 0.15;
  box(cx, cy, width, height, resist);
  for (const side of [-1, 1]) box(cx + side * 15, cy, 13, 17, copper);
  const is = (...kinds: DefectKind[]) => kinds.includes(kind);
  const paste = is("WrongPasteVolume", "ShiftedPaste", "PasteShort");
  const left = is("InsufficientSolder", "SolderDefect", "WrongPasteVolume") ? 12 * (1 - 0.65 * strength) : 12;
  const moved = is("ShiftedPaste") ? 6 * strength : 0;
  box(cx - 15 + moved, cy + moved, left, left + 3, solder);
  box(cx + 15 + moved, cy + moved, 12, 15, solder);
  if (is("Short", "PasteShort")) box(cx, cy + 9, 22 * strength, 5, solder);
  if (is("ComponentMissing") && isTrue) return png(pixels);
  if (paste) return png(pixels);
  const shift = is("ComponentShifted") ? 8 * strength : 0;
  const turn = is("ComponentRotated") ? 24 * strength : is("Tombstone") ? 60 * strength : 0;
  box(cx + shift, cy - shift / 2, is("Tombstone") && isTrue ? 14 : 26, 15, body, turn);
  if (is("WrongPolarity", "WrongComponent", "WrongCode")) box(cx + (isTrue ? 8 : -8), cy, 3, 13, mark);
  if (is("LiftedLead")) box(cx + 15, cy - 9 * strength, 7, 4, mark, 20);
  if (is("Void"))
    for (let hole = 0; hole < 4 * strength + 1; hole += 1)
      box(cx - 9 + hole * 5, cy - 3 + (hole % 2) * 6, 4, 4, solder);
  return png(pixels);
};

const variants = 4;
const drawn = new Map<string, string>();
/** A small drawing of what the camera sees, as base64 of a PNG. */
export const pictureOf = (kind: DefectKind, isTrue: boolean, number: number): string => {
  const key = `${kind}/${isTrue}/${number % variants}`;
  const known = drawn.get(key);
  if (known) return known;
  const made = draw(kind, isTrue, number % variants).toString("base64");
  drawn.set(key, made);
  return made;
};
