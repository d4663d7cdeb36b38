import { useRef, useState } from "react";
import { useAct } from "../lib/act.ts";
import { useLanguage } from "../lib/language.ts";
import { useMay } from "../lib/leave.ts";
import { ActProblem } from "../shell/ActProblem.tsx";
import { WhoMay } from "../shell/WhoMay.tsx";
import { saveMutation } from "./types.ts";

/** In place of a cell where there is none: the way to the first one. */
export const FirstCell = ({ onSaved }: { onSaved: () => void }) => {
  const { t } = useLanguage();
  const leave = useMay("saveCell");
  const file = useRef<HTMLInputElement>(null);
  const [unread, setUnread] = useState<string>();
  const { busy, problem, act } = useAct(onSaved);
  const take = async (chosen: File) => {
    setUnread(undefined);
    let description: unknown;
    try {
      description = JSON.parse(await chosen.text());
    } catch (error) {
      setUnread(`${chosen.name}: ${t("edit_notJson")}${(error as Error).message}`);
      return;
    }
    await act(saveMutation, { description });
  };
  return (
    <div className="empty">
      <p>{t("noCells")}</p>
      {leave.allowed ? (
        <button type="button" className="primary" disabled={busy} onClick={() => file.current?.click()}>
          {t("edit_import")}
        </button>
      ) : (
        <p>
          {t("edit_import")}: <WhoMay leave={leave} />
        </p>
      )}
      <input
        ref={file}
        type="file"
        accept="application/json,.json"
        hidden
        data-testid="first-cell"
        onChange={({ target }) => {
          const [chosen] = target.files ?? [];
          if (chosen) void take(chosen);
          target.value = "";
        }}
      />
      {unread ? (
        <p className="error" role="alert">
          {unread}
        </p>
      ) : null}
      <ActProblem of={problem} />
    </div>
  );
};
