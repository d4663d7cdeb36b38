import type { PastJobs } from "../../services/protocols/inspection/program.ts";
import type { PastTests } from "../../services/protocols/past-tests.ts";
import { familyOf } from "./families.ts";
import { firstPassed, isSampled, serialOf } from "./serial.ts";
import type { PlantFaults } from "./unit.ts";

/** A sample of the units that passed in past jobs, one after the other from the start of each job to its end. */
export const passedRecords = (plant: PlantFaults, jobs: PastJobs): PastTests =>
  jobs.flatMap(({ workOrderId, product, line: station, start, end, good }) => {
    if (!familyOf(product)) return [];
    const from = Date.parse(start);
    const each = (Date.parse(end) - from) / Math.max(1, good);
    const numbers = Array.from({ length: good }, (_, index) => index).filter(isSampled);
    return numbers.map((index) => {
      const serial = serialOf(workOrderId, firstPassed + index);
      const time = from + (index + 1) * each;
      const { readings } = plant.passing({ serial, product, line: "", station, time });
      return {
        ...{ serial, product, order: workOrderId, station, time: new Date(time).toISOString() },
        readings: readings.map(({ step, value, unit, expected, lower, upper }) => ({
          ...{ step, value, unit, expected, lower: lower ?? null, upper: upper ?? null },
        })),
      };
    });
  });
