import { randomUUID } from "node:crypto";
import { writeDemoPlaybooks } from "../../services/launcher/demo-playbooks.ts";
import { savePlaybook, setPlaybookActive } from "../../services/mes/commands/playbooks.ts";
import type { Tx } from "../../services/mes/database.ts";
import { eventChannel, type NewEvent } from "../../services/mes/events.ts";
import { chatChannel } from "../../services/mes/queries/conversations.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { stationState } from "../../services/protocols/sparkplug/names.ts";
import { postTo, signInTo } from "./http.ts";
import { startPlannedHouse } from "./planned-house.ts";
import { waitFor } from "./wait.ts";

/** A line tells its state, so many minutes before the demonstration begins. */
export const stateOf = (line: string, minutesAgo: number, code: number = stationState.down): NewEvent => ({
  id: randomUUID(),
  type: "equipment.state",
  time: new Date(demoEpoch().getTime() - minutesAgo * 60_000),
  source: "test",
  objects: [{ id: line, type: "equipment", qualifier: "state" }],
  attributes: { code, reason: "feeder jam" },
});

/** Turns a playbook on that tells the planners of a stop of a line; `awaits` is what else its trigger waits for. */
export const turnOnDown = async (tx: Tx, id: string, line: string, awaits: object = {}): Promise<void> => {
  const definition = {
    name: { zh: "停机", en: "Down" },
    language: "en",
    trigger: {
      kind: "event",
      type: "equipment.state",
      where: [
        { fact: "event.line", is: "is", value: line },
        { fact: "event.code", is: "is", value: stationState.down },
      ],
      ...awaits,
    },
    conditions: [],
    steps: [{ do: "notify", id: "tell", role: "planner", text: { zh: "", en: "{event.line} is down" } }],
    limits: { atOnce: 1, cooldownMinutes: 0 },
  };
  const by = { id, actorId: "zhang.min", now: demoEpoch() };
  await savePlaybook(tx, { definition, base: 0, ...by });
  await setPlaybookActive(tx, { active: true, key: id, ...by });
};

/** A planned house with the demonstration's playbooks, all of them on. */
export const startPlaybookHouse = async () => {
  const house = await startPlannedHouse();
  const { db, url } = house.plant;
  await writeDemoPlaybooks(db);
  const until = <T>(ask: () => Promise<T | undefined>) => waitFor(url, ask, [eventChannel, chatChannel]);
  const runWhere = (playbook: string) =>
    db.selectFrom("playbook_run").selectAll().where("playbook_id", "=", playbook);
  return {
    ...house,
    until,
    /** What GraphQL answers to a person. */
    as: async <T>(user: string, query: string, variables: object = {}) =>
      postTo(
        house.api.url,
        "/graphql",
        { query, variables },
        { authorization: `Bearer ${await signInTo(house.api.url, user)}` },
      ) as Promise<{ data: T; errors?: { extensions: { code: string } }[] }>,
    /** The first run of a playbook; undefined while there is none. */
    firstRun: (playbook: string) => runWhere(playbook).executeTakeFirst(),
    /** Waits for a run of a playbook that has come to this. */
    runOf: (playbook: string, status: "Running" | "Done") =>
      until(() => runWhere(playbook).where("status", "=", status).executeTakeFirst()),
    stepOf: (runId: string, step: string) =>
      db
        .selectFrom("playbook_step")
        .selectAll()
        .where("run_id", "=", runId)
        .where("step_id", "=", step)
        .executeTakeFirst(),
    noticeOf: (runId: string) =>
      until(() => db.selectFrom("notice").selectAll().where("run_id", "=", runId).executeTakeFirst()),
  };
};
export type PlaybookHouse = Awaited<ReturnType<typeof startPlaybookHouse>>;
