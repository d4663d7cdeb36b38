import { inPlainDigits } from "./condition.ts";

/** Stops, each for itself, and not how long all of them were together. */
const stops =
  /(?<!最)(?:停机|停线|停产|故障|停)(?!时[间长])|(?<![a-z])(?:stops?|stopp\w*|stoppages?|outages?|breakdowns?|down|downtimes?)(?![a-z])/;
const longer =
  /(?:超过?|大于|多于|长于|不止|(?<![a-z])(?:over|above|more than|longer than|exceed(?:s|ing|ed)?|beyond))[了过]? ?(?<length>\d+(?:\.\d+)?) ?(?<unit>个?小时|个?钟头?|hours?|hrs?|h(?![a-z])|分钟|minutes?|mins?|min)(?:的|以上)?|(?<least>\d+(?:\.\d+)?) ?(?<of>个?小时|个?钟头?|分钟|hours?|minutes?|mins?)(?:以上| or (?:more|longer))的?/;
/** A wish to be told, a thing imagined, or lines, orders and days by how long they were down in all. */
const otherwise =
  /通知|提醒|告诉|报警|预警|喊我|叫我|如果|要是|假如|会|哪[几些]?[条天个台]|哪[几些]?(?:产?线|设备|机)|每|各|总|合计|平均|(?<![a-z])(?:if|when(?:ever)?|tell|alert|notify|warn|let me know|ping|which|what (?:lines?|days?)|each|total|average|would|will)(?![a-z])/;

/** A length that stops are asked for by, with its words in plain digits. */
export interface LongStops {
  readonly minutes: number;
  readonly words: string;
}

/** The stops that a sentence asks for by their length: "any stop over 2h", 有没有停机超过两小时的. Undefined where it asks otherwise. */
export const longStopsIn = (sentence: string): LongStops | undefined => {
  const text = inPlainDigits(sentence);
  const found = longer.exec(text);
  const { length, least, unit, of } = found?.groups ?? {};
  if (!found || otherwise.test(text) || !stops.test(text.replace(found[0], " "))) return undefined;
  const isHours = /时|钟头|h/.test(unit ?? of ?? "");
  return { minutes: Number(length ?? least) * (isHours ? 60 : 1), words: found[0] };
};
