import { useCallback, useEffect } from "react";
import type { CellDescription } from "../../../protocols/cell/description.ts";
import { useQuery } from "../lib/graphql.ts";
import { useEventNudge } from "../lib/socket.ts";
import { type CellRun, type CellView, cellQuery, describedQuery, runQuery } from "./types.ts";

/** What changes a cell's page: its runs, stops and set-ups, and decisions about them. */
const events = ["cell", "approval"];
const nudgeMs = 350;
/** A plan that is being worked out ends without an event, and so does the opening of its approval. */
const askedMs = 1_500;

/** A cell with the run that is looked at, kept fresh by live events. */
export const useCell = (id: string, chosenRun: string | undefined) => {
  const { data, failure, reload } = useQuery<{ cell: CellView }>(cellQuery, { id });
  const cell = data?.cell;
  const current = cell?.run ?? cell?.latest[0];
  const wanted = chosenRun !== undefined && chosenRun !== current?.id ? chosenRun : undefined;
  const older = useQuery<{ cellRun: CellRun }>(wanted === undefined ? undefined : runQuery, { id: wanted });
  useEventNudge(
    events,
    nudgeMs,
    useCallback(() => reload(), [reload]),
  );
  const last = cell?.latest[0];
  const asked = last?.status === "Asked" || (last?.status === "Proposed" && !last.approval);
  useEffect(() => {
    if (!asked) return;
    const timer = setInterval(reload, askedMs);
    return () => clearInterval(timer);
  }, [asked, reload]);
  useEffect(() => {
    const onVisible = () => {
      if (!document.hidden) reload();
    };
    document.addEventListener("visibilitychange", onVisible);
    return () => document.removeEventListener("visibilitychange", onVisible);
  }, [reload]);
  return {
    cell,
    run: wanted === undefined ? current : older.data?.cellRun,
    /** An older run that is on its way, or why it is not there. */
    older: { loaded: wanted === undefined || older.data !== undefined, failure: older.failure },
    failure,
    reload,
  };
};

/** The cell as a run knows it, which may have been described anew since; until it is read, as it is now. */
export const useDescribed = (run: CellRun | undefined, now: CellDescription): CellDescription => {
  const { data } = useQuery<{ cellRun: { description: CellDescription } }>(
    run === undefined ? undefined : describedQuery,
    { id: run?.id },
  );
  return data?.cellRun.description ?? now;
};
