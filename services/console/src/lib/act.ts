import { useState } from "react";
import { query, sentenceOf } from "./graphql.ts";
import { newId } from "./ids.ts";
import type { Bilingual } from "./language.ts";

/** One thing that a person does at a time; what stands in its way is kept to be shown. */
export const useAct = (onDone: () => void) => {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Bilingual>();
  const act = async (mutation: string, variables: Record<string, unknown>): Promise<boolean> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await query(mutation, { key: newId(), ...variables });
      return true;
    } catch (error) {
      setProblem(sentenceOf(error));
      return false;
    } finally {
      setBusy(false);
      onDone();
    }
  };
  return { busy, problem, act };
};
