import { useMemo, useRef, useState } from "react";
import { type CellProblemFound, readCellDescription } from "../../../../protocols/cell/check.ts";
import { type CellDescription, cellDescription } from "../../../../protocols/cell/description.ts";
import { useAct } from "../../lib/act.ts";
import { useKept } from "../../lib/kept.ts";
import { useLanguage } from "../../lib/language.ts";
import { useMay } from "../../lib/leave.ts";
import { ActProblem } from "../../shell/ActProblem.tsx";
import { WhoMay } from "../../shell/WhoMay.tsx";
import { CellMap } from "../CellMap.tsx";
import { type CellView, saveMutation } from "../types.ts";
import { changed, freshId, without } from "./draft.ts";
import { EditContext } from "./Field.tsx";
import { PlacesForm } from "./PlacesForm.tsx";
import { namedPath, toldProblem } from "./problems.ts";
import { RecipeForm } from "./RecipeForm.tsx";
import { RobotsForm } from "./RobotsForm.tsx";

const parts = ["places", "robots", "recipes"] as const;
type Part = (typeof parts)[number];

const partOf = (path: string): Part =>
  path.startsWith("recipes") ? "recipes" : path.startsWith("cell.robots") ? "robots" : "places";

const checkOf = (draft: CellDescription): CellProblemFound[] => {
  const read = readCellDescription(draft);
  if ("description" in read) return [];
  return read.problems.map(({ path, problem }) => ({ path: namedPath(path, draft), problem }));
};

/** A file as it was imported: a description that may be edited, or why it is none. */
const readFile = (text: string): CellDescription | readonly CellProblemFound[] => {
  const parsed = cellDescription.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  return parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), problem: message }));
};

