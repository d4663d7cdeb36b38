import { useCallback, useMemo, useRef, useState } from "react";
import { hourMs } from "../../../core/zone.ts";
import { usePlantNow } from "../lib/clock.ts";
import { query, sentenceOf, useQuery } from "../lib/graphql.ts";
import { type Bilingual, type SentenceKey, useLanguage } from "../lib/language.ts";
import { useMay, useMayDecideOwn } from "../lib/leave.ts";
import { wholeNumber } from "../lib/numbers.ts";
import { useEventNudge } from "../lib/socket.ts";
import { ActProblem } from "../shell/ActProblem.tsx";
import { Loading } from "../shell/Loading.tsx";
import { WhoMay } from "../shell/WhoMay.tsx";
import { Apart } from "./Apart.tsx";
import { Areas } from "./Areas.tsx";
import { Behind, OrdersSince } from "./Behind.tsx";
import { type Chosen, chosenIn } from "./chosen.ts";
import { Detail } from "./Detail.tsx";
import { EmptyStretch } from "./EmptyStretch.tsx";
import { FindOrder } from "./FindOrder.tsx";
import { fewLines } from "./frame.ts";
import { Gantt } from "./Gantt.tsx";
import { Material } from "./Material.tsx";
import { Proposals } from "./Proposals.tsx";
import { type Move, movesQuery, type ProposalsPage, proposalsQuery } from "./proposals.ts";
import { Repair } from "./Repair.tsx";
import { type FloorLine, type LineStop, type PlanView, planQuery } from "./types.ts";
import "./plan.css";
import "./proposals.css";

const spans: readonly { key: SentenceKey; hours: number }[] = [
  { key: "today", hours: 24 },
  { key: "days3", hours: 72 },
  { key: "week", hours: 168 },
];

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

interface PlanProps {
  /** Where proposals are told. */
  readonly conversationId: string;
  readonly onAsk: (text: string) => void;
  readonly onTold: () => void;
  /** The line whose breakdown the repair form begins with; undefined while the form is closed. */
  readonly repairing: string | undefined;
  readonly onRepair: (line: string | undefined) => void;
}

