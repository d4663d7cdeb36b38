import { afterWorking, type PlacedOperation, type PlanFacts, type Report, workingSeconds } from "./facts.ts";

/** What a resource does at one time: one operation, or a batch of several. */
type Stay = [PlacedOperation, ...PlacedOperation[]];

const isFixed = ([first]: Stay): boolean => first.wanted.fixed !== undefined;
const endOf = (stay: Stay): number => Math.max(...stay.map(({ place }) => place.end));

/** Operations of one batch family with one start on a batch resource are a batch; all else stands alone. */
const staysOf = (lane: readonly PlacedOperation[], capacity: number | undefined): Stay[] => {
  const stays: Stay[] = [];
  const batches = new Map<string, Stay>();
  for (const operation of lane) {
    const { wanted, place } = operation;
    const family = capacity === undefined || wanted.fixed ? undefined : wanted.batch?.family;
    const batch = family === undefined ? undefined : `${place.start} ${family}`;
    const host = batch === undefined ? undefined : batches.get(batch);
    if (host) host.push(operation);
    else {
      const stay: Stay = [operation];
      stays.push(stay);
      if (batch !== undefined) batches.set(batch, stay);
    }
  }
  return stays.sort((a, b) => a[0].place.start - b[0].place.start || endOf(a) - endOf(b));
};

const checkStay = (facts: PlanFacts, stay: Stay, capacity: number | undefined, report: Report): void => {
  const [{ place, key, wanted: first }] = stay;
  const calendar = facts.resources.get(place.resource)?.calendar ?? [];
  if (first.fixed) {
    const { remaining } = first.fixed;
    const end = remaining === undefined ? place.end : afterWorking(calendar, place.start, remaining);
    if (place.end !== end)
      report("duration", key, `ends at ${place.end}, with ${remaining} s left of it ends at ${end}`);
    return;
  }
  const duration = Math.max(...stay.map(({ alternative }) => alternative?.duration ?? 0));
  for (const operation of stay) {
    if (!operation.alternative) report("resource", operation.key, `cannot be done on ${place.resource}`);
    else if (operation.worked !== duration)
      report("duration", operation.key, `works ${operation.worked} s, takes ${duration} s`);
  }
  if (workingSeconds(calendar, place.start, place.start + 1) === 0)
    report("calendar", key, "starts while the resource does not work");
  const size = stay.reduce((sum, { wanted }) => sum + (wanted.batch?.size ?? 0), 0);
  if (capacity !== undefined && size > capacity)
    report("batch", key, `is one of a batch of ${size}, ${place.resource} takes ${capacity}`);
  if (stay.some(({ wanted }) => wanted.family !== stay[0].wanted.family))
    report("batch", key, "is in a batch of several set-up families");
  if (stay.some(({ place: other }) => other.end !== place.end))
    report("batch", key, "is in a batch that does not end together");
};

/** The stays of one resource, each with what stood there before it. */
const inTurn = (facts: PlanFacts): { stay: Stay; before: Stay | undefined; id: string }[] =>
  [...Map.groupBy(facts.placed.values(), ({ place }) => place.resource)].flatMap(([id, lane]) => {
    let before: Stay | undefined;
    return staysOf(lane, facts.resources.get(id)?.batch?.capacity).map((stay) => {
      const turn = { stay, before, id };
      // One fact may outlast the next: what it holds stays held.
      if (!before || endOf(stay) >= endOf(before)) before = stay;
      return turn;
    });
  });

/** Who of a batch has the set-up of them all: the first of those that are planned with one, or the first. */
const hostOf = (stay: Stay): PlacedOperation => stay.find(({ place }) => place.setup > 0) ?? stay[0];

/** Least set-up seconds by operation key, where there must be one; of a batch one operation has it. */
export const neededSetups = (facts: PlanFacts): Map<string, number> => {
  const setups = new Map(
    facts.problem.setups.map(({ group, from, to, seconds }) => [`${group}/${from}/${to}`, seconds]),
  );
  // Nobody knows what a resource without a family is set up for: the longest that may come is planned for.
  const longest = new Map<string, number>();
  for (const { group, from, to, seconds } of facts.problem.setups) {
    if (from === to) continue;
    const key = `${group}/${to}`;
    longest.set(key, Math.max(longest.get(key) ?? 0, seconds));
  }
  const needed = new Map<string, number>();
  for (const { stay, before, id } of inTurn(facts)) {
    const resource = facts.resources.get(id);
    const from = before ? before[0].wanted.family : resource?.family;
    const to = stay[0].wanted.family;
    const group = resource?.setupGroup;
    if (!group || !to || from === to || isFixed(stay)) continue;
    const seconds = from === undefined ? longest.get(`${group}/${to}`) : setups.get(`${group}/${from}/${to}`);
    needed.set(hostOf(stay).key, seconds ?? 0);
  }
  return needed;
};

/** Each resource by itself: durations, calendars, batches, nothing at the same time, room for set-ups. */
export const checkLanes = (facts: PlanFacts, report: Report): void => {
  const setups = neededSetups(facts);
  for (const { stay, before, id } of inTurn(facts)) {
    const resource = facts.resources.get(id);
    const { place, key } = hostOf(stay);
    checkStay(facts, stay, resource?.batch?.capacity, report);
    if (before && place.start < endOf(before) && !(isFixed(stay) && isFixed(before)))
      report("overlap", key, `starts at ${place.start} while ${before[0].key} runs until ${endOf(before)}`);
    const needed = setups.get(key) ?? 0;
    const room = workingSeconds(resource?.calendar ?? [], before ? endOf(before) : 0, place.start);
    if (needed > 0 && room < needed) report("setup", key, `needs ${needed} s of set-up, has ${room} s`);
  }
};
