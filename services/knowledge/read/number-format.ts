const dates = [14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58];
const builtIn: ReadonlyMap<number, string> = new Map([
  [9, "0%"],
  [10, "0.00%"],
  ...dates.map((id) => [id, "yyyy-mm-dd"] as const),
  ...[18, 20, 32, 34, 55].map((id) => [id, "hh:mm"] as const),
  ...[19, 21, 33, 35, 56].map((id) => [id, "hh:mm:ss"] as const),
  [22, "yyyy-mm-dd hh:mm"],
  [45, "mm:ss"],
  [46, "[h]:mm:ss"],
  [47, "mm:ss.0"],
]);

/** Built-in formats that matter to what a number says (ECMA-376 part 1, 18.8.30), those of a Chinese Excel among them. */
export const builtInFormat = (id: number): string => builtIn.get(id) ?? "";

const token =
  /"(?<quoted>[^"]*)"|\\(?<escaped>.)|[_*].|\[(?<bracket>[^\]]*)\]|AM\/PM|A\/P|上午\/下午|(?<field>y+|m+|d+|h+|s+(?:\.0+)?)|(?<sign>.)/giu;

interface Format {
  readonly share: boolean;
  /** Places for digits: a number, whatever letters stand beside them. */
  readonly digits: boolean;
  /** What the sheet writes behind a number: its unit. */
  readonly behind: string;
  readonly date: boolean;
  /** Parts of a time from the largest on, such as "hms". */
  readonly time: string;
  /** The largest part goes on beyond a day, an hour, a minute: 36:00. */
  readonly elapsed: boolean;
  /** Of seconds. */
  readonly decimals: number;
}

/** What the first section of a format says; the others are for numbers below zero and texts. */
const read = (format: string): Format => {
  let [share, digits, elapsed, decimals, behind, fields] = [false, false, false, 0, "", ""];
  for (const { groups = {} } of format.matchAll(token)) {
    const { quoted, escaped, bracket, field, sign } = groups;
    if (sign === ";") break;
    const open = /^(?:h+|m+|s+)$/i.test(bracket ?? "") ? bracket : undefined;
    if (open) elapsed = true;
    if (open || field) fields += (open ?? field)![0]!.toLowerCase();
    decimals = Math.max(decimals, /\.(0+)$/.exec(field ?? "")?.[1]?.length ?? 0);
    if (sign === "%") share = true;
    else if (sign && /[#0?]/.test(sign)) [digits, behind] = [true, ""];
    else behind += quoted ?? escaped ?? "";
  }
  // An m beside hours or seconds is minutes; else months.
  const parts = fields.replace(/(?<=h)m|m(?=s)/g, "n");
  const time = elapsed ? fields : parts.replace(/[ymd]/g, "").replace(/n/g, "m");
  return {
    share,
    digits,
    behind: behind.trim(),
    date: !elapsed && /[ymd]/.test(parts),
    time,
    elapsed,
    decimals,
  };
};

const two = (value: number) => String(value).padStart(2, "0");

const clock = (total: number, { time, elapsed, decimals }: Format): string => {
  const parts = [
    { letter: "h", seconds: 3_600, most: 24 },
    { letter: "m", seconds: 60, most: 60 },
    { letter: "s", seconds: 1, most: 60 },
  ];
  const first = parts.findIndex(({ letter }) => time.includes(letter));
  const shown = parts.filter(
    ({ letter }, index) => time.includes(letter) || (letter === "m" && index > first && !elapsed),
  );
  return shown
    .map(({ seconds, most, letter }, index) => {
      const whole = Math.floor(total / seconds);
      const value = elapsed && index === 0 ? whole : whole % most;
      const fraction = letter === "s" && decimals > 0 ? (total % 1).toFixed(decimals).slice(1) : "";
      return (shown.length === 1 ? String(value) : two(value)) + fraction;
    })
    .join(":");
};

/** The first number that is no day of a sheet any more: they end with 9999-12-31. */
const lastDay = 2_958_466;
/** Days from 1899-12-30, from which a sheet counts, to 1970; of one that counts from 1904 fewer. */
const daysTo1970 = 25_569;
const daysTo1904 = 1_462;

/** A number as the sheet shows it: dates and times as ISO 8601 writes them. @param from1904 Days are counted from 1904. */
export const asShown = (value: string, format: string, from1904 = false): string => {
  const number = Number(value);
  if (value === "" || Number.isNaN(number)) return value;
  const said = read(format);
  if (said.share) return `${Number((number * 100).toPrecision(12))}%`;
  const plain = String(Number(number.toPrecision(12)));
  if (said.digits) return said.behind ? `${plain} ${said.behind}` : plain;
  if ((!said.date && !said.time) || Math.abs(number) >= lastDay) return plain;
  const precision = 10 ** said.decimals;
  const total = Math.round(Math.abs(number) * 86_400 * precision) / precision;
  const time = said.time ? `${number < 0 ? "-" : ""}${clock(total, said)}` : "";
  if (!said.date) return time;
  const days = number - daysTo1970 + (from1904 ? daysTo1904 : 0);
  const day = new Date(Math.round(days * 86_400) * 1_000).toISOString().slice(0, 10);
  return time ? `${day} ${time}` : day;
};
