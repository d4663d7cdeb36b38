/** Text files as people's programs save them. */
const marks: readonly (readonly [bytes: readonly number[], encoding: string])[] = [
  [[0xff, 0xfe], "utf-16le"],
  [[0xfe, 0xff], "utf-16be"],
];

/** Whether it names an encoding that files can be read in: "utf-8", "gb18030", "windows-1252". */
export const isEncoding = (name: string): boolean => {
  try {
    new TextDecoder(name);
    return true;
  } catch {
    return false;
  }
};

/** UTF-16 without a mark: a header has no letter that takes more than one byte, so that every other one is zero. */
const unmarked = (bytes: Uint8Array): string | undefined => {
  const [first, second, third, fourth] = bytes;
  if (first && second === 0 && third && fourth === 0) return "utf-16le";
  return first === 0 && second && third === 0 && fourth ? "utf-16be" : undefined;
};

/**
 * The text of a file: UTF-8, or UTF-16 where its first bytes say so or are so; of what is neither, the encoding that is given. Undefined
 * when the bytes are none of these: an encoding is not guessed, since wrong letters would be stored without a word.
 */
export const decodeText = (bytes: Uint8Array, encoding?: string): string | undefined => {
  const marked = marks.find(([first]) => first.every((byte, index) => bytes[index] === byte));
  const wide = marked?.[1] ?? unmarked(bytes);
  for (const name of wide ? [wide] : ["utf-8", ...(encoding ? [encoding] : [])])
    try {
      return new TextDecoder(name, { fatal: true }).decode(bytes);
    } catch {
      // Not in this one.
    }
  return undefined;
};

/** What stands between the fields: a comma, or what the header has in its place. Names of columns hold none of them. */
export const delimiterOf = (text: string): string => {
  const [header = ""] = text.split(/[\r\n]/, 1);
  return [",", ";", "\t"].find((sign) => header.includes(sign)) ?? ",";
};

/** Figures, points and signs as keyboards for Chinese write them, as any other: "１２０" is 120. */
export const plainFigures = (text: string): string =>
  text.replaceAll(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));

export type Field = string | number | boolean | null | undefined;

/** Rows as the text of a CSV file, one a line: every field in quotes, what is null or not there empty. */
export const toCsv = (rows: readonly Readonly<Record<string, Field>>[]): string => {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const line = (fields: readonly Field[]) =>
    fields
      .map(
        (field) =>
          `"${String(field ?? "")
            .replaceAll('"', '""')
            .replaceAll(/[\r\n]+/g, " ")}"`,
      )
      .join(",");
  return [line(columns), ...rows.map((row) => line(columns.map((column) => row[column])))].join("\n");
};
