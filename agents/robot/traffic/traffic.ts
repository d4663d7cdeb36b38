import type { PlantClock } from "../../../services/core/clock.ts";
import type { Logger } from "../../../services/core/log.ts";
import type { Db } from "../../../services/mes/database.ts";
import { createLeadership } from "../../../services/mes/leadership.ts";
import { listen } from "../../../services/mes/listen.ts";
import {
  currentRoadmap,
  type RoadmapRow,
  roadmapVersion,
  trafficChannel,
} from "../../../services/mes/queries/traffic.ts";
import { createControl } from "./control.ts";
import { noRoadmap } from "./no-roadmap.ts";
import { floorNow, Overtaken, revisionOf, storedRoutes, storeProblems, storeTurn } from "./store.ts";
import type { ShownRoute } from "./turn.ts";

export interface TrafficDeps {
  readonly db: Db;
  readonly databaseUrl: string;
  readonly clock: PlantClock;
  readonly log: Logger;
}

export interface RunningTraffic {
  close(): Promise<void>;
}

/** However quiet the floor is, it is looked at so often: a notification may be lost, and waiting has its times. */
const longestWaitMs = 1_000;
/** Another controller is there: it is asked so often whether it has gone. */
const standbyMs = 1_000;

/**
 * Drives the fleet: one controller at a time looks at what vehicles say and what is to be transported, and stores and sends what
 * follows. Several may be started; the others stand by. It may be killed at any moment: what vehicles are released is in the data
 * store with the messages that tell them, and a controller that only believes to be the one is overtaken by the revision there.
 */
export const createTraffic = async ({
  db,
  databaseUrl,
  clock,
  log,
}: TrafficDeps): Promise<RunningTraffic> => {
  const leadership = createLeadership(databaseUrl, "traffic");
  let control: ReturnType<typeof createControl> | undefined;
  let revision = "";
  let map: RoadmapRow | undefined;
  let stored = new Map<string, string>();
  let told = "";
  let isClosed = false;
  let isAwake = false;
  let wake = () => {};

  const forget = () => {
    control = undefined;
  };
  const load = async ({ description: roadmap }: RoadmapRow) => {
    const routes = await storedRoutes(db);
    stored = new Map();
    told = "";
    control = createControl({
      roadmap,
      routes,
      seed: Number(BigInt(revision) % 1_000_000n) + 1,
    });
  };

  const turn = async (): Promise<void> => {
    if (!(await leadership.hold())) return forget();
    const now = clock.now();
    const [version, current] = await Promise.all([roadmapVersion(db), revisionOf(db)]);
    if (version !== map?.version) {
      map = await currentRoadmap(db);
      forget();
    }
    if (!map) return storeProblems(db, [noRoadmap]);
    if (!control || current !== revision) {
      revision = current;
      await load(map);
    }
    const { vehicles, transports, unsent } = await floorNow(db);
    const result = control!.turn({ vehicles, transports, unsent, now, wall: Date.now() });
    const changed = result.routes.filter(
      (route: ShownRoute) => stored.get(route.vehicle) !== JSON.stringify(route),
    );
    const problems = JSON.stringify(result.problems);
    const said = result.given.length + result.orders.length + result.cancels.length;
    if (changed.length === 0 && said === 0 && problems === told) return;
    const addresses = new Map(vehicles.map(({ id, address }) => [id, address]));
    revision = await storeTurn(db, revision, { map: map.description, turn: result, changed, now }, addresses);
    for (const route of changed) stored.set(route.vehicle, JSON.stringify(route));
    told = problems;
    if (problems !== "[]") log.info({ problems: result.problems.map(({ en }) => en) }, "traffic");
  };

  const sleep = (ms: number) =>
    new Promise<void>((done) => {
      const timer = setTimeout(done, ms);
      wake = () => {
        clearTimeout(timer);
        done();
      };
      if (isAwake || isClosed) wake();
    });
  const nudge = () => {
    isAwake = true;
    wake();
  };
  const loop = async () => {
    while (!isClosed) {
      isAwake = false;
      try {
        await turn();
      } catch (error) {
        // Whatever was decided is not stored: it is decided anew from what is.
        forget();
        if (!(error instanceof Overtaken)) {
          log.warn({ error: (error as Error).message }, "traffic waits");
          isAwake = false;
        }
      }
      await sleep(control ? longestWaitMs : standbyMs);
    }
  };
  const listener = await listen(databaseUrl, [trafficChannel], nudge, nudge);
  const running = loop();
  return {
    close: async () => {
      isClosed = true;
      wake();
      await running;
      await listener.close();
      await leadership.drop();
    },
  };
};
