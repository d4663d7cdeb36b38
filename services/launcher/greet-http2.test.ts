import { mkdtempSync, readFileSync } from "node:fs";
import { createSecureServer, createServer } from "node:http2";
import { type AddressInfo, connect, createServer as createTcp, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer as createTls, type TlsOptions } from "node:tls";
import { afterEach, expect, test } from "vitest";
import { makeCertificate } from "../../test/support/certificate.ts";
import { loadConfig } from "../core/config.ts";
import { reasonOf } from "../core/reason.ts";
import { temporalAccess } from "../core/temporal-access.ts";
import { greetHttp2 } from "./greet-http2.ts";

const folder = mkdtempSync(join(tmpdir(), "greet-"));
const made = (name: string, host: string) => {
  const files = { cert: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) };
  makeCertificate(files, ["-subj", `/CN=${host}`, "-addext", `subjectAltName=DNS:${host}`]);
  return files;
};
const here = made("here", "localhost");
const elsewhere = made("elsewhere", "temporal.plant.example");
const pem = ({ cert, key }: typeof here) => ({ cert: readFileSync(cert), key: readFileSync(key) });

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});
const portOf = async (server: Server): Promise<number> => {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  return (server.address() as AddressInfo).port;
};
const secure = (options: TlsOptions) => portOf(createSecureServer(options));

/** Why the server is refused, or "". */
const refusal = async (port: number, settings: Readonly<Record<string, string>> = {}): Promise<string> => {
  const config = loadConfig({ TEMPORAL_ADDRESS: `localhost:${port}`, ...settings });
  return greetHttp2(temporalAccess(config), 2_000).then(() => "", reasonOf);
};
const trusting = (files: typeof here) => ({ TEMPORAL_TLS: "true", NODE_EXTRA_CA_CERTS: files.cert });

test("a server that speaks HTTP/2 is found, plain and by TLS, with a client certificate where it asks for one", async () => {
  expect(await refusal(await portOf(createServer()))).toBe("");
  const port = await secure({ ...pem(here), requestCert: true, ca: readFileSync(here.cert) });
  const pair = { TEMPORAL_TLS_CERT: here.cert, TEMPORAL_TLS_KEY: here.key };
  expect(await refusal(port, { ...trusting(here), ...pair })).toBe("");
  expect(await refusal(port, trusting(here))).toMatch(/certificate required/i);
});

test("a certificate of an unknown authority, or of another name, is told as such, and the other name can be given", async () => {
  expect(await refusal(await secure(pem(here)), { TEMPORAL_TLS: "true" })).toContain("NODE_EXTRA_CA_CERTS");
  const port = await secure(pem(elsewhere));
  expect(await refusal(port, trusting(elsewhere))).toContain("temporal.plant.example");
  const named = { ...trusting(elsewhere), TEMPORAL_TLS_SERVER_NAME: "temporal.plant.example" };
  expect(await refusal(port, named)).toBe("");
});

test("TLS that ends in what agrees to no HTTP/2 is told, which the worker's client does not take", async () => {
  const behind = await portOf(createServer());
  const proxy = createTls(pem(here), (socket) => {
    const on = connect(behind, "localhost");
    socket.pipe(on).pipe(socket);
    for (const end of [socket, on]) end.on("error", () => {});
  });
  expect(await refusal(await portOf(proxy), trusting(here))).toContain("ALPN h2");
});

test("what speaks something else is told in the time that is given", async () => {
  const hangsUp = await portOf(createTcp((socket) => socket.destroy()));
  expect(await refusal(hangsUp)).not.toBe("");
  expect(await refusal(await secure(pem(here)))).not.toBe("");
});
