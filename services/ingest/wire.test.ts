import { once } from "node:events";
import { mkdtempSync, readFileSync } from "node:fs";
import { createServer as createPlainServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "node:tls";
import { Aedes } from "aedes";
import { connectAsync } from "mqtt";
import { expect, onTestFinished, test } from "vitest";
import { makeCertificate } from "../../test/support/certificate.ts";
import { openWire, type TakeMessage } from "./wire.ts";

const folder = mkdtempSync(join(tmpdir(), "millwright-mqtts-"));
const file = (name: string) => join(folder, name);
const made = (name: string, host: string) => {
  makeCertificate({ cert: file(`${name}.pem`), key: file(`${name}.key`) }, [
    "-days",
    "2",
    "-subj",
    `/CN=${host}`,
    "-addext",
    `subjectAltName=DNS:${host}`,
  ]);
  return { cert: readFileSync(file(`${name}.pem`)), key: readFileSync(file(`${name}.key`)) };
};
const ours = made("ours", "localhost");
const elsewhere = made("elsewhere", "broker.example");

/** Where a broker listens until the test is over. */
const portOf = async (broker: Aedes, server: Server): Promise<number> => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    await new Promise<void>((done) => broker.close(() => done()));
    server.close();
  });
  return (server.address() as { port: number }).port;
};

/** A broker that speaks MQTT by TLS alone, and lets in whoever says the password. */
const secureBroker = async (pair: { readonly cert: Buffer; readonly key: Buffer }) => {
  const broker = await Aedes.createBroker();
  broker.authenticate = (_client, user, password, done) =>
    done(null, user === "millwright" && password?.toString() === "a secret");
  const server = createServer({ ...pair, minVersion: "TLSv1.2" }, broker.handle);
  const port = await portOf(broker, server);
  return (who = "millwright:a%20secret", protocol = "mqtts") => `${protocol}://${who}@localhost:${port}`;
};
const open = (mqttUrl: string, take: TakeMessage, ca?: Buffer) =>
  openWire({
    mqttUrl,
    hostId: "tls-test",
    take,
    onReconnect: () => {},
    onError: () => {},
    ...(ca ? { ca } : {}),
  });
const refusal = (url: string, ca?: Buffer) =>
  open(url, async () => {}, ca).then(
    async (wire) => {
      await wire.close();
      return "none";
    },
    (error: Error) => error.message,
  );

test("messages come and go by mqtts, from a broker that the plant's own authority vouches for", async () => {
  const address = await secureBroker(ours);
  const taken = Promise.withResolvers<string>();
  const wire = await open(
    address(),
    async (topic, payload) => taken.resolve(`${topic} ${payload}`),
    ours.cert,
  );
  onTestFinished(() => wire.close());
  await wire.subscribe(["test/#"]);
  const machine = await connectAsync(address(), { ca: ours.cert });
  onTestFinished(() => machine.endAsync(true));
  await machine.publishAsync("test/line", "running", { qos: 1 });
  expect(await taken.promise).toBe("test/line running");
});

test("a broker that nobody vouches for, or of another name, is not spoken to; its password is not told", async () => {
  const own = await secureBroker(ours);
  expect(await refusal(own())).toContain("self-signed certificate");
  expect(await refusal(own(), elsewhere.cert)).toContain("self-signed certificate");
  const other = await secureBroker(elsewhere);
  expect(await refusal(other(), elsewhere.cert)).toMatch(/localhost.*broker\.example|altnames/);
  for (const url of [own(), other()]) expect(await refusal(url)).not.toContain("secret");
});

test("a wrong password, and plain MQTT on the port of TLS, end with what is wrong", async () => {
  const address = await secureBroker(ours);
  expect(await refusal(address("millwright:wrong"), ours.cert)).toMatch(
    /Not authorized|closed the connection/,
  );
  expect(await refusal(address(undefined, "mqtt"), ours.cert)).toContain("closed the connection");
});

test("a subscription under which the connection is lost is asked for again with the next one", async () => {
  const broker = await Aedes.createBroker();
  let asked = 0;
  broker.authorizeSubscribe = (client, subscription, done) => {
    asked += 1;
    if (asked === 1) client?.conn.destroy();
    else done(null, subscription);
  };
  const server = createPlainServer(broker.handle);
  const port = await portOf(broker, server);
  const taken = Promise.withResolvers<string>();
  const wire = await open(`mqtt://127.0.0.1:${port}`, async (topic) => taken.resolve(topic));
  onTestFinished(() => wire.close());
  await wire.subscribe(["test/#"]);
  expect(asked).toBe(2);
  const machine = await connectAsync(`mqtt://127.0.0.1:${port}`);
  onTestFinished(() => machine.endAsync(true));
  await machine.publishAsync("test/line", "running", { qos: 1 });
  expect(await taken.promise).toBe("test/line");
});
