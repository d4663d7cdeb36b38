import { useState } from "react";
import { Picture } from "../inspection/Picture.tsx";
import { useAct } from "../lib/act.ts";
import { formatTime } from "../lib/clock.ts";
import { useLanguage } from "../lib/language.ts";
import { useMay } from "../lib/leave.ts";
import { usePersonName } from "../lib/people.ts";
import { ActProblem } from "../shell/ActProblem.tsx";
import { Earlier } from "../shell/Earlier.tsx";
import { assignMutation, closeMutation, type Finding, type PatrolNow, type Route } from "./types.ts";
import "./patrol.css";

/** What was read, against its limits; of a check without any, that it is not as it should be. */
const readText = ({ value, unit, lowerLimit, upperLimit }: Finding, otherwise: string): string =>
  value === null
    ? otherwise
    : `${value} ${unit} (${lowerLimit === null ? `≤ ${upperLimit}` : upperLimit === null ? `≥ ${lowerLimit}` : `${lowerLimit} – ${upperLimit}`})`;

const FindingRow = ({ one, chosen, onChanged }: { one: Finding; chosen: boolean; onChanged: () => void }) => {
  const { t, pick, language } = useLanguage();
  const named = usePersonName();
  const mayAssign = useMay("assignPatrolFinding");
  const mayClose = useMay("closePatrolFinding");
  const [note, setNote] = useState("");
  const { busy, problem, act } = useAct(onChanged);
  return (
    <li
      className={`patrol-finding severity-${one.severity}${chosen ? " chosen" : ""}`}
      data-testid={`finding-${one.id}`}
    >
      {one.imageId || one.imageUrl ? <Picture call={one} label={pick(one.check)} /> : null}
      <p>
        <b>{pick(one.place)}</b> {pick(one.check)}{" "}
        <span className="patrol-read">{readText(one, t("notAsItShould"))}</span>
        {one.text ? ` · ${one.text}` : ""}
        <small>
          {t(`severity_${one.severity}`)} · {t("findingSince")} {formatTime(one.openedAt, language, "date")} ·{" "}
          {one.times === 1 ? t("findingOnce") : t("findingTimes").replace("{n}", String(one.times))}
          {one.backAt ? ` · ${t("findingBack")} ${formatTime(one.backAt, language, false)}` : ""}
          {one.assignedTo ? ` · ${t("findingWith")} ${named(one.assignedTo)}` : ""}
        </small>
      </p>
      <div>
        {mayAssign.allowed && one.status === "Open" ? (
          <button
            type="button"
            data-testid={`assign-${one.id}`}
            disabled={busy}
            onClick={() => void act(assignMutation, { id: one.id })}
          >
            {t("findingMine")}
          </button>
        ) : null}
        {mayClose.allowed ? (
          <>
            <input
              type="text"
              value={note}
              maxLength={500}
              placeholder={t("findingNote")}
              aria-label={t("findingNote")}
              onChange={(event) => setNote(event.target.value)}
            />
            <button
              type="button"
              data-testid={`close-${one.id}`}
              disabled={busy}
              onClick={() =>
                void act(closeMutation, {
                  id: one.id,
                  note: note.trim() || null,
                  key: `close/${one.id}/${note}`.slice(0, 200),
                })
              }
            >
              {t("findingClose")}
            </button>
          </>
        ) : null}
      </div>
      <ActProblem of={problem} />
    </li>
  );
};

const shownRounds = 8;
const Rounds = ({ route }: { route: Route }) => {
  const { t, pick, language } = useLanguage();
  return (
    <li>
      <b>{pick(route.name)}</b> <small>{route.patroller}</small>
      <span className="patrol-rounds">
        {route.rounds
          .slice(0, shownRounds)
          .toReversed()
          .map(({ id, status, dueAt, startedAt }) => {
            const when = dueAt ?? startedAt;
            return (
              <i key={id} className={`round-${status}`} title={t(`round${status}`)}>
                {when ? formatTime(when, language, false) : ""} <span>{t(`round${status}`)}</span>
              </i>
            );
          })}
      </span>
    </li>
  );
};

/** What patrols found and how their rounds are, below the drawing of the floor. */
export const PatrolList = ({
  now,
  chosen,
  more,
  onChanged,
}: {
  now: PatrolNow;
  chosen: string | undefined;
  /** Asks for findings behind the last one. */
  more: (() => void) | undefined;
  onChanged: () => void;
}) => {
  const { t, pick, language } = useLanguage();
  const named = usePersonName();
  const open = now.patrolFindings.filter(({ status }) => status !== "Closed");
  const closed = now.patrolFindings.filter(({ status }) => status === "Closed");
  if (now.patrolRoutes.length === 0) return null;
  return (
    <section className="patrol" aria-label={t("patrol")}>
      <h3>
        {t("patrol")}{" "}
        <small>
          {open.length}
          {more && closed.length === 0 ? "+" : ""} {t("openFindings")}
        </small>
      </h3>
      <ul className="patrol-routes">
        {now.patrolRoutes.map((route) => (
          <Rounds key={route.id} route={route} />
        ))}
      </ul>
      {open.length === 0 ? <p className="patrol-quiet">{t("noFindings")}</p> : null}
      <ul>
        {open.map((one) => (
          <FindingRow key={one.id} one={one} chosen={chosen === one.id} onChanged={onChanged} />
        ))}
      </ul>
      {closed.length > 0 ? (
        <details>
          <summary>
            {t("closedFindings")} ({closed.length})
          </summary>
          <ul className="patrol-closed">
            {closed.map((one) => (
              <li key={one.id}>
                {formatTime(one.lastAt, language, "date")} {pick(one.place)} {pick(one.check)} ·{" "}
                {named(one.closedBy)}
                {one.note ? ` · ${one.note}` : ""}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      <Earlier word="more" load={more} />
    </section>
  );
};
