import { type FormEvent, useState } from "react";
import { query, sentenceOf, useQuery } from "../lib/graphql.ts";
import { newId } from "../lib/ids.ts";
import { type Bilingual, useLanguage } from "../lib/language.ts";
import { ActProblem } from "../shell/ActProblem.tsx";
import { productsQuery, routingQuery, writeMutation } from "./types.ts";

interface Props {
  readonly onWritten: (documentId: string, version: number) => void;
}

/** Which instruction to write. */
export const Write = ({ onWritten }: Props) => {
  const { t, pick } = useLanguage();
  const { data } = useQuery<{ routedProducts: readonly { id: string; name: Bilingual }[] }>(productsQuery);
  const products = data?.routedProducts ?? [];
  const [chosen, setChosen] = useState<string>();
  const productId = chosen ?? products[0]?.id;
  const [segment, setSegment] = useState<number>();
  const [problem, setProblem] = useState<Bilingual>();
  const [busy, setBusy] = useState(false);
  const { data: found } = useQuery<{ routing: readonly { segment: number; name: Bilingual }[] }>(
    productId ? routingQuery : "query Nothing { __typename }",
    productId ? { productId } : {},
  );
  const segments = found?.routing ?? [];
  const own = segments.some((one) => one.segment === segment) ? segment : segments[0]?.segment;
  const write = async (event: FormEvent) => {
    event.preventDefault();
    if (!productId || own === undefined) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const { writeInstruction } = await query<{ writeInstruction: { documentId: string; version: number } }>(
        writeMutation,
        { productId, segment: own, line: null, key: newId() },
      );
      onWritten(writeInstruction.documentId, writeInstruction.version);
    } catch (error) {
      setProblem(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="write" onSubmit={write}>
      <select
        data-testid="write-product"
        aria-label={t("chooseProduct")}
        value={productId ?? ""}
        onChange={(event) => setChosen(event.target.value)}
      >
        {products.map(({ id, name }) => (
          <option key={id} value={id}>
            {id} {pick(name)}
          </option>
        ))}
      </select>
      <select
        data-testid="write-segment"
        aria-label={t("chooseSegment")}
        value={own ?? ""}
        onChange={(event) => setSegment(Number(event.target.value))}
      >
        {segments.map(({ segment: one, name }) => (
          <option key={one} value={one}>
            {one} {pick(name)}
          </option>
        ))}
      </select>
      <button type="submit" className="primary" data-testid="write" disabled={busy || own === undefined}>
        {t("writeDraft")}
      </button>
      <ActProblem of={problem} />
    </form>
  );
};
