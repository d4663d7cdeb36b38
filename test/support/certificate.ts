import { execFileSync } from "node:child_process";

/** A certificate that this machine makes itself, as a plant's administrator may for a trial, and its key, as two files. */
export const makeCertificate = (
  files: { readonly cert: string; readonly key: string },
  about: readonly string[],
): void => {
  execFileSync(
    "openssl",
    [
      "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes".split(" "),
      ["-keyout", files.key, "-out", files.cert, ...about],
    ].flat(),
    { stdio: "ignore" },
  );
};
