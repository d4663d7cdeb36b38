import { readFileSync } from "node:fs";
import type { Config } from "./config.ts";
import { MillwrightError } from "./errors.ts";

/** How the Temporal server is reached, in the terms of its client and its worker alike. */
export interface TemporalAccess {
  readonly address: string;
  readonly tls:
    | boolean
    | {
        readonly serverRootCACertificate?: Buffer;
        readonly clientCertPair?: { readonly crt: Buffer; readonly key: Buffer };
      };
  readonly apiKey?: string;
}

const readPem = (variable: string, file: string): Buffer => {
  try {
    return readFileSync(file);
  } catch {
    throw new MillwrightError("TLS_UNUSABLE", { variable, file, reason: "the file cannot be read" });
  }
};

/**
 * The access that the settings give. Node itself believes the authorities of NODE_EXTRA_CA_CERTS everywhere else; Temporal's
 * client has to be told.
 *
 * @throws MillwrightError TLS_UNUSABLE.
 */
export const temporalAccess = (config: Config): TemporalAccess => {
  const {
    TEMPORAL_ADDRESS: address = "127.0.0.1:7233",
    TEMPORAL_TLS: isEncrypted,
    TEMPORAL_TLS_CERT: cert,
    TEMPORAL_TLS_KEY: key,
    TEMPORAL_API_KEY: apiKey,
    NODE_EXTRA_CA_CERTS: authorities,
  } = config;
  if (cert && !key)
    throw new MillwrightError("CONFIG_INVALID", {
      path: "TEMPORAL_TLS_KEY",
      problem: "is missing beside TEMPORAL_TLS_CERT",
    });
  const pair =
    cert && key
      ? { crt: readPem("TEMPORAL_TLS_CERT", cert), key: readPem("TEMPORAL_TLS_KEY", key) }
      : undefined;
  const tls = {
    ...(authorities ? { serverRootCACertificate: readPem("NODE_EXTRA_CA_CERTS", authorities) } : {}),
    ...(pair ? { clientCertPair: pair } : {}),
  };
  return { address, tls: isEncrypted || pair ? tls : false, ...(apiKey ? { apiKey } : {}) };
};
