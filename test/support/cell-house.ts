import { randomUUID } from "node:crypto";
import { silentLogger } from "../../services/core/log.ts";
import { startIngest } from "../../services/ingest/ingest.ts";
import { startBroker } from "../../services/launcher/broker.ts";
import { readClock, resumeClock } from "../../services/mes/clock.ts";
import { eventChannel } from "../../services/mes/events.ts";
import { cellChannel } from "../../services/mes/queries/cells.ts";
import { demoSite } from "../../services/mes/seed/equipment.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import type { StepCommand, StepReport } from "../../services/protocols/cell/messages.ts";
import { createSimulatedCell } from "../../simulators/cell/cell.ts";
import { connectCell } from "../../simulators/cell/connection.ts";
import { createRandomStream } from "../../simulators/engine/random.ts";
import { createPacedScheduler } from "../../simulators/engine/scheduler.ts";
import { startTestHouse } from "./house.ts";
import { postTo, signInTo } from "./http.ts";
import { waitFor } from "./wait.ts";

/** A run of a quarter of an hour takes two seconds. */
const speed = 400;

/** A run as GraphQL tells it. */
export interface CellRunView {
  readonly id: string;
  readonly status: string;
  readonly replans: number;
  readonly robotsOut: readonly string[];
  readonly reason: string | null;
  readonly steps: readonly {
    readonly id: string;
    readonly unit: string;
    readonly state: string;
    readonly robots: readonly string[];
    readonly attempt: number;
  }[];
  readonly good: number;
  readonly jobOrder: string | null;
  readonly stranded: readonly {
    readonly unit: string;
    readonly from: string;
    readonly to: string | null;
    readonly doneAt: string | null;
  }[];
  readonly setUps: readonly { readonly at: string; readonly what: string; readonly doneAt: string | null }[];
  readonly approval: {
    readonly id: string;
    readonly argsHash: string;
    readonly planVersion: number;
    readonly role: string;
  } | null;
}
export const runFields =
  "id status replans robotsOut reason good jobOrder stranded { unit from to doneAt } steps { id unit state robots attempt } setUps { at what doneAt } approval { id argsHash planVersion role }";

export const isOver = ({ status }: CellRunView): boolean =>
  ["Completed", "Failed", "Aborted"].includes(status);

