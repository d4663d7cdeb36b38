import { afterAll, beforeAll, expect, test } from "vitest";
import { documentOf } from "../../services/knowledge/documents.ts";
import { importDocument } from "../../services/knowledge/import.ts";
import { limits } from "../../services/knowledge/read/limits.ts";
import { startTestHouse } from "../support/house.ts";
import { postTo, signInTo } from "../support/http.ts";

let house: Awaited<ReturnType<typeof startTestHouse>>;
let engineer: string;
let planner: string;
beforeAll(async () => {
  house = await startTestHouse();
  engineer = await signInTo(house.api.url, "wang.fang");
  planner = await signInTo(house.api.url, "zhang.min");
});
afterAll(() => house.close());

const bytes = (text: string) => new TextEncoder().encode(text);
const send = (query: string, body: Uint8Array | ReadableStream, token?: string) =>
  fetch(`${house.api.url}/documents?${query}`, {
    method: "POST",
    headers: {
      "content-type": "application/octet-stream",
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: body as BodyInit,
    ...(body instanceof ReadableStream ? { duplex: "half" } : {}),
  } as RequestInit);
const codeOf = async (response: Response) =>
  ((await response.json()) as { error?: { code: string } }).error?.code;

test("a file is taken from who keeps documents, and from others not even read", async () => {
  const file = bytes("# Torque\n\nThe cover takes 0.9 N·m.\n");
  expect(await (await send("file=WI-ASM-901.md", file, engineer)).json()).toMatchObject({
    id: "WI-ASM-901",
    outcome: "New",
  });
  expect(await codeOf(await send("file=WI-ASM-902.md", file))).toBe("UNAUTHENTICATED");
  expect(await codeOf(await send("file=WI-ASM-902.md", file, planner))).toBe("FORBIDDEN");
  // A body that never ends is answered all the same: nobody waits for it.
  const endless = new ReadableStream({ pull: (to) => to.enqueue(file) });
  const answer = await send("file=WI-ASM-902.md", endless).then(codeOf, () => "closed");
  expect(["UNAUTHENTICATED", "closed"]).toContain(answer);
  expect(await codeOf(await send("file=a%00b.md", file, engineer))).toBe("INVALID_INPUT");
  const large = (await (await send("file=a.txt", new Uint8Array(limits.fileBytes + 1), engineer)).json()) as {
    error: object;
  };
  expect(large.error).toMatchObject({ code: "PAYLOAD_TOO_LARGE", details: { limit: limits.fileBytes } });
  const events = await house.plant.db
    .selectFrom("event")
    .select("attributes")
    .where("type", "=", "document.imported")
    .execute();
  expect(events).toMatchObject([{ attributes: { revision: "A", status: "InForce", supersedes: null } }]);
});

test("a document for others is neither read nor replaced, whatever the case of its id", async () => {
  const { db } = house.plant;
  await importDocument(db, { file: "HR-901.md", bytes: bytes("# Pay\n\nSixty.\n"), roles: ["manager"] });
  const other = bytes("# Pay\n\nSix hundred.\n");
  for (const id of ["HR-901", "hr-901"])
    expect(await codeOf(await send(`file=note.md&id=${id}`, other, engineer))).toBe("FORBIDDEN");
  expect((await documentOf(db, "HR-901", undefined, ["manager"])).revision).toBe("A");
  const read = (path: string, token: string) =>
    fetch(`${house.api.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
  expect(await codeOf(await read("/documents/HR-901/A", engineer))).toBe("NOT_FOUND");
  expect(await codeOf(await read("/documents/HR-901/%00", engineer))).toBe("INVALID_INPUT");
  const asked: { data: { searchDocuments: { documentId: string }[] } } = await postTo(
    house.api.url,
    "/graphql",
    { query: '{ searchDocuments(question: "Pay sixty") { documentId } }' },
    { authorization: `Bearer ${engineer}` },
  );
  expect(asked.data.searchDocuments.map(({ documentId }) => documentId)).not.toContain("HR-901");
});

test("a page with a script comes as a file, and runs nowhere", async () => {
  const page = bytes("<h1>Notice</h1><p>Read this.</p><script>alert(1)</script>");
  await send("file=NOTE-1 %E2%80%9Cx%E2%80%9D.html", page, engineer);
  const served = await fetch(`${house.api.url}/documents/NOTE-1/A`, {
    headers: { authorization: `Bearer ${planner}` },
  });
  expect(served.headers.get("content-disposition")).toMatch(/^attachment; filename\*=UTF-8''NOTE-1/);
  expect(served.headers.get("x-content-type-options")).toBe("nosniff");
  expect(served.headers.get("content-security-policy")).toContain("default-src 'self'");
  expect(new Uint8Array(await served.arrayBuffer())).toEqual(page);
});

test("what a question asks besides, and no document answers, is told beside its answer", async () => {
  await send(
    "file=SP-901.md",
    bytes("# 备件清单\n\n| 备件 | 单价 | 交货周期 |\n|---|---|---|\n| SP-1077 | 23500 元 | 90 天 |\n"),
    engineer,
  );
  const asked: { data: { askDocuments: { parts: { text: string }[]; missing: string[] } } } = await postTo(
    house.api.url,
    "/graphql",
    {
      query: '{ askDocuments(question: "SP-1077多少钱，保修期是几年") { parts { text } missing } }',
    },
    { authorization: `Bearer ${engineer}` },
  );
  const { parts, missing } = asked.data.askDocuments;
  expect(parts.map(({ text }) => text).join()).toContain("23500 元");
  expect(missing).toEqual(["保修期是几年"]);
});
