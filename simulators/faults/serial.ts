const unitDigits = 4;
/** Units of an order that pass are numbered from here on, those that fail from one. */
export const firstPassed = 1_001;

/** The serial number of a unit of an order, counted from 1: the same at the lines that make its board and at those that test it. */
export const serialOf = (workOrderId: string, number: number): string =>
  `SN-${workOrderId.replaceAll(/\D/g, "")}${String(number).padStart(unitDigits, "0")}`;

/** Of the units that pass, testers of the demonstration keep the measurements of every tenth: enough for capability, and a small disk. */
export const isSampled = (number: number): boolean => number % 10 === 0;
