import { sql } from "kysely";
import { type Bilingual, MillwrightError } from "../../../services/core/errors.ts";
import { contentHash } from "../../../services/core/ids.ts";
import { type PersonRole, personRoles, roleSaid } from "../../../services/core/roles.ts";
import { dayMs } from "../../../services/core/zone.ts";
import { savePlaybook, setPlaybookActive } from "../../../services/mes/commands/playbooks.ts";
import type { Tx } from "../../../services/mes/database.ts";
import { approvalOfCall } from "../../../services/mes/queries/approvals.ts";
import { allLines, downState } from "../../../services/mes/queries/equipment.ts";
import type { Check, ToolContext, ToolHandler } from "../../runtime/context.ts";
import { formatPlantTime, languageIn } from "../../runtime/format.ts";
import { mostMinutes, type Playbook, type Step } from "../../runtime/playbook/model.ts";
import { stateToWatch, type WatchedState } from "../../runtime/spoken/about/watch.ts";
import { toldRole } from "../../runtime/spoken/asked/condition.ts";
import { pointsAtLine } from "../../runtime/spoken/ids/lines.ts";
import { lineById } from "../../runtime/subject.ts";
import type { Evidence } from "../../runtime/tool.ts";
import { tryPlaybook } from "./try.ts";

/** As the evidence names it. */
const everyLine = "all";

interface LineWatch {
  /** Undefined for every line. */
  readonly line: string | undefined;
  readonly state: WatchedState;
  /** For how long, in minutes of plant time; undefined for at once. */
  readonly minutes: number | undefined;
}

/**
 * Every line where none is named; "it" that nobody has named is asked about.
 *
 * @throws MillwrightError MISSING_ARGUMENT, UNKNOWN_LINE.
 */
const watchOf = async (context: ToolContext): Promise<LineWatch> => {
  const { line, minutes } = context.args;
  if (!line && pointsAtLine(context.text))
    throw new MillwrightError("MISSING_ARGUMENT", { argument: "line 产线" });
  return {
    line: line ? (await lineById(context, line)).id : undefined,
    state: stateToWatch(context.text),
    minutes: minutes ?? undefined,
  };
};

/** What is told when, as the name of the playbook: "SMT-2 停机超过 20 分钟时通知计划员". */
const nameOf = ({ line, state, minutes }: LineWatch, role: PersonRole): Bilingual => {
  const who = roleSaid(role);
  const long = {
    zh: minutes ? `超过 ${minutes} 分钟` : "",
    en: minutes ? ` for more than ${minutes} min` : "",
  };
  const of = line ? { zh: line, en: line } : { zh: "任何产线", en: "any line" };
  return state === "down"
    ? {
        zh: `${of.zh} 停机${long.zh}时通知${who.zh}`,
        en: `Tell the ${who.en} when ${of.en} is down${long.en}`,
      }
    : {
        zh: `${of.zh} 停机${long.zh}后恢复时通知${who.zh}`,
        en: `Tell the ${who.en} when ${of.en} is back after being down${long.en}`,
      };
};

const stepsOf = ({ state, minutes }: LineWatch, role: PersonRole): Step[] => {
  const why = { zh: "（{event.reason}）", en: " ({event.reason})" };
  if (state === "down")
    return [
      {
        do: "notify",
        id: "tell",
        role,
        text: minutes
          ? {
              zh: `{event.line} 停机已超过 {event.minutes} 分钟${why.zh}，{event.time} 起。`,
              en: `{event.line} has been down for more than {event.minutes} min${why.en}, since {event.time}.`,
            }
          : {
              zh: `{event.line} {event.time} 停机${why.zh}。`,
              en: `{event.line} went down at {event.time}${why.en}.`,
            },
      },
    ];
  return [
    {
      do: "wait",
      id: "back",
      minutes: mostMinutes,
      until: {
        type: "equipment.state",
        where: [
          { fact: "back.line", is: "is", value: "{event.line}" },
          { fact: "back.code", is: "isNot", value: downState },
        ],
      },
    },
    {
      do: "branch",
      id: "came",
      when: [{ fact: "back.outcome", is: "is", value: "happened" }],
      yes: [
        {
          do: "notify",
          id: "tell",
          role,
          text: {
            zh: `{event.line} 已于 {back.time} 恢复，{event.time} 起停机${why.zh}。`,
            en: `{event.line} is back since {back.time}; it had been down since {event.time}${why.en}.`,
          },
        },
      ],
      no: [],
    },
  ];
};

/** Lines whose stops are told of beside each other. */
const mostAtOnce = 10;

