import { type Cell, placeKinds, type Recipe } from "../../../../protocols/cell/description.ts";
import { useLanguage } from "../../lib/language.ts";
import { changed, freshId, moved, newStep, renameIn, withOptional, without } from "./draft.ts";
import { Choice, Figure, ItemButtons, Problems, Text } from "./Field.tsx";
import { StepForm } from "./StepForm.tsx";

interface RecipeFormProps {
  readonly cell: Cell;
  readonly recipe: Recipe;
  readonly onChange: (recipe: Recipe) => void;
}

type PartProps = Omit<RecipeFormProps, "cell">;

const Ports = ({ recipe, onChange }: PartProps) => {
  const { t } = useLanguage();
  const { ports } = recipe;
  const path = `recipes.${recipe.product}.ports`;
  return (
    <>
      <h4>{t("edit_ports")}</h4>
      <Problems path={path} />
      {ports.map((port, index) => {
        const set = (next: typeof port) => onChange({ ...recipe, ports: changed(ports, index, next) });
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: an id changes while it is typed, its row does not.
          <div className="item" key={index}>
            <Text
              late
              path={`${path}.${port.id}.id`}
              label="edit_id"
              value={port.id}
              onChange={(id) => onChange(renameIn(recipe, "port", port.id, id))}
            />
            <Text
              path={`${path}.${port.id}.connector`}
              label="edit_connector"
              value={port.connector}
              onChange={(connector) => set({ ...port, connector })}
            />
            <Figure
              path={`${path}.${port.id}.clearanceMm`}
              label="edit_clearanceMm"
              step={0.01}
              value={port.clearanceMm}
              onChange={(clearanceMm) => set({ ...port, clearanceMm })}
            />
            <ItemButtons
              name={port.id}
              onRemove={() => onChange({ ...recipe, ports: without(ports, index) })}
            />
          </div>
        );
      })}
      <button
        type="button"
        onClick={() => {
          const id = freshId(
            "PORT",
            ports.map((port) => port.id),
          );
          onChange({ ...recipe, ports: [...ports, { id, connector: "RJ45", clearanceMm: 0.2 }] });
        }}
      >
        {t("edit_add")}: {t("edit_ports")}
      </button>
    </>
  );
};

const Stays = ({ recipe, onChange }: PartProps) => {
  const { t } = useLanguage();
  const { stays, steps } = recipe;
  const path = `recipes.${recipe.product}.stays`;
  const names = steps.map(({ id }) => [id, id] as const);
  return (
    <>
      <h4>{t("edit_stays")}</h4>
      <Problems path={path} />
      {stays.map((stay, index) => {
        const set = (next: typeof stay) => onChange({ ...recipe, stays: changed(stays, index, next) });
        const at = `${path}.${stay.id}`;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: an id changes while it is typed, its row does not.
          <div className="item" key={index}>
            <Text
              late
              path={`${at}.id`}
              label="edit_id"
              value={stay.id}
              onChange={(id) => onChange(renameIn(recipe, "stay", stay.id, id))}
            />
            <Choice
              path={`${at}.kind`}
              label="edit_kind"
              value={stay.kind}
              options={placeKinds.map((kind) => [kind, t(`place_${kind}`)])}
              onChange={(kind) => set({ ...stay, kind: kind as typeof stay.kind })}
            />
            <Text
              path={`${at}.fixture`}
              label="edit_fixture"
              value={stay.fixture ?? ""}
              onChange={(fixture) => set(withOptional(stay, "fixture", fixture))}
            />
            <Choice
              path={`${at}.from`}
              label="edit_from"
              value={stay.from}
              options={names}
              onChange={(from) => set({ ...stay, from })}
            />
            <Choice
              path={`${at}.until.step`}
              label="edit_until"
              value={stay.until.step}
              options={names}
              onChange={(step) => set({ ...stay, until: { ...stay.until, step } })}
            />
            <Choice
              path={`${at}.until.edge`}
              label="edit_edge"
              value={stay.until.edge}
              options={[
                ["end", t("end")],
                ["start", t("start")],
              ]}
              onChange={(edge) => set({ ...stay, until: { ...stay.until, edge: edge as "start" | "end" } })}
            />
            <ItemButtons
              name={stay.id}
              onRemove={() => onChange({ ...recipe, stays: without(stays, index) })}
            />
            <Problems path={at} />
          </div>
        );
      })}
      <button
        type="button"
        onClick={() => {
          const id = freshId(
            "stay",
            stays.map((stay) => stay.id),
          );
          const [first, last] = [steps[0]?.id ?? "", steps.at(-1)?.id ?? ""];
          onChange({
            ...recipe,
            stays: [...stays, { id, kind: "tray", from: first, until: { step: last, edge: "end" } }],
          });
        }}
      >
        {t("edit_add")}: {t("edit_stays")}
      </button>
    </>
  );
};

/** A product: its mass and ports, where its unit stays, and its steps. */
export const RecipeForm = ({ cell, recipe, onChange }: RecipeFormProps) => {
  const { t } = useLanguage();
  const path = `recipes.${recipe.product}`;
  const { steps } = recipe;
  return (
    <>
      <div className="item">
        <Text
          late
          path={`${path}.product`}
          label="edit_product"
          value={recipe.product}
          onChange={(product) => onChange({ ...recipe, product })}
        />
        <Text
          path={`${path}.revision`}
          label="edit_revision"
          value={recipe.revision}
          onChange={(revision) => onChange({ ...recipe, revision })}
        />
        <Text
          path={`${path}.name.zh`}
          label="edit_nameZh"
          value={recipe.name.zh}
          onChange={(zh) => onChange({ ...recipe, name: { ...recipe.name, zh } })}
        />
        <Text
          path={`${path}.name.en`}
          label="edit_nameEn"
          value={recipe.name.en}
          onChange={(en) => onChange({ ...recipe, name: { ...recipe.name, en } })}
        />
        <Figure
          path={`${path}.massKg`}
          label="edit_massKg"
          step={0.1}
          value={recipe.massKg}
          onChange={(massKg) => onChange({ ...recipe, massKg })}
        />
        <Problems path={path} />
      </div>
      <Ports recipe={recipe} onChange={onChange} />
      <Stays recipe={recipe} onChange={onChange} />
      <h4>{t("edit_steps")}</h4>
      <Problems path={`${path}.steps`} />
      {steps.map((step, index) => (
        <StepForm
          // biome-ignore lint/suspicious/noArrayIndexKey: an id changes while it is typed, its row does not.
          key={index}
          cell={cell}
          recipe={recipe}
          step={step}
          onChange={(next) => onChange({ ...recipe, steps: changed(steps, index, next) })}
          onRename={(id) => onChange(renameIn(recipe, "step", step.id, id))}
          onRemove={() => onChange({ ...recipe, steps: without(steps, index) })}
          onMove={(by) => onChange({ ...recipe, steps: moved(steps, index, by) })}
        />
      ))}
      <button
        type="button"
        data-testid="add-step"
        onClick={() => onChange({ ...recipe, steps: [...steps, newStep(recipe)] })}
      >
        {t("edit_add")}: {t("edit_steps")}
      </button>
    </>
  );
};
