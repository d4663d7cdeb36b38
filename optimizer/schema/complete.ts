import { closedIn } from "../calendar.ts";
import { runsUntil } from "../running.ts";
import type { Window } from "./common.ts";
import { type Term, terms } from "./objective.ts";
import type { ParsedProblem } from "./problem.ts";
import { wholeOf } from "./whole.ts";

type ParsedOrder = ParsedProblem["orders"][number];
type ParsedOperation = ParsedOrder["operations"][number];

const open = <T extends { readonly calendar?: Window[] | undefined; closed?: readonly Window[] | undefined }>(
  resource: T,
): Omit<T, "closed"> => {
  const { closed, ...rest } = resource;
  if (!closed || closed.length === 0) return rest;
  return { ...rest, calendar: closedIn(resource.calendar ?? [], closed) };
};

type Way = ParsedOperation["alternatives"][number] & { readonly duration: number };

const needsAlike = (a: ParsedOperation["secondary"] = [], b: ParsedOperation["secondary"] = []): boolean =>
  a.length === b.length &&
  a.every(({ resource, units }) => b.some((other) => other.resource === resource && other.units === units));

/** Of ways that differ by nothing but their time the first of the shortest: no plan could say which of them it takes, and none gains by another. */
const apart = <T extends Way>(ways: readonly T[], usual: ParsedOperation["secondary"]): T[] =>
  ways.filter(({ resource, duration, secondary = usual }, at) =>
    ways.every(
      (other, place) =>
        other.resource !== resource ||
        !needsAlike(other.secondary ?? usual, secondary) ||
        (place < at ? other.duration > duration : other.duration >= duration),
    ),
  );

const completeOperation = (
  { running, ...operation }: ParsedOperation,
  quantity: number | undefined,
  calendarOf: (resource: string) => readonly Window[],
) => {
  const ways = operation.alternatives.map(({ duration = 0, each, ...alternative }) => ({
    ...alternative,
    duration: each === undefined ? duration : duration + wholeOf(each, quantity!),
  }));
  const alternatives = apart(ways, operation.secondary);
  const needs = operation.needs.map(({ quantity: whole, each, ...need }) => ({
    ...need,
    quantity: whole ?? wholeOf(each!, quantity!),
  }));
  const { fixed } = operation;
  if (fixed?.remaining !== undefined) {
    const end = runsUntil(calendarOf(fixed.resource), fixed.start, fixed.remaining);
    return { ...operation, alternatives, needs, fixed: { ...fixed, end } };
  }
  if (!running) return { ...operation, alternatives, needs };
  const { duration = 0 } = alternatives.find(({ resource }) => resource === running.resource) ?? {};
  const left = running.remaining ?? Math.ceil((duration * running.pieces!) / quantity!);
  const remaining = Math.max(1, left);
  const { resource } = running;
  const end = runsUntil(calendarOf(resource), 0, remaining);
  // What runs has had its material: the stock does not count it any more.
  return { ...operation, alternatives, needs: [], fixed: { resource, start: 0, end, remaining } };
};

/** What a unit of one term outweighs of the next one. */
const outweighs = 1_000;

/** Weights that count terms one after the other. */
const inTurn = (objective: NonNullable<ParsedProblem["objective"]>): typeof objective => {
  const { lexicographic } = objective;
  if (!lexicographic) return objective;
  const weights = Object.fromEntries(
    terms.map((term) => {
      const turn = lexicographic.indexOf(term);
      return [term, turn < 0 ? 0 : outweighs ** (lexicographic.length - 1 - turn)];
    }),
  ) as Record<Term, number>;
  return { ...weights, lexicographic };
};

/** Least to most urgent, as the data store counts priorities. */
const priorityWeight = (priority: number): number => 10 - priority;

/**
 * Works out what is only told by way of something else: weights from classes and priorities, durations and needs from
 * quantities, places of what runs, calendars without what is closed. Doing it again changes nothing.
 */
export const complete = (problem: ParsedProblem) => {
  const resources = problem.resources.map(open);
  const calendars = new Map(resources.map(({ id, calendar }) => [id, calendar]));
  const classes = new Map((problem.classes ?? []).map(({ id, weight }) => [id, weight]));
  return {
    ...problem,
    ...(problem.objective ? { objective: inTurn(problem.objective) } : {}),
    resources,
    ...(problem.secondaryResources ? { secondaryResources: problem.secondaryResources.map(open) } : {}),
    orders: problem.orders.map(({ weight, operations, produces, ...order }) => ({
      ...order,
      // What is never through makes nothing.
      ...(produces && !order.blocked ? { produces } : {}),
      weight:
        weight ??
        classes.get(order.class ?? "") ??
        (order.priority === undefined ? 1 : priorityWeight(order.priority)),
      operations: operations.map((operation) =>
        completeOperation(operation, order.quantity, (resource) => calendars.get(resource) ?? []),
      ),
    })),
  };
};
