import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { MillwrightError } from "../core/errors.ts";

/** A certificate with its chain and its key, as PEM. */
export interface TlsPair {
  readonly cert: string;
  readonly key: string;
  /** Until when the certificate is valid. */
  readonly until: Date;
}

const unusable = (variable: string, file: string, reason: string) =>
  new MillwrightError("TLS_UNUSABLE", { variable, file, reason });

const contentOf = (variable: string, file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw unusable(variable, file, code === "ENOENT" ? "the file is not there" : "the file cannot be read");
  }
};

const certificateOf = (file: string, pem: string): X509Certificate => {
  try {
    return new X509Certificate(pem);
  } catch {
    throw unusable("TLS_CERT", file, "it holds no certificate in PEM form");
  }
};

const keyOf = (file: string, pem: string): KeyObject => {
  if (pem.includes("ENCRYPTED"))
    throw unusable("TLS_KEY", file, "the key is encrypted; give one without a passphrase");
  try {
    return createPrivateKey(pem);
  } catch {
    throw unusable("TLS_KEY", file, "it holds no private key in PEM form");
  }
};

/**
 * Reads certificate and key of `TLS_CERT` and `TLS_KEY`; undefined where neither is set.
 *
 * @throws MillwrightError TLS_UNUSABLE or TLS_NOT_VALID that says which file and what is wrong with it.
 */
export const readTls = (
  certFile: string | undefined,
  keyFile: string | undefined,
  now = new Date(),
): TlsPair | undefined => {
  if (!certFile && !keyFile) return undefined;
  if (!certFile) throw unusable("TLS_CERT", "", "TLS_KEY is set and its certificate is not");
  if (!keyFile) throw unusable("TLS_KEY", "", "TLS_CERT is set and its key is not");
  const [cert, key] = [contentOf("TLS_CERT", certFile), contentOf("TLS_KEY", keyFile)];
  const certificate = certificateOf(certFile, cert);
  const [from, until] = [new Date(certificate.validFrom), new Date(certificate.validTo)];
  if (!certificate.checkPrivateKey(keyOf(keyFile, key)))
    throw unusable("TLS_KEY", keyFile, "it is not the key of the certificate in TLS_CERT");
  if (now < from || now > until)
    throw new MillwrightError("TLS_NOT_VALID", {
      file: certFile,
      from: from.toISOString(),
      until: until.toISOString(),
    });
  return { cert, key, until };
};
