import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { expect, test } from "vitest";
import { loadConfig } from "./config.ts";
import { temporalAccess } from "./temporal-access.ts";

const file = join(mkdtempSync(join(tmpdir(), "access-")), "one.pem");
writeFileSync(file, "-----BEGIN CERTIFICATE-----\nplant\n-----END CERTIFICATE-----");
const access = (settings: Readonly<Record<string, string>>) => temporalAccess(loadConfig(settings));

test.each([
  ["TEMPORAL_TLS_CERT", "TEMPORAL_TLS_KEY"],
  ["TEMPORAL_TLS_KEY", "TEMPORAL_TLS_CERT"],
])("%s alone is refused, and the setting that is missing is named", (given, missing) => {
  expect(() => access({ TEMPORAL_TLS: "true", [given]: file })).toThrow(new RegExp(`${missing} is wrong`));
});

test("authorities of the plant's own are believed besides the public ones", () => {
  const { tls } = access({
    TEMPORAL_TLS: "true",
    NODE_EXTRA_CA_CERTS: file,
    TEMPORAL_TLS_SERVER_NAME: "t.example",
  });
  const roots = typeof tls === "object" ? String(tls.serverRootCACertificate) : "";
  expect(roots).toContain("plant");
  expect(roots).toContain(rootCertificates[0]);
  expect(tls).toMatchObject({ serverNameOverride: "t.example" });
});
