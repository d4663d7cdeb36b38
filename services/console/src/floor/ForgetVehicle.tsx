import { useState } from "react";
import { useAct } from "../lib/act.ts";
import { formatTime } from "../lib/clock.ts";
import { useLanguage } from "../lib/language.ts";
import { useMay } from "../lib/leave.ts";
import { ActProblem } from "../shell/ActProblem.tsx";

const forgetMutation = `mutation ForgetVehicle($id: ID!, $key: String!) {
  forgetVehicle(id: $id, idempotencyKey: $key) { id } }`;

interface ForgetVehicleProps {
  readonly id: string;
  readonly heardTime: string;
  readonly onDone: () => void;
}

/** When a silent vehicle was heard last; who may takes it off the map, once it is said what comes of that. */
export const ForgetVehicle = ({ id, heardTime, onDone }: ForgetVehicleProps) => {
  const { t, language } = useLanguage();
  const { allowed } = useMay("forgetVehicle");
  const { busy, problem, act } = useAct(onDone);
  const [isAsked, setAsked] = useState(false);
  return (
    <>
      <small>
        {t("lastHeard")} {formatTime(heardTime, language)}
      </small>
      {allowed && !isAsked ? (
        <button type="button" className="quiet" onClick={() => setAsked(true)}>
          {t("forgetVehicle")}
        </button>
      ) : null}
      {allowed && isAsked ? (
        <span className="sure" role="group" aria-label={`${t("forgetVehicle")} ${id}`}>
          <small>{t("forgetVehicleSure")}</small>
          <button
            type="button"
            disabled={busy}
            data-testid={`forget-${id}`}
            onClick={() => void act(forgetMutation, { id }).then(() => setAsked(false))}
          >
            {t("forgetVehicle")}
          </button>
          {/* biome-ignore lint/a11y/noAutofocus: who has pressed the one that stood here goes on at what changes nothing. */}
          <button type="button" className="quiet" autoFocus onClick={() => setAsked(false)}>
            {t("keepVehicle")}
          </button>
        </span>
      ) : null}
      <ActProblem of={problem} />
    </>
  );
};
