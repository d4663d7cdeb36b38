import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeCertificate } from "../../test/support/certificate.ts";
import { readTls } from "./tls.ts";

const folder = mkdtempSync(join(tmpdir(), "millwright-tls-"));
const file = (name: string) => join(folder, name);
const made = (name: string) =>
  makeCertificate({ cert: file(`${name}.pem`), key: file(`${name}.key`) }, [
    "-days",
    "30",
    "-subj",
    "/CN=localhost",
  ]);
made("ours");
made("other");
writeFileSync(file("no.pem"), "nothing");

const problem = (cert: string | undefined, key: string | undefined, now?: Date) => {
  try {
    readTls(cert && file(cert), key && file(key), now);
    return "none";
  } catch (error) {
    return (error as Error).message.replaceAll(`${folder}/`, "");
  }
};

test("a pair that belongs together is taken, and none is none", () => {
  expect(readTls(file("ours.pem"), file("ours.key"))?.cert).toContain("BEGIN CERTIFICATE");
  expect(readTls(undefined, undefined)).toBeUndefined();
});

test("what is wrong with a pair is told: which file, and what to mend", () => {
  expect(problem("ours.pem", undefined)).toContain(
    "TLS_KEY  cannot be used: TLS_CERT is set and its key is not.",
  );
  expect(problem("gone.pem", "ours.key")).toContain(
    "TLS_CERT gone.pem cannot be used: the file is not there.",
  );
  expect(problem("no.pem", "ours.key")).toContain("it holds no certificate in PEM form");
  expect(problem("ours.pem", "no.pem")).toContain("it holds no private key in PEM form");
  expect(problem("ours.pem", "other.key")).toContain(
    "TLS_KEY other.key cannot be used: it is not the key of the certificate in TLS_CERT.",
  );
  expect(problem("ours.pem", "ours.key", new Date("2099-01-01"))).toContain(
    "ours.pem (TLS_CERT) is valid from",
  );
  expect(problem("ours.pem", "ours.key", new Date("2001-01-01"))).toContain("which is not now");
});