/** The plan against what really happens, one row a line. */
export const Plan = ({ conversationId, onAsk, onTold, repairing, onRepair }: PlanProps) => {
  const { t, count, pick } = useLanguage();
  const { allowed: mayPropose } = useMay("proposeRepair");
  const { reject: planning } = useMayDecideOwn("make_plan");
  const anew = { planning, onPlanAnew: () => onAsk(t("sayPlanAnew")) };
  const now = usePlantNow(5_000);
  const [hours, setHours] = useState(24);
  const [shift, setShift] = useState(0);
  const [wanted, setWanted] = useState<Chosen>();
  // The window moves in whole hours, so that the query does not change with every tick.
  const from = Math.floor(now / hourMs) * hourMs - (hours / 12) * hourMs + shift * hours * hourMs * 0.5;
  const to = from + hours * hourMs;
  const { data, failure, reload } = useQuery<{
    plan: PlanView | null;
    lines: readonly FloorLine[];
    lineStops: readonly LineStop[];
  }>(planQuery, { from: new Date(from).toISOString(), to: new Date(to).toISOString() }, "plan");
  useEventNudge(
    ["plan", "job", "equipment"],
    1_500,
    useCallback(() => reload(), [reload]),
  );
  const { data: proposed, reload: reloadProposals } = useQuery<ProposalsPage>(proposalsQuery);
  useEventNudge(
    ["plan", "approval"],
    500,
    useCallback(() => reloadProposals(), [reloadProposals]),
  );
  const [area, setArea] = useState<string>();
  const [found, setFound] = useState<string>();
  const floor = useMemo(
    () => (data?.lines ?? []).filter((line) => !area || line.area === area).map(({ id }) => id),
    [data?.lines, area],
  );
  /** Moves the window to a moment, with a quarter of it before. */
  const show = (time: number) =>
    setShift(Math.round((time - (from - shift * hours * hourMs * 0.5)) / (hours * hourMs * 0.5) - 0.5));
  const [drawn, setDrawn] = useState<{ number: number; moves: readonly Move[] }>();
  const [undrawn, setUndrawn] = useState<Bilingual>();
  const proposals = proposed?.waiting ?? [];
  const compared = proposals.some(({ number }) => number === drawn?.number) ? drawn : undefined;
  const latest = useRef<number>(undefined);
  /** Draws a proposal, where what it moves first can be seen. */
  const draw = (number: number | undefined) => {
    latest.current = number;
    setDrawn(undefined);
    setUndrawn(undefined);
    if (number === undefined) return;
    query<{ planProposal: { moves: readonly Move[] } }>(movesQuery, { number }).then(
      ({ planProposal: { moves } }) => {
        // Another one may have been pressed meanwhile, or the same once more.
        if (latest.current !== number) return;
        setDrawn({ number, moves });
        const starts = moves.flatMap(({ before, after }) =>
          [before, after].flatMap((place) => (place ? [Date.parse(place.start)] : [])),
        );
        const first = starts.reduce((least, start) => Math.min(least, start), Number.POSITIVE_INFINITY);
        if (Number.isFinite(first) && !starts.some((start) => start >= from && start < to)) show(first);
      },
      (error: unknown) => latest.current === number && setUndrawn(sentenceOf(error)),
    );
  };
  const plan = data?.plan;
  const chosen = chosenIn(plan?.operations, wanted);
  const figures = plan
    ? ([
        ["planVersion", String(plan.version)],
        ["onTime", percent(plan.onTimeRate)],
        ["lateOrders", String(plan.lateOrders)],
        ...(plan.unplanned.length > 0
          ? [["unplannedOrders", wholeNumber(plan.unplanned.length)] as const]
          : []),
        ["utilisation", percent(plan.utilisation)],
        ["lateness", count("hoursTold", Math.round(plan.kpis.weightedLateness ?? plan.objective))],
        ...(plan.kpis.movedOperations === undefined
          ? []
          : [["movesOf", `${plan.kpis.movedOperations}`] as const]),
        ...(plan.kpis.reroutedOperations === undefined
          ? []
          : [["rerouted", `${plan.kpis.reroutedOperations}`] as const]),
        ...(plan.tellingGap === null ? [] : [["gap", percent(plan.tellingGap)] as const]),
      ] as const)
    : [];

  return (
    <section className="view" aria-label={t("plan")}>
      <header className="pane-head">
        <h2>{t("plan")}</h2>
        <div className="segmented" role="group">
          {spans.map((span) => (
            <button
              type="button"
              key={span.key}
              aria-pressed={hours === span.hours}
              onClick={() => setHours(span.hours)}
            >
              {t(span.key)}
            </button>
          ))}
        </div>
        <div className="segmented" role="group">
          <button
            type="button"
            aria-label={t("windowEarlier")}
            title={t("windowEarlier")}
            onClick={() => setShift(shift - 1)}
          >
            ←
          </button>
          <button type="button" onClick={() => setShift(0)}>
            {t("now")}
          </button>
          <button
            type="button"
            aria-label={t("windowLater")}
            title={t("windowLater")}
            onClick={() => setShift(shift + 1)}
          >
            →
          </button>
        </div>
        <FindOrder now={now} onFound={setFound} onShow={show} />
        {mayPropose && plan ? (
          <button
            type="button"
            data-testid="repair"
            aria-expanded={repairing !== undefined}
            onClick={() => onRepair(repairing === undefined ? "" : undefined)}
          >
            {t("repair")}
          </button>
        ) : null}
      </header>
      <Loading loaded={data !== undefined} failure={failure} />
      {plan === null ? (
        <div className="empty">
          <p>{t("noPlan")}</p>
          {planning.allowed ? (
            <button type="button" className="primary" onClick={() => onAsk(t("sayPlanAnew"))}>
              {t("makePlan")}
            </button>
          ) : (
            <WhoMay leave={planning} waits />
          )}
        </div>
      ) : null}
      {repairing !== undefined && plan ? (
        <Repair
          key={repairing}
          lines={(data?.lines ?? []).map(({ id }) => id)}
          line={repairing || undefined}
          now={now}
          conversationId={conversationId}
          onClose={() => onRepair(undefined)}
          onProposed={(number) => {
            onRepair(undefined);
            draw(number);
            reloadProposals();
            onTold();
          }}
        />
      ) : null}
      <Proposals
        proposals={proposals}
        last={proposed?.decided[0]}
        drawn={compared?.number}
        onDraw={draw}
        onDecided={() => {
          reloadProposals();
          reload();
        }}
      />
      <ActProblem of={undrawn} />
      {plan ? <OrdersSince version={plan.version} {...anew} /> : null}
      {plan && plan.overdue > 0 ? <Behind {...anew}>{count("overdue", plan.overdue)}</Behind> : null}
      <div className="figures">
        {figures.map(([key, value]) => (
          <div key={key} title={key === "planVersion" ? pick(plan?.reason) : undefined}>
            <b>{value}</b>
            <span>{t(key)}</span>
          </div>
        ))}
      </div>
      {plan ? <Apart version={plan.version} /> : null}
      {plan ? <Material plan={plan} /> : null}
      {data && data.lines.length > fewLines ? (
        <Areas lines={data.lines} chosen={area} onChoose={setArea} />
      ) : null}
      {plan?.operations.length === 0 ? <EmptyStretch to={to} onShow={show} /> : null}
      {plan ? (
        <Gantt
          operations={plan.operations}
          stops={data?.lineStops}
          floor={floor}
          found={found}
          from={from}
          to={to}
          now={now}
          chosen={chosen?.id}
          moves={compared?.moves}
          onChoose={setWanted}
        />
      ) : null}
      {chosen && plan ? (
        <Detail
          operation={chosen}
          version={plan.version}
          onClose={() => setWanted(undefined)}
          onAsk={onAsk}
        />
      ) : null}
    </section>
  );
};