/** A house with a broker, in which runs go through a simulated cell whose faults the test decides. */
export const startCellHouse = async () => {
  const house = await startTestHouse({ REPAIR_BUDGET_MS: "500" });
  await resumeClock(house.plant.db, demoEpoch(), speed);
  const broker = await startBroker({ port: 0 });
  const ingest = await startIngest({
    databaseUrl: house.plant.url,
    mqttUrl: broker.url,
    hostId: `test-${randomUUID()}`,
    log: silentLogger,
  });
  const open: { close(): Promise<void> }[] = [];
  /** Emergency stops that the cell was told. */
  const stops = { count: 0 };
  const tokens = new Map<string, Promise<string>>();
  const tokenOf = (user: string): Promise<string> => {
    const token = tokens.get(user) ?? signInTo(house.api.url, user);
    tokens.set(user, token);
    return token;
  };
  const as = async <T>(user: string, query: string, variables: object = {}) => {
    const token = await tokenOf(user);
    return (await postTo(
      house.api.url,
      "/graphql",
      { query, variables },
      { authorization: `Bearer ${token}` },
    )) as {
      data: T;
      errors?: { extensions: { code: string } }[];
    };
  };
  const propose = async (units: object[], user = "liu.yang", key: string = randomUUID()) =>
    as<{ proposeCellRun: CellRunView }>(
      user,
      `mutation($units: [CellUnitsInput!]!, $key: String!) { proposeCellRun(cell: "TC-1", units: $units, idempotencyKey: $key, language: en) { ${runFields} } }`,
      { units, key },
    );
  const run = async (id: string) =>
    (
      await as<{ cellRun: CellRunView }>(
        "liu.yang",
        `query($id: ID!) { cellRun(id: $id) { ${runFields} } }`,
        { id },
      )
    ).data.cellRun;
  const act = (field: string, args: string, user = "liu.yang") =>
    as<Record<string, unknown>>(
      user,
      `mutation { ${field}(${args}, idempotencyKey: "${randomUUID()}") { __typename } }`,
    );
  const until = (id: string, done: (found: CellRunView) => boolean) =>
    waitFor(house.plant.url, async () => {
      const found = await run(id);
      return done(found) ? found : undefined;
    }, [eventChannel, cellChannel]);

  /** Answers the proposal; a run that is approved has begun when this returns. */
  const approve = async ({ id, approval }: CellRunView, user = "liu.yang") => {
    const answer = await as(
      user,
      `mutation($id: ID!, $hash: String!, $version: Int!) { decideApproval(approvalId: $id, argsHash: $hash, planVersion: $version, approve: true) }`,
      { id: approval!.id, hash: approval!.argsHash, version: approval!.planVersion },
    );
    if (!answer.errors) await until(id, ({ status }) => status !== "Proposed");
    return answer;
  };

  const confirm = (id: string, { at, what }: CellRunView["setUps"][number]) =>
    act("confirmCellSetUp", `run: "${id}", at: "${at}", what: "${what}"`);
  /** Says of each fixture of a run that it is mounted. */
  const mount = async ({ id, setUps }: CellRunView): Promise<void> => {
    for (const setUp of setUps) await confirm(id, setUp);
  };
  /** A run of one unit that is approved and has its fixtures, as it was proposed. */
  const begin = async (): Promise<CellRunView> => {
    const proposed = (await propose([{ product: "RRU-5258", count: 1 }])).data.proposeCellRun;
    await approve(proposed);
    await mount(proposed);
    return proposed;
  };

  /** The cell's control; what it is told goes through `before`, which may answer in its place, and takes as long as `takes` says. */
  const simulate = async (
    before: (command: StepCommand) => Partial<StepReport> | undefined = () => undefined,
    takes: (command: StepCommand) => number = ({ durationS }) => durationS,
  ) => {
    const { plantAnchor, wallAnchor } = await readClock(house.plant.db);
    const scheduler = createPacedScheduler({ plantAnchor, wallAnchor, speed });
    const commands: StepCommand[] = [];
    const random = createRandomStream(1, "cell");
    const connection = connectCell({
      url: broker.url,
      site: demoSite,
      cell: "TC-1",
      now: scheduler.now,
      onProblem: () => {},
      createCell: (report) => {
        const cell = createSimulatedCell({
          scheduler,
          random,
          variation: 0.1,
          faultRate: 0,
          insert: () => ({ inserted: true, seconds: 3, peakN: 8 }),
          report,
        });
        return {
          command: (command) => {
            if (command.command === "Stop") {
              stops.count += 1;
              return cell.command(command);
            }
            commands.push(command);
            const answer = command.command === "StoreAndStart" ? before(command) : undefined;
            if (!answer) return cell.command({ ...command, durationS: takes(command) });
            const time = new Date(scheduler.now()).toISOString();
            report({ commandId: command.commandId, state: "Running", time });
            report({ commandId: command.commandId, state: "Aborted", time, ...answer });
          },
        };
      },
    });
    open.push(connection);
    return commands;
  };

  /** Says of each fixture that is asked for that it is mounted, until this holds of the run or it is over. */
  const goOn = async (id: string, done: (found: CellRunView) => boolean): Promise<CellRunView> => {
    const toMount = ({ setUps }: CellRunView) => setUps.find(({ doneAt }) => doneAt === null);
    for (;;) {
      const found = await until(id, (now) => done(now) || isOver(now) || toMount(now) !== undefined);
      if (done(found) || isOver(found)) return found;
      await confirm(id, toMount(found)!);
    }
  };

  return {
    ...house,
    stops,
    as,
    propose,
    run,
    act,
    until,
    approve,
    mount,
    begin,
    simulate,
    goOn,
    /** Lets go of the simulated cells. */
    leave: async () => {
      for (const one of open.splice(0)) await one.close();
    },
    close: async () => {
      await ingest.close();
      await broker.stop();
      await house.close();
    },
  };
};
export type CellHouse = Awaited<ReturnType<typeof startCellHouse>>;
