/** Texts of times and amounts. The plant's time zone holds for everybody who reads them. */
const timeZone = "Asia/Shanghai";

const parts = new Intl.DateTimeFormat("en-GB", {
  timeZone,
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  hour12: false,
});

/** "11-02 08:30", plant time. */
export const formatPlantTime = (time: Date): string => {
  const found = Object.fromEntries(parts.formatToParts(time).map((part) => [part.type, part.value]));
  return `${found["month"]}-${found["day"]} ${found["hour"]}:${found["minute"]}`;
};

/** "2.5 h", or minutes below one hour. */
export const formatDuration = (seconds: number): string => {
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${(seconds / 3_600).toFixed(1)} h`;
};

/** True for a message that holds Chinese. */
export const isChinese = (text: string): boolean => /\p{Script=Han}/u.test(text);
