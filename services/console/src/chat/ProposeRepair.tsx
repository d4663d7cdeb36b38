import { useState } from "react";
import { sentenceOf } from "../lib/graphql.ts";
import { type Bilingual, useLanguage } from "../lib/language.ts";
import { ActProblem } from "../shell/ActProblem.tsx";

interface ProposeRepairProps {
  readonly propose: () => Promise<void>;
}

/** From "what if" to a proposed plan with one press; it waits for approval like every other. */
export const ProposeRepair = ({ propose }: ProposeRepairProps) => {
  const { t } = useLanguage();
  const [state, setState] = useState<"open" | "busy" | "done">("open");
  const [problem, setProblem] = useState<Bilingual>();
  const press = async () => {
    setState("busy");
    setProblem(undefined);
    try {
      await propose();
      setState("done");
    } catch (error) {
      setProblem(sentenceOf(error));
      setState("open");
    }
  };
  return (
    <div className="choices">
      <button
        type="button"
        data-testid="propose-imagined"
        disabled={state !== "open"}
        onClick={() => void press()}
      >
        {state === "busy" ? t("repairing") : t("proposeImagined")}
      </button>
      <small>{t("nothingChangesYet")}</small>
      <ActProblem of={problem} />
    </div>
  );
};