const download = (draft: CellDescription): void => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(draft, null, 2)], { type: "application/json" }));
  link.download = `${draft.cell.id}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
};

interface RecipesProps {
  readonly draft: CellDescription;
  readonly product: number;
  readonly readOnly: boolean;
  readonly onProduct: (index: number) => void;
  readonly onChange: (draft: CellDescription) => void;
}

const Recipes = ({ draft, product, readOnly, onProduct, onChange }: RecipesProps) => {
  const { t } = useLanguage();
  const { cell, recipes } = draft;
  const index = Math.min(product, recipes.length - 1);
  const recipe = recipes[index]!;
  return (
    <>
      <div className="adds">
        <div className="segmented" role="group" aria-label={t("edit_recipes")}>
          {recipes.map((each, place) => (
            <button
              type="button"
              // biome-ignore lint/suspicious/noArrayIndexKey: a product's id changes while it is typed.
              key={place}
              aria-pressed={place === index}
              onClick={() => onProduct(place)}
            >
              {each.product}
            </button>
          ))}
        </div>
        <button
          type="button"
          data-testid="copy-recipe"
          disabled={readOnly}
          onClick={() => {
            const id = freshId(
              recipe.product,
              recipes.map((each) => each.product),
            );
            onChange({ ...draft, recipes: [...recipes, { ...recipe, product: id }] });
            onProduct(recipes.length);
          }}
        >
          {t("edit_copyRecipe")}
        </button>
        {recipes.length > 1 ? (
          <button
            type="button"
            className="quiet"
            disabled={readOnly}
            onClick={() => onChange({ ...draft, recipes: without(recipes, index) })}
          >
            {t("edit_remove")} {recipe.product}
          </button>
        ) : null}
      </div>
      <RecipeForm
        key={index}
        cell={cell}
        recipe={recipe}
        onChange={(next) => onChange({ ...draft, recipes: changed(recipes, index, next) })}
      />
    </>
  );
};

interface EditorProps {
  readonly cell: CellView;
  readonly onSaved: () => void;
}

/** A cell and its recipes as forms, with the drawing beside them; what is wrong is told where it is wrong, as it is typed. */
export const Editor = ({ cell, onSaved }: EditorProps) => {
  const { t, count, language } = useLanguage();
  const stored = useMemo(
    (): CellDescription => ({ cell: cell.description, recipes: [...cell.recipes] }),
    [cell],
  );
  /** What was made of the cell, and of which version of it. */
  const [own, keep] = useKept<{ readonly edited: CellDescription; readonly version: number }>(
    `cell/${cell.id}`,
  );
  const edited = own?.edited;
  const [part, setPart] = useState<Part>("places");
  const [product, setProduct] = useState(0);
  const [refused, setRefused] = useState<{ readonly file: string; readonly told: readonly string[] }>();
  const [saved, setSaved] = useState(false);
  const { busy, problem, act } = useAct(onSaved);
  const file = useRef<HTMLInputElement>(null);
  const forms = useRef<HTMLDivElement>(null);
  const draft = edited ?? stored;
  const problems = useMemo(() => checkOf(draft), [draft]);
  const leave = useMay("saveCell");
  const { allowed } = leave;
  const edit = (next: CellDescription) => {
    setSaved(false);
    setRefused(undefined);
    keep({ edited: next, version: own?.version ?? cell.version });
  };
  const save = async () => {
    if (!(await act(saveMutation, { description: draft }))) return;
    keep(undefined);
    setSaved(true);
  };
  const take = async (chosen: File) => {
    try {
      const read = readFile(await chosen.text());
      if ("cell" in read) edit(read);
      else
        setRefused({
          file: chosen.name,
          told: read.slice(0, 8).map((one) => `${one.path}: ${toldProblem(one.problem, language)}`),
        });
    } catch (error) {
      setRefused({ file: chosen.name, told: [t("edit_notJson") + String((error as Error).message)] });
    }
  };
  /** Leads to the field that a problem is told at, or to the nearest around it. */
  const lead = (path: string) => {
    setPart(partOf(path));
    const which = draft.recipes.findIndex((recipe) => path.startsWith(`recipes.${recipe.product}.`));
    if (which >= 0) setProduct(which);
    requestAnimationFrame(() => {
      for (let at = path; at.includes("."); at = at.slice(0, at.lastIndexOf("."))) {
        const field = forms.current?.querySelector<HTMLElement>(`[data-path^="${CSS.escape(at)}"]`);
        if (!field) continue;
        field.scrollIntoView({ block: "center" });
        field.focus();
        return;
      }
    });
  };
  const newer = own !== undefined && cell.version !== own.version;
  return (
    <EditContext value={{ problems, readOnly: !allowed }}>
      <div className="cell-editor" data-testid="cell-editor">
        <aside>
          <CellMap cell={draft.cell} recipes={draft.recipes} run={undefined} stopped={false} />
          <div className="editor-state" data-testid="editor-state" data-problems={problems.length}>
            {problems.length > 0 ? (
              <>
                <b className="bad">{count("edit_wrong", problems.length)}</b>
                <ul>
                  {problems.map(({ path, problem: what }) => (
                    <li key={`${path} ${what}`}>
                      <button type="button" className="quiet" onClick={() => lead(path)}>
                        <code>{path}</code> {toldProblem(what, language)}
                      </button>
                    </li>
                  ))}
                </ul>
              </>
            ) : (
              <b className="good">✓ {t("edit_sound")}</b>
            )}
            {newer ? <p className="warn">{t("edit_newer")}</p> : null}
            {cell.run ? <small>{t("edit_runKeeps")}</small> : null}
            {saved && edited === undefined ? (
              <p className="good" role="status">
                {t("edit_saved").replace("{n}", String(cell.version))}
              </p>
            ) : null}
            <ActProblem of={problem} />
            {refused ? (
              <div className="error" role="alert">
                {refused.file}
                {refused.told.map((told) => (
                  <p key={told}>{told}</p>
                ))}
              </div>
            ) : null}
            <footer>
              {allowed ? (
                <>
                  <button
                    type="button"
                    className="primary"
                    data-testid="cell-save"
                    disabled={busy || edited === undefined || problems.length > 0}
                    onClick={() => void save()}
                  >
                    {t("edit_save")}
                  </button>
                  <button type="button" disabled={edited === undefined} onClick={() => keep(undefined)}>
                    {t("edit_revert")}
                  </button>
                  <button type="button" onClick={() => file.current?.click()}>
                    {t("edit_import")}
                  </button>
                </>
              ) : (
                <span>
                  {t("edit_save")}: <WhoMay leave={leave} />
                </span>
              )}
              <button type="button" onClick={() => download(draft)}>
                {t("edit_export")}
              </button>
              <input
                ref={file}
                type="file"
                accept="application/json,.json"
                hidden
                data-testid="cell-import"
                onChange={({ target }) => {
                  const [chosen] = target.files ?? [];
                  if (chosen) void take(chosen);
                  target.value = "";
                }}
              />
            </footer>
          </div>
        </aside>
        <div className="forms" ref={forms}>
          <div className="segmented" role="group" aria-label={t("cellEditTab")}>
            {parts.map((one) => (
              <button
                type="button"
                key={one}
                data-testid={`edit-${one}`}
                aria-pressed={part === one}
                onClick={() => setPart(one)}
              >
                {t(`edit_${one}`)}
                {problems.some(({ path }) => partOf(path) === one) ? <b className="bad"> !</b> : null}
              </button>
            ))}
          </div>
          <fieldset className="all" disabled={!allowed}>
            {part === "places" ? <PlacesForm draft={draft} onChange={edit} /> : null}
            {part === "robots" ? <RobotsForm draft={draft} onChange={edit} /> : null}
            {part === "recipes" ? (
              <Recipes
                draft={draft}
                product={product}
                readOnly={!allowed}
                onProduct={setProduct}
                onChange={edit}
              />
            ) : null}
          </fieldset>
        </div>
      </div>
    </EditContext>
  );
};
