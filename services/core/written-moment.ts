import { plantZone } from "./zone.ts";

/** A moment of the plant in the house's notation, "11-02 08:30"; `timesAsRead` turns it into what people read. */
export const writtenMoment = (moment: Date): string => {
  const { day, time } = plantZone().dayTimeAt(moment);
  return `${day.slice(5)} ${time}`;
};
