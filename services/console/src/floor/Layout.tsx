import { useRef, useState } from "react";
import { query, sentenceOf } from "../lib/graphql.ts";
import { newId } from "../lib/ids.ts";
import { useLanguage } from "../lib/language.ts";
import { useLatest } from "../lib/latest.ts";
import { useMay } from "../lib/leave.ts";

interface LayoutRead {
  readonly vehicleTypes: readonly string[];
  readonly leftOut: readonly string[];
  readonly problems: readonly string[];
  readonly roadmap: {
    readonly nodes: readonly unknown[];
    readonly edges: readonly unknown[];
    readonly stations: readonly unknown[];
  } | null;
}

const readQuery = `query ReadLayout($lif: JSON!, $vehicleType: String) {
  readLayout(lif: $lif, vehicleType: $vehicleType) { vehicleTypes leftOut problems roadmap }
}`;
const saveMutation =
  "mutation SaveRoadmap($roadmap: JSON!, $key: String!) { saveRoadmap(roadmap: $roadmap, idempotencyKey: $key) }";

/** Takes a layout file (LIF) in: what it comes to is shown first, with its mistakes; then it replaces the roads. */
export const Layout = ({ onStored }: { readonly onStored: () => void }) => {
  const { t, pick } = useLanguage();
  const { allowed } = useMay("saveRoadmap");
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<{ readonly name: string; readonly lif: unknown }>();
  const [read, setRead] = useState<LayoutRead>();
  const [problem, setProblem] = useState<string>();
  const latest = useLatest();
  if (!allowed) return null;
  const look = (name: string, lif: unknown, vehicleType?: string) => {
    const isLatest = latest.begin();
    // What is stored is what is shown: never the roads of a kind that is chosen no more.
    setRead((shown) => (shown ? { ...shown, roadmap: null } : undefined));
    void query<{ readLayout: LayoutRead }>(readQuery, { lif, vehicleType }).then(
      ({ readLayout }) => {
        if (!isLatest()) return;
        setFile({ name, lif });
        setRead(readLayout);
        setProblem(undefined);
      },
      (error) => isLatest() && setProblem(pick(sentenceOf(error))),
    );
  };
  const take = async (chosen: File) => {
    setRead(undefined);
    const isLatest = latest.begin();
    try {
      const lif: unknown = JSON.parse(await chosen.text());
      if (isLatest()) look(chosen.name, lif);
    } catch {
      if (!isLatest()) return;
      setProblem(`${chosen.name}: ${t("layoutUnread")}`);
    }
  };
  const store = () =>
    void query(saveMutation, { roadmap: read?.roadmap, key: newId() }).then(
      () => {
        setRead(undefined);
        onStored();
      },
      (error) => setProblem(pick(sentenceOf(error))),
    );
  const cancel = () => {
    latest.giveUp();
    setRead(undefined);
  };
  const roads = read?.roadmap;
  return (
    <section className="layout-file" aria-label={t("layoutFile")}>
      <button type="button" className="quiet" onClick={() => input.current?.click()}>
        {t("layoutFile")}
      </button>
      <input
        ref={input}
        type="file"
        accept=".json,.lif,application/json"
        data-testid="layout-file"
        hidden
        onChange={({ target }) => {
          const [chosen] = target.files ?? [];
          if (chosen) void take(chosen);
          target.value = "";
        }}
      />
      {problem ? (
        <p className="error" role="alert">
          {problem}
        </p>
      ) : null}
      {read && file ? (
        <div data-testid="layout-read">
          <b>{file.name}</b>
          {read.vehicleTypes.length > 1 ? (
            <label>
              {t("layoutOf")}
              <select defaultValue="" onChange={({ target }) => look(file.name, file.lif, target.value)}>
                <option value="" disabled />
                {read.vehicleTypes.map((type) => (
                  <option key={type}>{type}</option>
                ))}
              </select>
            </label>
          ) : null}
          {read.problems.length > 0 ? (
            <ul className="error" role="alert">
              {read.problems.map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ul>
          ) : null}
          {roads ? (
            <p>
              {t("layoutIs")
                .replace("{nodes}", String(roads.nodes.length))
                .replace("{edges}", String(roads.edges.length))
                .replace("{stations}", String(roads.stations.length))}
            </p>
          ) : null}
          {read.leftOut.length > 0 ? (
            <p>
              <small>
                {t("layoutLeftOut")}: {read.leftOut.join("; ")}
              </small>
            </p>
          ) : null}
          {roads ? (
            <button type="button" className="primary" data-testid="store-layout" onClick={store}>
              {t("storeLayout")}
            </button>
          ) : null}{" "}
          <button type="button" className="quiet" onClick={cancel}>
            {t("cancel")}
          </button>
        </div>
      ) : null}
    </section>
  );
};