const playbookFor = (watch: LineWatch, role: PersonRole, language: "zh" | "en"): Playbook => ({
  name: nameOf(watch, role),
  language,
  trigger: {
    kind: "event",
    type: "equipment.state",
    where: [
      ...(watch.line ? [{ fact: "event.line", is: "is", value: watch.line } as const] : []),
      { fact: "event.code", is: "is", value: downState },
    ],
    ...(watch.minutes ? { lasts: watch.minutes } : {}),
  },
  conditions: [],
  steps: stepsOf(watch, role),
  limits: { atOnce: watch.line ? 1 : mostAtOnce, cooldownMinutes: 0 },
});

/** Who is told: whom the sentence names, or a role of who says it. */
const roleIn = async ({ db, actorId, text }: ToolContext): Promise<PersonRole> => {
  const named = toldRole(text);
  if (named) return named;
  const person = await db.selectFrom("app_user").select("roles").where("id", "=", actorId).executeTakeFirst();
  const own = personRoles.find((role) => person?.roles.includes(role));
  if (!own) throw new MillwrightError("FORBIDDEN", { role: [...personRoles] });
  return own;
};

/** Days of the past that a new playbook is tried on. */
const triedDays = 7;

/** What the playbook is, and how often it would have started lately. */
export const checkLineWatch = async (context: ToolContext): Promise<Check> => {
  const { db, clock, text } = context;
  const [watch, role] = [await watchOf(context), await roleIn(context)];
  const playbook = playbookFor(watch, role, languageIn(text));
  const now = clock.now();
  const { starts } = await tryPlaybook(db, playbook, new Date(now.getTime() - triedDays * dayMs), now);
  const last = starts.at(-1);
  const { zh, en } = playbook.name;
  const evidence: Evidence = {
    kind: "equipment",
    id: watch.line ?? everyLine,
    facts: {
      days: triedDays,
      starts: starts.length,
      minutes: watch.minutes ?? 0,
      latest: last ? formatPlantTime(last.at) : null,
    },
    source: "event",
    at: now.toISOString(),
  };
  return {
    status: "ok",
    summary: {
      zh: `${zh}；按过去 ${triedDays} 天的记录会启动 ${starts.length} 次`,
      en: `${en}; over the last ${triedDays} days it would have started ${starts.length} times`,
    },
    evidence: [evidence],
    facts: { role },
  };
};

/** Stops of these lines that go on as the playbook is turned on count from their beginnings: of all lines by one look. */
const countStopsOfNow = async (
  tx: Tx,
  playbookId: string,
  lines: readonly string[],
  minutes: number,
): Promise<void> => {
  const states = sql`from event where type = 'equipment.state' and objects->0->>'id' = line.id`;
  const isDown = sql`attributes ->> 'code' = ${String(downState)}`;
  await sql`
    insert into playbook_due (playbook_id, event_id, seq, due_at)
    select ${playbookId}, began.id, began.seq, began.time + ${minutes}::int * interval '1 minute'
    from unnest(${lines}::text[]) as line(id)
    cross join lateral (
      select id, seq, time ${states} and ${isDown}
        and time > coalesce(
          (select time ${states} and not (${isDown}) order by time desc limit 1), '-infinity')
      order by time limit 1
    ) as began
    on conflict do nothing`.execute(tx);
};

/** Stores the playbook that was approved and turns it on; approved again it is the same one. */
export const watchLine: ToolHandler = async (context) => {
  const { db, clock, actorId, toolCallId, text } = context;
  const now = clock.now();
  const watch = await watchOf(context);
  // Who is told has approved it.
  const approval = await approvalOfCall(db, toolCallId);
  const role = (approval?.role ?? "planner") as PersonRole;
  const playbook = playbookFor(watch, role, languageIn(text));
  const id = `PB-${contentHash("line-watch", toolCallId).slice(0, 8).toUpperCase()}`;
  await db.transaction().execute(async (tx) => {
    if (await tx.selectFrom("playbook").select("id").where("id", "=", id).executeTakeFirst()) return;
    await savePlaybook(tx, { id, definition: playbook, base: 0, actorId, now });
    await setPlaybookActive(tx, { id, active: true, actorId, now, key: toolCallId });
    const lines = watch.line ? [watch.line] : (await allLines(tx)).map((line) => line.id);
    await countStopsOfNow(tx, id, lines, watch.minutes ?? 0);
  });
  const { zh, en } = playbook.name;
  return {
    text: {
      zh: `流程 ${id} 已启用：${zh}。可在“流程”页修改或关闭。`,
      en: `Playbook ${id} is on: ${en}. Change it or turn it off on the Playbooks page.`,
    },
    evidence: [
      {
        kind: "equipment",
        id,
        label: watch.line ?? everyLine,
        facts: { line: watch.line ?? everyLine, minutes: watch.minutes ?? 0, tells: role },
        source: "playbook",
        at: now.toISOString(),
      },
    ],
  };
};
