import { useCallback, useEffect, useRef, useState } from "react";
import { query, sentenceOf } from "../lib/graphql.ts";
import { newId } from "../lib/ids.ts";
import { type Bilingual, useLanguage } from "../lib/language.ts";
import { useEventNudge } from "../lib/socket.ts";
import {
  type Conflict,
  editMutation,
  type Instruction,
  moveMutation,
  openQuery,
  settleMutation,
  writeMutation,
} from "./types.ts";

/** Instructions change by what people do, and are old by what is written of master data. */
export const events = ["document", "records"];

/** One version of an instruction, kept fresh, and all that can be done with it. */
export const useDocument = (documentId: string, version: number, onVersion: (version: number) => void) => {
  const { language } = useLanguage();
  const [document, setDocument] = useState<Instruction>();
  const [problem, setProblem] = useState<Bilingual>();
  /** Why the newest is not shown; what an act failed at is another matter, and stays when it is. */
  const [unread, setUnread] = useState<Bilingual>();
  const [busy, setBusy] = useState(false);
  const latest = useRef(0);
  const load = useCallback(() => {
    // An answer that comes after one that was asked for later is older than what is shown.
    const mine = ++latest.current;
    return query<{ workInstruction: Instruction }>(openQuery, { documentId, version, language }).then(
      ({ workInstruction }) => {
        if (mine !== latest.current) return;
        setDocument(workInstruction);
        setUnread(undefined);
      },
      (error: unknown) => {
        if (mine === latest.current) setUnread(sentenceOf(error));
      },
    );
  }, [documentId, version, language]);
  useEffect(() => void load(), [load]);
  useEventNudge(
    events,
    500,
    useCallback(() => void load(), [load]),
  );
  /** Does one thing; what stands in its way is shown. */
  const act = async (mutation: string, variables: Record<string, unknown>): Promise<boolean> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await query(mutation, {
        documentId,
        version,
        edition: document?.edition,
        key: newId(),
        ...variables,
      });
      await load();
      return true;
    } catch (error) {
      setProblem(sentenceOf(error));
      await load();
      return false;
    } finally {
      setBusy(false);
    }
  };
  return {
    document,
    problem: problem ?? unread,
    busy,
    edit: (edit: object) => act(editMutation, { edit }),
    settle: ({ step, field }: Conflict, keep: "mine" | "theirs") =>
      act(settleMutation, { step, field, keep }),
    move: (to: string) => act(moveMutation, { to }),
    writeAnew: async () => {
      if (!document) return;
      const { productId, segment, line } = document;
      setBusy(true);
      setProblem(undefined);
      try {
        const written = await query<{ writeInstruction: { version: number } }>(writeMutation, {
          productId,
          segment,
          line,
          key: newId(),
        });
        onVersion(written.writeInstruction.version);
        await load();
      } catch (error) {
        setProblem(sentenceOf(error));
      } finally {
        setBusy(false);
      }
    },
  };
};
