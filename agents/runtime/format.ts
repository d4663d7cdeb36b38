/** Texts of times and amounts. The plant's time zone holds for everybody who reads them. */
/** Its offset all year, as times are written with it. */
export const zone = "+08:00";
const calendar = new Intl.DateTimeFormat("en-CA", {
  timeZone: "Asia/Shanghai",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

/** Day and time of the plant at a moment: "2026-11-27", "15:00". */
export const plantDayTime = (time: Date): { readonly day: string; readonly time: string } => {
  const found = Object.fromEntries(calendar.formatToParts(time).map((part) => [part.type, part.value]));
  return {
    day: `${found["year"]}-${found["month"]}-${found["day"]}`,
    time: `${found["hour"]}:${found["minute"]}`,
  };
};

/** The last moment of a deadline, "2026-11-27T15:00", or of a whole day, "2026-11-27". */
export const momentOfDeadline = (by: string): Date => {
  const [day, time] = by.split("T");
  return time
    ? new Date(`${day}T${time}:00${zone}`)
    : new Date(Date.parse(`${day}T00:00:00${zone}`) + 24 * 3_600_000);
};

/** A moment as a deadline names it: "2026-11-27T15:00". */
export const deadlineAt = (moment: Date): string => {
  const { day, time } = plantDayTime(moment);
  return `${day}T${time}`;
};

/** "11-27 15:00", or "11-27" for a whole day. */
export const formatDeadline = (by: string): string => by.slice(5).replace("T", " ");

/** A share as "91.2%". */
export const formatPercent = (share: number): string => `${(share * 100).toFixed(1)}%`;

/** "11-02 08:30", plant time. */
export const formatPlantTime = (moment: Date): string => formatDeadline(deadlineAt(moment));

/** "2.5 h", or minutes below one hour. */
export const formatDuration = (seconds: number): string => {
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${(seconds / 3_600).toFixed(1)} h`;
};

/** The language to answer a message in. */
export const languageIn = (text: string): "zh" | "en" => (isChinese(text) ? "zh" : "en");

/** True for a message that holds Chinese. */
export const isChinese = (text: string): boolean => /\p{Script=Han}/u.test(text);
