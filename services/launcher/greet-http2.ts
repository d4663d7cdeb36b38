import { connect as connectTcp } from "node:net";
import { connect as connectTls, TLSSocket } from "node:tls";
import type { TemporalAccess } from "../core/temporal-access.ts";

/** What a client of HTTP/2 says first: its preface, and settings that change nothing. */
const preface = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0", "latin1");
/** The kind of a frame, which its fourth byte tells. */
const settingsFrame = 4;

const open = ({ address, tls }: TemporalAccess) => {
  const { hostname, port } = new URL(`tcp://${address}`);
  const to = { host: hostname.replace(/^\[|\]$/g, ""), port: Number(port) };
  if (tls === false) return connectTcp(to);
  const {
    serverRootCACertificate: ca,
    clientCertPair: pair,
    serverNameOverride: servername,
  } = tls === true ? {} : tls;
  return connectTls({
    ...to,
    ALPNProtocols: ["h2"],
    ...(ca ? { ca } : {}),
    ...(pair ? { cert: pair.crt, key: pair.key } : {}),
    ...(servername ? { servername } : {}),
  });
};

/**
 * Rejects with why no HTTP/2 is spoken at an address. Temporal's clients speak nothing else, and say of a certificate, a name or a
 * protocol that does not fit only that they have waited long enough.
 */
export const greetHttp2 = (access: TemporalAccess, patienceMs: number): Promise<void> =>
  new Promise<void>((resolve, reject) => {
    const socket = open(access);
    const end = (problem?: Error) => {
      clearTimeout(timer);
      socket.destroy();
      if (problem) reject(problem);
      else resolve();
    };
    const timer = setTimeout(() => end(new Error(`no answer in ${patienceMs / 1_000} s`)), patienceMs);
    socket.once(access.tls === false ? "connect" : "secureConnect", () => {
      if (socket instanceof TLSSocket && socket.alpnProtocol !== "h2")
        end(new Error("TLS ends there in something that does not agree to HTTP/2 (ALPN h2)"));
      else socket.write(preface);
    });
    socket.once("data", (said: Buffer) =>
      end(said[3] === settingsFrame ? undefined : new Error("what answers there does not speak HTTP/2")),
    );
    socket.on("error", end);
    socket.once("close", () => end(new Error("the connection was closed at once")));
  });
