import type { ReplayEvent } from "./event.ts";

/** Events for tests, numbered as they are made; times are minutes. */
export const createStream = () => {
  let seq = 0;
  const event = (
    type: string,
    minute: number,
    objects: Readonly<Record<string, string>>,
    attributes: Readonly<Record<string, unknown>> = {},
  ): ReplayEvent => ({
    seq: String(++seq),
    type,
    time: minute * 60_000,
    objects: Object.entries(objects).map(([kind, id]) => ({ id, type: kind, qualifier: "about" })),
    attributes,
  });
  const job = (id: string, line: string) => ({
    job_order: `JO-${id}`,
    work_order: `WO-${id}`,
    equipment: line,
  });
  return {
    event,
    state: (line: string, minute: number, code: number | null, reason = "") =>
      event("equipment.state", minute, { equipment: line }, { code, reason }),
    released: (id: string, line: string, minute: number, quantity = 100) =>
      event("job.released", minute, job(id, line), { segment: 10, quantity }),
    report: (type: string, id: string, line: string, minute: number, state: string, good = 0, scrap = 0) =>
      event(`job.${type}`, minute, job(id, line), { state, good, scrap, quantity: 100 }),
    transport: (type: string, id: string, minute: number, objects: Readonly<Record<string, string>> = {}) =>
      event(`transport.${type}`, minute, { transport_order: `TO-${id}`, work_order: `WO-${id}`, ...objects }),
  };
};
