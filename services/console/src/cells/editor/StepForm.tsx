import { type Cell, type Recipe, type Step, stepKinds } from "../../../../protocols/cell/description.ts";
import { useLanguage } from "../../lib/language.ts";
import { changed, withOptional, without } from "./draft.ts";
import { Choice, Figure, ItemButtons, Problems, Text } from "./Field.tsx";

interface StepFormProps {
  readonly cell: Cell;
  readonly recipe: Recipe;
  readonly step: Step;
  readonly onChange: (step: Step) => void;
  readonly onRename: (id: string) => void;
  readonly onRemove: () => void;
  readonly onMove: (by: -1 | 1) => void;
}

/** A step: what is done where, by how many arms with what, and after which other steps. */
export const StepForm = ({ cell, recipe, step, onChange, onRename, onRemove, onMove }: StepFormProps) => {
  const { t } = useLanguage();
  const path = `recipes.${recipe.product}.steps.${step.id}`;
  const where = [...recipe.stays.map(({ id }) => id), ...cell.places.map(({ id }) => id)].map(
    (id) => [id, id] as const,
  );
  const none = ["", t("edit_none")] as const;
  const tools = [...new Set(cell.robots.flatMap((robot) => robot.tools))].map(
    (tool) => [tool, tool] as const,
  );
  const others = recipe.steps.filter(({ id }) => id !== step.id).map(({ id }) => [id, id] as const);
  return (
    <section className="item" data-testid={`edit-step-${step.id}`}>
      <Text late path={`${path}.id`} label="edit_id" value={step.id} onChange={onRename} />
      <Choice
        path={`${path}.kind`}
        label="edit_kind"
        value={step.kind}
        options={stepKinds.map((kind) => [kind, t(`kind_${kind}`)])}
        onChange={(kind) => onChange({ ...step, kind: kind as Step["kind"] })}
      />
      <Choice
        path={`${path}.from`}
        label="edit_from"
        value={step.from ?? ""}
        options={[none, ...where]}
        onChange={(from) => onChange(withOptional(step, "from", from))}
      />
      <Choice
        path={`${path}.at`}
        label="edit_at"
        value={step.at}
        options={where}
        onChange={(at) => onChange({ ...step, at })}
      />
      <Figure
        path={`${path}.durationS`}
        label="edit_durationS"
        value={step.durationS}
        onChange={(durationS) => onChange({ ...step, durationS })}
      />
      {step.kind === "test" ? null : (
        <>
          <Choice
            path={`${path}.arms`}
            label="edit_arms"
            value={String(step.arms)}
            options={["1", "2"].map((arms) => [arms, arms])}
            onChange={(arms) => onChange({ ...step, arms: Number(arms) })}
          />
          <Choice
            path={`${path}.tool`}
            label="edit_tool"
            value={step.tool ?? ""}
            options={[none, ...tools]}
            onChange={(tool) => onChange(withOptional(step, "tool", tool))}
          />
          <Figure
            path={`${path}.forceLimitN`}
            label="edit_forceLimitN"
            value={step.forceLimitN}
            onChange={(force) =>
              onChange(withOptional(step, "forceLimitN", Number.isNaN(force) ? undefined : force))
            }
          />
          <Choice
            path={`${path}.port`}
            label="edit_port"
            value={step.port ?? ""}
            options={[none, ...recipe.ports.map(({ id }) => [id, id] as const)]}
            onChange={(port) => onChange(withOptional(step, "port", port))}
          />
        </>
      )}
      <ItemButtons name={step.id} onRemove={onRemove} onMove={onMove} />
      <fieldset className="waits" data-path={`${path}.after`} tabIndex={-1}>
        <legend>{t("edit_after")}</legend>
        {step.after.map((wait, index) => {
          const set = (next: typeof wait) => onChange({ ...step, after: changed(step.after, index, next) });
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a wait has no name of its own.
            <div key={index}>
              <Choice
                path={`${path}.after.${index}.step`}
                label="edit_after"
                value={wait.step}
                options={others}
                onChange={(before) => set({ ...wait, step: before })}
              />
              <Choice
                path={`${path}.after.${index}.edge`}
                label="edit_edge"
                value={wait.edge}
                options={[
                  ["end", t("end")],
                  ["start", t("start")],
                ]}
                onChange={(edge) => set({ ...wait, edge: edge as "start" | "end" })}
              />
              <Figure
                path={`${path}.after.${index}.minS`}
                label="edit_minS"
                value={wait.minS}
                onChange={(minS) => set({ ...wait, minS })}
              />
              <Figure
                path={`${path}.after.${index}.maxS`}
                label="edit_maxS"
                value={wait.maxS}
                onChange={(maxS) => set(withOptional(wait, "maxS", Number.isNaN(maxS) ? undefined : maxS))}
              />
              <ItemButtons
                name={`${t("edit_after")} ${wait.step}`}
                onRemove={() => onChange({ ...step, after: without(step.after, index) })}
              />
            </div>
          );
        })}
        <button
          type="button"
          className="quiet"
          disabled={others.length === 0}
          onClick={() =>
            onChange({ ...step, after: [...step.after, { step: others.at(-1)![0], edge: "end", minS: 0 }] })
          }
        >
          + {t("edit_after")}
        </button>
        <Problems path={`${path}.after`} />
      </fieldset>
      <Problems path={path} />
    </section>
  );
};
