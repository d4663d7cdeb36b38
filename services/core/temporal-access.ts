import { readFileSync } from "node:fs";
import { rootCertificates } from "node:tls";
import type { Config } from "./config.ts";
import { MillwrightError } from "./errors.ts";

/** How the Temporal server is reached, in the terms of its client and its worker alike. */
export interface TemporalAccess {
  readonly address: string;
  readonly tls:
    | boolean
    | {
        readonly serverRootCACertificate?: Buffer;
        readonly serverNameOverride?: string;
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
 * The access that the settings give. Node itself believes the authorities of NODE_EXTRA_CA_CERTS everywhere else, besides the
 * public ones; Temporal's client has to be told both.
 *
 * @throws MillwrightError CONFIG_INVALID, TLS_UNUSABLE.
 */
export const temporalAccess = (config: Config): TemporalAccess => {
  const {
    TEMPORAL_ADDRESS: address = "127.0.0.1:7233",
    TEMPORAL_TLS: isEncrypted,
    TEMPORAL_TLS_CERT: cert,
    TEMPORAL_TLS_KEY: key,
    TEMPORAL_TLS_SERVER_NAME: serverName,
    TEMPORAL_API_KEY: apiKey,
    NODE_EXTRA_CA_CERTS: authorities,
  } = config;
  const [missing, beside] = cert
    ? ["TEMPORAL_TLS_KEY", "TEMPORAL_TLS_CERT"]
    : ["TEMPORAL_TLS_CERT", "TEMPORAL_TLS_KEY"];
  if (!cert !== !key)
    throw new MillwrightError("CONFIG_INVALID", { path: missing, problem: `is missing beside ${beside}` });
  const pair =
    cert && key
      ? { crt: readPem("TEMPORAL_TLS_CERT", cert), key: readPem("TEMPORAL_TLS_KEY", key) }
      : undefined;
  const tls = {
    ...(authorities
      ? {
          serverRootCACertificate: Buffer.from(
            [readPem("NODE_EXTRA_CA_CERTS", authorities), ...rootCertificates].join("\n"),
          ),
        }
      : {}),
    ...(serverName ? { serverNameOverride: serverName } : {}),
    ...(pair ? { clientCertPair: pair } : {}),
  };
  return { address, tls: isEncrypted || pair ? tls : false, ...(apiKey ? { apiKey } : {}) };
};
