import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { askThread } from "../../../services/knowledge/answer/ask-on.ts";
import { type GivenDocument, importDocument } from "../../../services/knowledge/import.ts";
import { createKnowledge } from "../../../services/knowledge/knowledge.ts";
import { printTable } from "../table.ts";
import { openSetting } from "./setting.ts";

/** Documents of plants that are none of the demonstration's, by authors who had not seen how they are answered from. */
const plants = join(import.meta.dirname, "plants");

interface PlantQuestion {
  readonly text: string;
  /** What the answer has to hold: of each inner list one; none: the documents do not say. */
  readonly expected: readonly (readonly string[])[];
}

const questionsOf = (plant: string): PlantQuestion[] =>
  readFileSync(join(plants, plant, "questions.tsv"), "utf8")
    .trim()
    .split("\n")
    .map((line) => {
      const [text = "", wanted = ""] = line.split("\t");
      return { text, expected: wanted === "-" ? [] : wanted.split("&").map((part) => part.split("|")) };
    });

const documentsOf = (plant: string): GivenDocument[] => {
  const index: { file: string; id: string; title: string }[] = parse(
    readFileSync(join(plants, plant, "index.csv")),
    { columns: true },
  );
  return index.map((known) => ({ ...known, bytes: readFileSync(join(plants, plant, known.file)) }));
};

const plain = (text: string): string => text.replace(/[\s*]/g, "").toLowerCase();

/** How many are answered rightly, answered wrongly, and left unanswered though the documents say it; each plant has a store of its own. */
export const benchPlants = async (show: boolean): Promise<void> => {
  const rows: string[][] = [];
  for (const plant of readdirSync(plants)) {
    const { db, embed, close } = await openSetting({ demonstration: false });
    try {
      for (const document of documentsOf(plant)) await importDocument(db, document);
      const knowledge = createKnowledge({ db, embed });
      await knowledge.prepare();
      const count = { right: 0, silent: 0, wrong: 0, unanswered: 0 };
      for (const { text, expected } of questionsOf(plant)) {
        const { answered, parts } = await askThread(knowledge, [text], { roles: ["process"] });
        const said = plain(parts.map((part) => part.text).join("\n"));
        const holds = expected.every((one) => one.some((words) => said.includes(plain(words))));
        const outcome = !answered
          ? expected.length === 0
            ? "silent"
            : "unanswered"
          : expected.length > 0 && holds
            ? "right"
            : "wrong";
        count[outcome] += 1;
        if (show && (outcome === "wrong" || outcome === "unanswered"))
          console.log(
            `${plant}: ${text}\n    ${outcome}; wanted ${JSON.stringify(expected)}: ${said.slice(0, 200)}`,
          );
      }
      const all = Object.values(count).reduce((sum, one) => sum + one, 0);
      rows.push([
        plant,
        `${count.right + count.silent}/${all} ${((100 * (count.right + count.silent)) / all).toFixed(1)} %`,
        String(count.wrong),
        String(count.unanswered),
      ]);
    } finally {
      await close();
    }
  }
  printTable(["plant", "right", "answered wrongly", "not answered"], rows);
};
