import { createContext, useContext } from "react";
import type { Bilingual } from "./language.ts";

/** Whether who is signed in may do something, and who may, as the server holds it before the act. */
export interface Leave {
  readonly allowed: boolean;
  readonly who: Bilingual;
  readonly refusal: "FORBIDDEN" | "FOUR_EYES" | null;
}
export interface DecisionLeave {
  readonly approve: Leave;
  readonly reject: Leave;
}

const leave = "{ allowed who { zh en } refusal }";
/** What to ask of a thing that has a leave of its own. */
export const leaveFields = leave;
export const decisionFields = `{ approve ${leave} reject ${leave} }`;
export const viewerFields = `may { act leave ${leave} } mayDecide { tool decision ${decisionFields} }`;

/** What the session was told, once. */
export interface Leaves {
  readonly may: readonly { readonly act: string; readonly leave: Leave }[];
  readonly mayDecide: readonly { readonly tool: string; readonly decision: DecisionLeave }[];
}

export const LeavesContext = createContext<Leaves>({ may: [], mayDecide: [] });

/** What a server of another version does not tell of is left to it to refuse. */
const unknown: Leave = { allowed: true, who: { zh: "", en: "" }, refusal: null };

/** Whether who is signed in may do a mutation. */
export const useMay = (act: string): Leave =>
  useContext(LeavesContext).may.find((one) => one.act === act)?.leave ?? unknown;

/** Whether who is signed in decides about what he has asked for himself. */
export const useMayDecideOwn = (tool: string): DecisionLeave =>
  useContext(LeavesContext).mayDecide.find((one) => one.tool === tool)?.decision ?? {
    approve: unknown,
    reject: unknown,
  };
