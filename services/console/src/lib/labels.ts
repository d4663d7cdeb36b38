const han = /[\u2e80-\uffef]/;
const capital = /[A-Z@%]/;
const signWidth = (sign: string): number => (han.test(sign) ? 1 : capital.test(sign) ? 0.72 : 0.6);
const ellipsis = 1;

/** About how wide a text is drawn, px: rather more than less. */
export const widthOf = (text: string, size: number): number =>
  [...text].reduce((sum, sign) => sum + (sign === "…" ? ellipsis : signWidth(sign)), 0) * size;

/** What several ids begin with alike, up to a sign between their parts and the zeros that fill up their numbers: "WORK-2026-000". Nothing tells them apart there. */
export const sharedStart = (ids: Iterable<string>): string => {
  let shared: string | undefined;
  for (const id of ids) {
    if (shared === undefined) shared = id;
    let length = 0;
    while (length < shared.length && shared[length] === id[length]) length += 1;
    shared = shared.slice(0, length);
  }
  return shared?.match(/^.*[^\p{L}\p{N}](?:0{3,}(?=.*$))?/su)?.[0] ?? "";
};

/** So few signs of an id say nothing. */
const fewest = 3;

/** As much of a text's end as there is room for, since ids are told apart by it; nothing where that is next to nothing. */
export const endOf = (text: string, room: number, size: number): string => {
  // Charts have thousands of these: what has no room for a few signs is not looked at further.
  const free = room / size - ellipsis;
  if (free < fewest * 0.6) return text.length <= fewest && widthOf(text, size) <= room ? text : "";
  if (widthOf(text, size) <= room) return text;
  let [from, used] = [text.length, 0];
  while (from > 0 && used + signWidth(text[from - 1]!) <= free) used += signWidth(text[--from]!);
  return text.length - from < fewest ? "" : `…${text.slice(from)}`;
};

/** A text's beginning and its end, as much as there is room for. */
export const endsOf = (text: string, room: number, size: number): string => {
  if (widthOf(text, size) <= room) return text;
  let [head, tail] = [text.slice(0, text.length / 2), text.slice(text.length / 2)];
  while (head.length + tail.length > fewest && widthOf(`${head}…${tail}`, size) > room)
    if (head.length > tail.length) head = head.slice(0, -1);
    else tail = tail.slice(1);
  return `${head}…${tail}`;
};

/** Of what the rows of a chart are called, px: as much as the longest needs, and not more than is left for it. */
export const labelSpace = (labels: readonly string[], size: number, least: number, chart: number): number =>
  Math.max(
    least,
    Math.min(170, chart * 0.28, Math.max(0, ...labels.map((label) => widthOf(label, size))) + 14),
  );
