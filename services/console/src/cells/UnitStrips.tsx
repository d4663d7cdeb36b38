import { useLanguage } from "../lib/language.ts";
import { hueIn } from "./hue.ts";
import { clock } from "./lanes.ts";
import type { CellRun, RunStep } from "./types.ts";

/** A step that lasts long is wide, but the short ones stay to be seen. */
const widthOf = ({ duration }: RunStep) => Math.sqrt(Math.max(4, duration));

/** What a unit does now, or does next. */
const currentOf = (steps: readonly RunStep[]) =>
  steps.find(({ state }) => state === "running" || state === "failed") ??
  steps.find(({ state }) => state !== "done");

/** A strip of its steps for each unit: what is done, what goes on, what failed, who waits for a person. */
export const UnitStrips = ({ products, run }: { products: readonly string[]; run: CellRun }) => {
  const { t } = useLanguage();
  const gated = new Map(
    run.setUps.filter(({ doneAt }) => doneAt === null).map((setUp) => [setUp.step, setUp]),
  );
  const failedOf = (id: string) => run.failures.filter(({ step }) => step === id).length;
  return (
    <section className="unit-strips" aria-label={t("perUnit")} data-testid="cell-units">
      <h3>{t("perUnit")}</h3>
      <ul>
        {run.units.map(({ id, product }) => {
          const steps = run.steps.filter(({ unit }) => unit === id).sort((a, b) => a.start - b.start);
          const current = currentOf(steps);
          const done = steps.filter(({ state }) => state === "done").length;
          const gate = current && gated.get(current.id);
          return (
            <li key={id} style={{ "--hue": hueIn(products, product) } as React.CSSProperties}>
              <span className="unit-id">
                <i className="swatch" /> <b>{id.split("-")[0]}</b> <small>{product}</small>
              </span>
              <span
                className="strip-steps"
                role="progressbar"
                aria-label={id}
                aria-valuemin={0}
                aria-valuemax={steps.length}
                aria-valuenow={done}
              >
                {steps.map((step) => (
                  <i
                    key={step.id}
                    className={`is-${step.state} ${failedOf(step.id) > 0 ? "tried" : ""} ${gated.has(step.id) && step.state === "waiting" ? "gated" : ""}`}
                    style={{ flexGrow: widthOf(step) }}
                    title={`${step.step} ${t(`kind_${step.kind}` as "kind_carry")}: ${t(`step_${step.state}`)} ${clock(step.startedAt ?? step.start)}`}
                  />
                ))}
              </span>
              <span className="unit-now">
                {current
                  ? gate
                    ? `${t("gateWaits")}: ${gate.what} → ${gate.at}`
                    : `${t(`kind_${current.kind}` as "kind_carry")} · ${t(`step_${current.state}`)}`
                  : `✓ ${t("step_done")}`}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
};
