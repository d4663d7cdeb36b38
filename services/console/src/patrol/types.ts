import type { Bilingual } from "../lib/language.ts";

export interface Finding {
  readonly id: string;
  readonly kindName: Bilingual;
  readonly severity: "Info" | "Warning" | "Critical";
  readonly place: Bilingual;
  readonly check: Bilingual;
  readonly x: number;
  readonly y: number;
  readonly value: number | null;
  readonly lowerLimit: number | null;
  readonly upperLimit: number | null;
  readonly unit: string;
  readonly text: string | null;
  readonly imageId: string | null;
  readonly imageUrl: string | null;
  readonly openedAt: string;
  readonly lastAt: string;
  readonly times: number;
  readonly backAt: string | null;
  readonly status: "Open" | "Assigned" | "Closed";
  readonly assignedTo: string | null;
  readonly closedBy: string | null;
  readonly note: string | null;
}

export interface Round {
  readonly id: string;
  readonly dueAt: string | null;
  readonly startedAt: string | null;
  readonly status: "Due" | "Running" | "Completed" | "Aborted" | "Overdue";
}

export interface Route {
  readonly id: string;
  readonly name: Bilingual;
  readonly patroller: string;
  readonly checkpoints: readonly { readonly id: string; readonly x: number; readonly y: number }[];
  readonly rounds: readonly Round[];
}

export interface Patroller {
  readonly id: string;
  readonly online: boolean;
  readonly x: number | null;
  readonly y: number | null;
}

export interface PatrolNow {
  readonly patrolFindings: readonly Finding[];
  readonly patrolRoutes: readonly Route[];
  readonly patrolRobots: readonly Patroller[];
}

export const patrolQuery = `query Patrol($first: Int!) {
  patrolFindings(all: true, first: $first) { id kindName { zh en } severity place { zh en } check { zh en } x y value lowerLimit upperLimit unit
    text imageId imageUrl openedAt lastAt times backAt status assignedTo closedBy note }
  patrolRoutes { id name { zh en } patroller checkpoints rounds { id dueAt startedAt status } }
  patrolRobots { id online x y }
}`;

export const assignMutation = `mutation AssignFinding($id: ID!, $key: String!) {
  assignPatrolFinding(id: $id, idempotencyKey: $key) { id } }`;
export const closeMutation = `mutation CloseFinding($id: ID!, $note: String, $key: String!) {
  closePatrolFinding(id: $id, note: $note, idempotencyKey: $key) { id } }`;
