/** OpenSSL's and Node's codes of a certificate that nobody here vouches for. */
const unvouched = new Set([
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
]);

interface Failure {
  readonly code?: unknown;
  readonly message?: string;
  /** OpenSSL's own words, whose message is full of its insides. */
  readonly reason?: string;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
}

/** What lies under an error and knows more than it: its cause, or the last of several tries. */
const beneath = (error: Failure): Failure => {
  const next = error.cause ?? error.errors?.at(-1);
  return next !== null && typeof next === "object" ? beneath(next as Failure) : error;
};

const codeOf = (error: unknown): string => String(beneath(error as Failure).code ?? "");

/** Whether a peer was refused by us because of its certificate. */
export const isUntrusted = (error: unknown): boolean =>
  unvouched.has(codeOf(error)) ||
  ["CERT_HAS_EXPIRED", "ERR_TLS_CERT_ALTNAME_INVALID"].includes(codeOf(error));

/** Why something elsewhere could not be reached, in one line; of a certificate with the setting that mends it. */
export const reasonOf = (error: unknown): string => {
  const { message, reason } = beneath(error as Failure);
  const code = codeOf(error);
  if (unvouched.has(code))
    return `its certificate is of no authority that this machine knows (${code}); name the plant's own in NODE_EXTRA_CA_CERTS`;
  return (code.startsWith("ERR_SSL_") && reason) || message?.trim() || code || "no answer";
};
