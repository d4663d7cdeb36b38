/**
 * How people read moments. The house writes them in one notation, "11-02 14:33", which evidence is compared in; who shows a text
 * turns that into what is said where it is read: "2 Nov 14:33", "11月2日 14:33".
 */
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A day and a time; neither the end of a date with its year nor part of an id. */
const written = /(?<![\w-])(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]) (?=(?:[01]\d|2[0-4]):[0-5]\d(?![\w:-]))/g;
const said = new RegExp(`\\b(\\d{1,2}) (${months.join("|")})\\b|(\\d{1,2})月(\\d{1,2})日`, "g");

/** A day of the calendar as it is said: "2 Nov", "11月2日". @param day "11-02", with its year or without. */
export const dayAsRead = (day: string, language: "zh" | "en"): string => {
  const [month, date] = day.split("-").slice(-2).map(Number) as [number, number];
  return language === "zh" ? `${month}月${date}日` : `${date} ${months[month - 1]}`;
};

/** A text with its moments as they are said. */
export const timesAsRead = (text: string, language: "zh" | "en"): string =>
  text.replace(written, (_, month, date) => `${dayAsRead(`${month}-${date}`, language)} `);

/** Lengths of time as the house writes them in either language: "41.0 h", "33 min". */
const spans = /(?<=\d) (h|min)(?![\w/])/g;

/** A Chinese text with its lengths of time in its own words. What is quoted is left as it stands. */
export const spansAsRead = (zh: string): string =>
  zh.replace(spans, (_, unit) => (unit === "h" ? " 小时" : " 分钟"));

/** A text with its days in the house's notation again: what is said is compared with what was found. */
export const daysAsWritten = (text: string): string =>
  text.replace(said, (_, date, name, month, dateZh) =>
    [name ? months.indexOf(name) + 1 : month, date ?? dateZh]
      .map((part) => String(part).padStart(2, "0"))
      .join("-"),
  );
