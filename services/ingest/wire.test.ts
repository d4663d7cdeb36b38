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
const open = (mqttUrl: string, take: TakeMessage, ca?: Buffer, onReconnect = () => {}) =>
  openWire({
    mqttUrl,
    hostId: "tls-test",
    take,
    onReconnect,
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
  expect(await refusal(own())).toContain("no authority that this machine knows");
  expect(await refusal(own(), elsewhere.cert)).toContain("no authority that this machine knows");
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

interface HostState {
  readonly online: boolean;
  readonly timestamp: number;
}

test("a node that waits for its host believes it to be off when its connection is lost, and there again with the next", async () => {
  const broker = await Aedes.createBroker();
  const wills: HostState[] = [];
  const hosts: { destroy(): void }[] = [];
  broker.on("clientReady", (client) => {
    const { will } = client as unknown as { will: { payload: Buffer } | null };
    if (!will) return;
    wills.push(JSON.parse(will.payload.toString()));
    hosts.push(client.conn as unknown as { destroy(): void });
  });
  const url = `mqtt://127.0.0.1:${await portOf(broker, createPlainServer(broker.handle))}`;
  // An edge node ignores what is older than the birth it knows (Sparkplug 3.0, chapter 5).
  const believed: HostState[] = [];
  let wake = () => {};
  let looked = 0;
  /** The next state, after the one that was looked at last, that says so. */
  const next = async (online: boolean): Promise<HostState> => {
    for (;;) {
      const state = believed[looked];
      looked += state ? 1 : 0;
      if (state?.online === online) return state;
      if (!state) await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  const node = await connectAsync(url);
  onTestFinished(() => node.endAsync(true));
  node.on("message", (_topic, payload) => {
    const told = JSON.parse(payload.toString()) as HostState;
    if (told.timestamp < (believed.at(-1)?.timestamp ?? 0)) return;
    believed.push(told);
    wake();
  });
  await node.subscribeAsync("spBv1.0/STATE/tls-test", { qos: 1 });

  const wire = await open(
    url,
    async () => {},
    undefined,
    () => void wire.appear(),
  );
  onTestFinished(() => wire.close());
  await wire.appear();
  const first = await next(true);
  expect(first.timestamp).toBe(wills[0]!.timestamp);

  // A death that another tells for it, such as the will of a connection before, is answered.
  await node.publishAsync("spBv1.0/STATE/tls-test", JSON.stringify({ ...first, online: false }), { qos: 1 });
  await next(false);
  expect(await next(true)).toEqual(first);

  hosts[0]!.destroy();
  await next(false);
  const second = await next(true);
  expect(wills).toHaveLength(2);
  expect(second.timestamp).toBe(wills[1]!.timestamp);
  expect(second.timestamp).toBeGreaterThan(first.timestamp);

  await wire.takeLeave();
  await next(false);
});
