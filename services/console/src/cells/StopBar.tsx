import { useCallback, useEffect, useRef, useState } from "react";
import { saidReason } from "../../../core/stop-reasons.ts";
import { useAct } from "../lib/act.ts";
import { formatTime } from "../lib/clock.ts";
import { query } from "../lib/graphql.ts";
import { newId } from "../lib/ids.ts";
import { altKey, isTyping } from "../lib/keys.ts";
import { useLanguage } from "../lib/language.ts";
import { useMay } from "../lib/leave.ts";
import { usePersonName } from "../lib/people.ts";
import { WhoMay } from "../shell/WhoMay.tsx";
import { sendStop } from "./send-stop.ts";
import { type CellView, openSteps, resetMutation, stopMutation } from "./types.ts";

interface StopProps {
  readonly cell: Pick<CellView, "id" | "stopped">;
  readonly onDone: () => void;
}

/** The emergency stop: one press, no question asked, and as often as something is seen to move; Alt+X does the same wherever the focus is on the page. */
export const StopButton = ({ cell, onDone }: StopProps) => {
  const { t } = useLanguage();
  const [state, setState] = useState<"ready" | "stopping" | "failed">("ready");
  /** The press that no stop has got through since. */
  const open = useRef<string>(undefined);
  const stop = useCallback(async () => {
    // The same key: however often it is sent, it is one stop.
    const key = newId();
    open.current = key;
    setState((before) => (before === "failed" ? before : "stopping"));
    const isThrough = await sendStop(
      (signal) => query(stopMutation, { id: cell.id, key }, signal),
      () => open.current === key && setState("failed"),
    );
    if (isThrough) {
      open.current = undefined;
      setState("ready");
    }
    onDone();
  }, [cell.id, onDone]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (altKey(event, isTyping(event.target)) !== "x" || event.repeat) return;
      event.preventDefault();
      void stop();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [stop]);
  return (
    <>
      <button
        type="button"
        className="emergency"
        data-testid="cell-stop"
        aria-keyshortcuts="Alt+X"
        aria-pressed={cell.stopped !== null}
        title={`${t("stopHint")} (Alt+X)`}
        onClick={() => void stop()}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M8 2h8l6 6v8l-6 6H8l-6-6V8z" />
        </svg>
        {t(state === "stopping" ? "stopping" : cell.stopped !== null ? "stopAgain" : "stopCell")}
        {state === "ready" ? <kbd>Alt+X</kbd> : null}
      </button>
      {state === "failed" ? (
        <p className="error" role="alert">
          {t("stopFailed")}
        </p>
      ) : null}
    </>
  );
};

interface ResetProps {
  readonly cell: CellView;
  readonly onDone: () => void;
}

/** What a stopped cell says of itself, and its reset, which takes a reason and the role. */
export const StoppedPanel = ({ cell, onDone }: ResetProps) => {
  const { t, pick, language } = useLanguage();
  const named = usePersonName();
  const [reason, setReason] = useState("");
  const { busy, problem, act } = useAct(onDone);
  const leave = useMay("resetCell");
  const [seen, setSeen] = useState(false);
  const open = openSteps(cell.run);
  const isStill = cell.online && open.length === 0;
  const ready = leave.allowed && !busy && reason.trim() !== "" && (isStill || seen);
  const reset = async (goOn: boolean) => {
    if (await act(resetMutation, { id: cell.id, reason, goOn, seenStill: !isStill })) {
      setReason("");
      setSeen(false);
    }
  };
  return (
    <section className="stopped-panel" role="alert" data-testid="cell-stopped">
      <p>
        <b>{t("stoppedNow")}</b> · {pick(saidReason(cell.stopped ?? ""))} · {named(cell.stoppedBy)}
        {cell.stoppedAt ? ` · ${formatTime(cell.stoppedAt, language, false, true)}` : ""}
      </p>
      {isStill ? null : (
        <p data-testid="cell-not-still">
          <b>{t(cell.online ? "notStill" : "cellOffline")}</b>
          {open.length > 0
            ? ` · ${open.map(({ id, robots }) => `${id} ${robots.join("+")}`).join(", ")}`
            : ""}
        </p>
      )}
      {leave.allowed ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (ready) void reset(true);
          }}
        >
          <label>
            {t("resetReason")}
            <input
              value={reason}
              maxLength={500}
              data-testid="reset-reason"
              onChange={({ target }) => setReason(target.value)}
            />
          </label>
          {isStill ? null : (
            <label className="seen-still">
              <input
                type="checkbox"
                checked={seen}
                data-testid="reset-seen"
                onChange={({ target }) => setSeen(target.checked)}
              />
              {t("seenStill")}
            </label>
          )}
          <button type="submit" className="primary" data-testid="reset-go" disabled={!ready}>
            {t(cell.run ? "resetGoOn" : "resetReady")}
          </button>
          {cell.run ? (
            <button type="button" data-testid="reset-end" disabled={!ready} onClick={() => void reset(false)}>
              {t("resetEnd")}
            </button>
          ) : null}
        </form>
      ) : (
        <small>
          {t("resetCell")}: <WhoMay leave={leave} waits />
        </small>
      )}
      {problem ? <p className="error">{pick(problem)}</p> : null}
    </section>
  );
};
