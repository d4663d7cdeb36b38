import type {
  Checkpoint,
  PatrolCheck,
  PatrolKind,
  PatrolRoute,
} from "../../services/protocols/patrol/description.ts";
import {
  formatPatrolTopic,
  type PatrolMessageKind,
  type PatrolReadingMessage,
} from "../../services/protocols/patrol/messages.ts";
import { connectMachine } from "../broker.ts";
import { createRandomStream } from "../engine/random.ts";
import type { Scheduler } from "../engine/scheduler.ts";

export interface PatrolOptions {
  readonly url: string;
  readonly site: string;
  readonly patroller: string;
  readonly routes: readonly PatrolRoute[];
  readonly seed: number;
  readonly scheduler: Scheduler;
  /** Minutes after midnight by the plant's clock. */
  readonly minuteOfDay: (time: number) => number;
  readonly onProblem: (problem: string) => void;
}

const minuteMs = 60_000;
const metresAMinute = 45;
const lookMs = 30_000;
/** A fault at a checkpoint comes and goes by stretches of so long. */
const faultMs = 6 * 60 * minuteMs;
const faultShare: Readonly<Partial<Record<PatrolKind, number>>> = {
  intrusion: 0.02,
  fireExit: 0.05,
  blockedAisle: 0.12,
};
const usualFault = 0.06;
/** Rounds that it does not go: charging, or in the way. */
const missedShare = 0.05;

/** What a check reads: within its limits, or past one of them while something is wrong there. */
const readingOf = (
  seed: number,
  point: Pick<Checkpoint, "id">,
  { id, kind, lower, upper }: PatrolCheck,
  time: number,
): Pick<PatrolReadingMessage, "value" | "ok"> => {
  const fault = createRandomStream(seed, `${Math.floor(time / faultMs)}/${point.id}/${id}/is wrong`);
  const isWrong = fault.chance(faultShare[kind] ?? usualFault);
  if (lower === null && upper === null) return { ok: !isWrong };
  const random = createRandomStream(seed, `${time}/${point.id}/${id}/is read`);
  const [low, high] = [lower ?? (upper ?? 0) * 0.6, upper ?? (lower ?? 0) * 1.5];
  const width = high - low;
  const past =
    upper !== null && (lower === null || fault.chance(0.6)) ? high + width * 0.12 : low - width * 0.12;
  const value = (isWrong ? past : low + width * 0.5) + width * 0.05 * random.normal();
  return { value: Math.round(value * 100) / 100 };
};

/** When the round behind a moment begins, at so many minutes after midnight; ms. */
export const nextRoundAt = (
  { firstMinute, everyMinutes }: Pick<PatrolRoute, "firstMinute" | "everyMinutes">,
  now: number,
  minute: number,
): number => {
  const passed = Math.max(0, Math.floor((minute - firstMinute) / everyMinutes) + 1);
  const next = Math.min(
    minute < firstMinute ? firstMinute : firstMinute + passed * everyMinutes,
    1_440 + firstMinute,
  );
  return Math.floor(now / minuteMs) * minuteMs + (next - minute) * minuteMs;
};

/** A robot that goes its rounds by the plant's clock, from checkpoint to checkpoint, and tells what it reads there. */
export const createPatrol = (options: PatrolOptions) => {
  const { url, site, patroller, routes, seed, scheduler, minuteOfDay, onProblem } = options;
  const client = connectMachine({
    url,
    clientId: `patrol-${patroller}`,
    name: patroller,
    isKept: true,
    onProblem,
  });
  const send = (kind: PatrolMessageKind, message: object) =>
    client.publish(formatPatrolTopic(site, patroller, kind), JSON.stringify(message), { qos: 1 });
  const iso = () => new Date(scheduler.now()).toISOString();
  let place = { x: routes[0]?.checkpoints[0]?.x ?? 0, y: routes[0]?.checkpoints[0]?.y ?? 0 };
  let isOut = false;
  const tellState = () => send("state", { time: iso(), online: true, ...place, battery: isOut ? 72 : 96 });

  const round = (route: PatrolRoute, roundId: string) => {
    isOut = true;
    const about = { roundId, routeId: route.id };
    send("round", { messageId: `${roundId}/started`, ...about, state: "Started", time: iso() });
    const visit = (index: number): void => {
      const point = route.checkpoints[index];
      if (!point) {
        isOut = false;
        tellState();
        send("round", { messageId: `${roundId}/completed`, ...about, state: "Completed", time: iso() });
        return;
      }
      const away = Math.hypot(point.x - place.x, point.y - place.y);
      scheduler.at(scheduler.now() + (away / metresAMinute) * minuteMs + lookMs, () => {
        place = { x: point.x, y: point.y };
        tellState();
        for (const check of point.checks)
          send("reading", {
            messageId: `${roundId}/${point.id}/${check.id}`,
            ...about,
            checkpointId: point.id,
            checkId: check.id,
            time: iso(),
            ...readingOf(seed, point, check, scheduler.now()),
          });
        visit(index + 1);
      });
    };
    visit(0);
  };

  /** A timer may fire a moment early: what comes next is counted from the round that was due. */
  const plan = (route: PatrolRoute, now: number): void => {
    const at = nextRoundAt(route, now, minuteOfDay(now));
    scheduler.at(at, () => {
      const roundId = `${route.id}/${new Date(at).toISOString()}/${patroller}`;
      if (!createRandomStream(seed, `${roundId} is missed`).chance(missedShare)) round(route, roundId);
      plan(route, Math.max(at, scheduler.now()));
    });
  };
  for (const route of routes) plan(route, scheduler.now());
  client.once("connect", tellState);
  return { close: () => client.endAsync() };
};
