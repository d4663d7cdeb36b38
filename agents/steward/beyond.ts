import type { Beyond } from "./beyond/entry.ts";
import { ofFigures } from "./beyond/figures.ts";
import { known } from "./beyond/known.ts";
import { ofMasterData } from "./beyond/master-data.ts";
import { ofPages } from "./beyond/pages.ts";
import { ofPeople } from "./beyond/people.ts";

const says =
  (text: string) =>
  ({ says: words, unless }: Beyond): boolean =>
    words.test(text) && !unless?.test(text);

/** Words that leave no doubt, whatever a model takes the sentence for. */
const never: readonly Beyond[] = [...ofMasterData, ...ofPages, ...ofPeople];

/** Whether a sentence asks beyond doubt for what no tool does. */
export const neverDone = (text: string): boolean => never.some(says(text));

/** What is told of a sentence that asks for something no tool does, where it is known why. */
export const beyondOf = (text: string): Pick<Beyond, "text" | "instead"> | undefined =>
  [...never, ...known, ...ofFigures].find(says(text));
