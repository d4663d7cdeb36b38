/** Date, time and zone: without a zone a time is another one on every machine. */
const moment = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/i;

/** The moment of a text; undefined for what is none, such as the 30th of February, which Date would take for March. */
export const momentOf = (text: string): Date | undefined => {
  const [, day] = moment.exec(text) ?? [];
  if (!day || new Date(`${day}T00:00:00Z`).toJSON()?.slice(0, 10) !== day) return undefined;
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? undefined : time;
};
