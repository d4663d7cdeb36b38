import type { Bilingual } from "../lib/language.ts";
import { type DecisionLeave, decisionFields } from "../lib/leave.ts";

/** An act that waits for a person, whoever has asked for it and in whatever way. */
export interface Awaiting {
  readonly id: string;
  readonly title: Bilingual;
  readonly askedBy: { readonly id: string; readonly name: Bilingual };
  readonly args: Readonly<Record<string, unknown>>;
  readonly argsHash: string;
  readonly planVersion: number;
  readonly expiresAt: string;
  readonly checks: readonly { readonly role: string; readonly status: string; readonly summary: Bilingual }[];
  readonly may: DecisionLeave;
}

export const awaitingQuery = `query Awaiting { pendingApprovals { id title { zh en } askedBy { id name { zh en } } args argsHash planVersion
  expiresAt checks { role status summary { zh en } } may ${decisionFields} } }`;

/** What a person can decide one way or the other; what he has asked for and others decide stands in his conversation. */
export const decidable = (all: readonly Awaiting[]): readonly Awaiting[] =>
  all.filter(({ may }) => may.approve.allowed);
