import { useState } from "react";
import { useAct } from "../lib/act.ts";
import { useLanguage } from "../lib/language.ts";
import { useMay } from "../lib/leave.ts";
import { ActProblem } from "../shell/ActProblem.tsx";

export interface OpenTransport {
  readonly id: string;
  readonly status: string;
  readonly workOrderId: string;
  readonly vehicleId: string | null;
  readonly fromStation: string;
  readonly toStation: string;
}

const cancelMutation = `mutation CancelTransport($id: ID!, $key: String!) {
  cancelTransport(id: $id, idempotencyKey: $key) { id } }`;

interface TransportsProps {
  readonly transports: readonly OpenTransport[];
  readonly onDone: () => void;
}

/** Kits on their way, and those that have failed; each can be called off by who may, once it is said what comes of that. */
export const Transports = ({ transports, onDone }: TransportsProps) => {
  const { t } = useLanguage();
  const { allowed } = useMay("cancelTransport");
  const { busy, problem, act } = useAct(onDone);
  /** Which one somebody is about to call off. */
  const [asked, setAsked] = useState<string>();
  if (transports.length === 0) return <ActProblem of={problem} />;
  const statusOf = ({ status, vehicleId }: OpenTransport) =>
    status === "Failed"
      ? t("transportFailed")
      : vehicleId
        ? t(status === "InTransit" ? "transportUnderWay" : "transportGiven").replace("{vehicle}", vehicleId)
        : t("transportWaits");
  return (
    <>
      <ul className="lines transports" aria-label={t("openTransports")}>
        {transports.map((one) => (
          <li
            key={one.id}
            className={one.status === "Failed" ? "stands" : ""}
            data-testid={`transport-${one.id}`}
          >
            <b>{one.id}</b>
            <span className="at-line">
              {one.workOrderId} · {one.fromStation} → {one.toStation} · {statusOf(one)}
            </span>
            {allowed && asked !== one.id ? (
              <button type="button" className="quiet" onClick={() => setAsked(one.id)}>
                {t("cancelTransport")}
              </button>
            ) : null}
            {allowed && asked === one.id ? (
              <span className="sure" role="group" aria-label={`${t("cancelTransport")} ${one.id}`}>
                <small>{t("cancelTransportSure")}</small>
                <button
                  type="button"
                  disabled={busy}
                  data-testid={`cancel-${one.id}`}
                  onClick={() => void act(cancelMutation, { id: one.id }).then(() => setAsked(undefined))}
                >
                  {t("cancelTransport")}
                </button>
                {/* biome-ignore lint/a11y/noAutofocus: who has pressed the one that stood here goes on at what changes nothing. */}
                <button type="button" className="quiet" autoFocus onClick={() => setAsked(undefined)}>
                  {t("keepTransport")}
                </button>
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      <ActProblem of={problem} />
    </>
  );
};
