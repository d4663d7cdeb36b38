import { checkPlaybook, circleOf, type PlaybookProblem } from "../../../../agents/runtime/playbook/check.ts";
import { storedPlaybook } from "../../../../agents/runtime/playbook/model.ts";
import { MillwrightError } from "../../../core/errors.ts";
import type { Db, Tx } from "../../../mes/database.ts";
import { allPlaybooks } from "../../../mes/queries/playbooks.ts";

/** What stands against a playbook, circles with others that are there among it. */
export const problemsOf = async (db: Db | Tx, id: string | undefined, written: unknown) => {
  const checked = checkPlaybook(written);
  if (!checked.playbook) return checked;
  const others = (await allPlaybooks(db))
    .filter((row) => row.id !== id)
    .map((row) => ({ name: row.id, playbook: storedPlaybook(row.definition) }));
  const circle = circleOf(checked.playbook, others);
  if (!circle) return checked;
  const list = circle.join(" → ");
  const problems: PlaybookProblem[] = [
    {
      path: "trigger.type",
      message: {
        zh: `与 ${list} 会互相触发，请换触发事件`,
        en: `It and ${list} would start each other; choose another event`,
      },
    },
  ];
  return { problems };
};

/** The first of them as an error. */
export const invalid = ([first]: readonly PlaybookProblem[]) =>
  new MillwrightError("INVALID_INPUT", { path: first?.path ?? "", problem: first?.message.en ?? "" });
