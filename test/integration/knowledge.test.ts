import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentOf, listDocuments, withdrawDocument } from "../../services/knowledge/documents.ts";
import { importDocument } from "../../services/knowledge/import.ts";
import { createKnowledge } from "../../services/knowledge/knowledge.ts";
import { openDatabase } from "../../services/mes/database.ts";
import { migrate } from "../../services/mes/migrate.ts";
import { createTestDatabase } from "../support/database.ts";

const text = (lines: string) => new TextEncoder().encode(lines);
const reflow = (peak: number) =>
  text(
    `# Reflow on SMT lines\n\n## Limits\n\nThe peak temperature of RRU-5201 is ${peak} °C.\n\n## Paste\n\nSolder paste is warmed up for 4 hours.\n`,
  );
const secret = text("# 薪酬办法\n\n夜班津贴为每班 60 元。\n");

describe("knowledge", () => {
  let open: ReturnType<typeof openDatabase>;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const made = await createTestDatabase();
    drop = made.drop;
    open = openDatabase(made.url, { max: 5 });
    await migrate(open.pool);
  });
  afterAll(async () => {
    await open?.close();
    await drop?.();
  });

  it("finds what a document says, in its newest revision, and keeps the old one citable", async () => {
    const { db } = open;
    const first = await importDocument(db, { file: "WI-SMT-001 reflow.md", bytes: reflow(245) });
    expect(first).toMatchObject({
      id: "WI-SMT-001",
      revision: "A",
      outcome: "New",
      title: "Reflow on SMT lines",
    });
    expect(await importDocument(db, { file: "WI-SMT-001 reflow.md", bytes: reflow(245) })).toMatchObject({
      outcome: "Unchanged",
      revision: "A",
    });
    const knowledge = createKnowledge({ db });
    const question = "peak temperature of RRU-5201";
    expect((await knowledge.search(question, { roles: [] }))[0]).toMatchObject({
      text: "The peak temperature of RRU-5201 is 245 °C.",
      path: ["Limits"],
      revision: "A",
    });
    const second = await importDocument(db, { file: "WI-SMT-001 reflow.md", bytes: reflow(243) });
    expect(second).toMatchObject({ revision: "B", outcome: "Revised", supersedes: "A" });
    const found = await knowledge.search(question, { roles: [] });
    expect(found[0]?.text).toContain("243");
    expect(found.some(({ revision }) => revision === "A")).toBe(false);
    expect((await documentOf(db, "wi-smt-001", "A", [])).status).toBe("Superseded");
    // Chinese words find the English text by the plant's terms alone.
    expect((await knowledge.search("锡膏回温多久", { roles: [] }))[0]?.text).toContain("4 hours");
    await expect(
      importDocument(db, { file: "WI-SMT-001 reflow.md", bytes: reflow(241), revision: "B" }),
    ).rejects.toMatchObject({ code: "DOCUMENT_REVISION_TAKEN" });
    await withdrawDocument(db, "WI-SMT-001", "B");
    expect(await knowledge.search(question, { roles: [] })).toEqual([]);
  });

  it("shows nobody what his roles may not read", async () => {
    const { db } = open;
    await importDocument(db, { file: "HR-001.md", bytes: secret, roles: ["manager"] });
    const knowledge = createKnowledge({ db });
    expect(await knowledge.search("夜班津贴", { roles: ["repair"] })).toEqual([]);
    expect((await knowledge.search("夜班津贴", { roles: ["manager"] }))[0]?.text).toContain("60");
    expect((await listDocuments(db, ["repair"])).map(({ id }) => id)).not.toContain("HR-001");
    await expect(documentOf(db, "HR-001", undefined, ["repair"])).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("finds by meaning with an encoder, and by words when it is away", async () => {
    const { db } = open;
    await importDocument(db, { file: "a.txt", bytes: text("Rules\n\nAlpha beta gamma.\n\nDelta epsilon.") });
    let away = false;
    // A toy space: the first axis stands for "alpha", the second for all else.
    const embed = async (texts: readonly string[]) => {
      if (away) throw new Error("away");
      return texts.map((one) => Float32Array.from(/alpha|first letter/i.test(one) ? [1, 0] : [0, 1]));
    };
    const knowledge = createKnowledge({ db, embed, model: "toy" });
    await knowledge.prepare();
    expect((await knowledge.search("first letter", { roles: [] }))[0]?.text).toContain("Alpha");
    away = true;
    expect((await knowledge.search("epsilon", { roles: [] }))[0]?.text).toContain("epsilon");
  });
});
