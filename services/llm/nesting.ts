/** Levels of a request's values that are followed; the schema compiler follows fewer. */
const mostLevels = 200;

/** Whether lists and objects lie deeper within one another than anybody means. */
export const isTooDeep = (value: unknown, levels = mostLevels): boolean => {
  if (value === null || typeof value !== "object") return false;
  return levels === 0 || Object.values(value).some((item) => isTooDeep(item, levels - 1));
};

export const tooDeep = `must not be nested deeper than ${mostLevels} levels`;
