import { expect, test } from "vitest";
import { isUntrusted, reasonOf } from "./reason.ts";

const failed = (message: string, about: object = {}) => Object.assign(new Error(message), about);

test("what lies deepest says why, of several tries the last", () => {
  const refused = failed("connect ECONNREFUSED 127.0.0.1:1", { code: "ECONNREFUSED" });
  expect(reasonOf(failed("fetch failed", { cause: refused }))).toBe("connect ECONNREFUSED 127.0.0.1:1");
  expect(reasonOf(failed("", { code: "ECONNREFUSED", errors: [failed("::1"), refused] }))).toBe(
    refused.message,
  );
  expect(reasonOf(failed("", { code: "ENOTFOUND" }))).toBe("ENOTFOUND");
  expect(reasonOf({})).toBe("no answer");
  const alert = {
    code: "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED",
    reason: "tlsv13 alert certificate required",
  };
  expect(reasonOf(failed("404D87:error:0A00045C:SSL routines:ssl3_read_bytes:…", alert))).toBe(alert.reason);
});

test("a certificate that nobody vouches for names the setting, not the advice of the runtime", () => {
  const error = failed("unable to verify the first certificate; try running Node.js with --use-system-ca", {
    code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  });
  expect(reasonOf(failed("fetch failed", { cause: error }))).toContain("NODE_EXTRA_CA_CERTS");
  expect(reasonOf(error)).not.toContain("--use-system-ca");
  expect(isUntrusted(error)).toBe(true);
  expect(isUntrusted(failed("x", { code: "ECONNREFUSED" }))).toBe(false);
});
