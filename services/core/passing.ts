import { z } from "zod";
import { MillwrightError } from "./errors.ts";
import { isUntrusted } from "./reason.ts";

/**
 * What stands between a piece of work and the data store; none of it is the fault of what was to be done, and trying again helps.
 * `refused`: it lets nobody in, or has no such database; `conflict`: another change was in the way, and nothing was changed; `full`:
 * its disk is; `slow`: it was given no more time; `away`: it does not answer, is restarting or only reads.
 */
export type Passing = "refused" | "conflict" | "full" | "slow" | "away";

/**
 * SQLSTATE classes and system codes. A statement that breaks the protocol (08P01), such as one of more parameters than it can count,
 * does so again.
 */
const coded: readonly (readonly [Passing, RegExp])[] = [
  ["refused", /^(?:28|3D)/],
  ["conflict", /^(?:40|55P03)/],
  ["full", /^53100/],
  ["slow", /^57014/],
  [
    "away",
    /^(?:ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|08(?!P01)|53|55|57|58|25006)/,
  ],
];
/** What the driver says of a connection that it could not make, or that broke. */
const unconnected = /^(?:Connection terminated|timeout exceeded when trying to connect)/;
const broken = /^Client has encountered a connection error/;

const isOurs = (error: unknown): boolean => error instanceof MillwrightError || error instanceof z.ZodError;

/** What a failure of the data store waits for to pass; undefined where trying again does not help, or something else failed. */
export const passingOf = (error: unknown): Passing | undefined => {
  if (isOurs(error)) return undefined;
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  const [kind] = coded.find(([, codes]) => codes.test(String(code ?? ""))) ?? [];
  if (kind) return kind;
  const words = String(message ?? "");
  return unconnected.test(words) || broken.test(words) ? "away" : undefined;
};

/** Whether what failed may be tried again until it works: something that it needs is away, be it beneath what is told (`fetch`). */
export const isPassing = (error: unknown): boolean => {
  if (passingOf(error) !== undefined) return true;
  const { cause } = (error ?? {}) as { cause?: unknown };
  return !isOurs(error) && cause !== undefined && isPassing(cause);
};

/** Whether no connection could be made: where the address, the account or the certificate may be wrong, which a person has to look at. */
export const isUnreachable = (error: unknown): error is Error => {
  const { syscall, message } = error as { syscall?: string; message?: string };
  return (
    syscall === "connect" ||
    syscall === "getaddrinfo" ||
    isUntrusted(error) ||
    passingOf(error) === "refused" ||
    unconnected.test(message ?? "")
  );
};
