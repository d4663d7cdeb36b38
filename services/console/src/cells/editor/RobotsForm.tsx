import { useState } from "react";
import {
  type CellDescription,
  type Robot,
  robotKinds,
  skills,
} from "../../../../protocols/cell/description.ts";
import { useLanguage } from "../../lib/language.ts";
import { changed, newRobot, travelOf, usualSpeed, without } from "./draft.ts";
import { Choice, Figure, ItemButtons, Many, Problems, Text } from "./Field.tsx";

const listed = (text: string) =>
  text
    .split(/[,，\s]+/)
    .map((part) => part.trim())
    .filter(Boolean);

interface TravelProps {
  readonly draft: CellDescription;
  readonly robot: Robot;
  readonly onChange: (robot: Robot) => void;
}

/** Seconds between places: typed in one by one, or worked out of the distances. */
const Travel = ({ draft, robot, onChange }: TravelProps) => {
  const { t } = useLanguage();
  const [speed, setSpeed] = useState(usualSpeed[robot.kind]);
  const path = `cell.robots.${robot.id}.travel`;
  const { between, seconds } = robot.travel;
  const set = (row: number, column: number, value: number) =>
    onChange({
      ...robot,
      travel: { between, seconds: changed(seconds, row, changed(seconds[row]!, column, value)) },
    });
  return (
    <details data-path={path} tabIndex={-1}>
      <summary>{t("edit_travel")}</summary>
      <div className="item">
        <label className="field figure">
          {t("edit_speed")}
          <input
            type="number"
            step={0.1}
            min={0.1}
            value={speed.metresPerSecond}
            onChange={({ target }) => setSpeed({ ...speed, metresPerSecond: target.valueAsNumber })}
          />
        </label>
        <label className="field figure">
          {t("edit_approach")}
          <input
            type="number"
            min={0}
            value={speed.approachS}
            onChange={({ target }) => setSpeed({ ...speed, approachS: target.valueAsNumber })}
          />
        </label>
        <button
          type="button"
          disabled={!(speed.metresPerSecond > 0) || !(speed.approachS >= 0)}
          onClick={() => onChange({ ...robot, travel: travelOf(draft.cell.places, robot, speed) })}
        >
          {t("edit_fromDistance")}
        </button>
      </div>
      <div className="scroll">
        <table>
          <thead>
            <tr>
              <th />
              {between.map((place) => (
                <th key={place}>{place}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {between.map((from, row) => (
              <tr key={from}>
                <th>{from}</th>
                {between.map((to, column) => (
                  <td key={to}>
                    <input
                      type="number"
                      min={0}
                      aria-label={`${from} → ${to}`}
                      disabled={row === column}
                      value={seconds[row]?.[column] ?? ""}
                      onChange={({ target }) => set(row, column, target.valueAsNumber)}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
};

interface FormProps {
  readonly draft: CellDescription;
  readonly onChange: (draft: CellDescription) => void;
}

/** Robots: what they are, what they can, where they get to and how fast. */
export const RobotsForm = ({ draft, onChange }: FormProps) => {
  const { t } = useLanguage();
  const { cell } = draft;
  const setRobots = (robots: Robot[]) => onChange({ ...draft, cell: { ...cell, robots } });
  const places = cell.places.map(({ id }) => [id, id] as const);
  return (
    <>
      <Problems path="cell.robots" />
      {cell.robots.map((robot, index) => {
        const path = `cell.robots.${robot.id}`;
        const set = (next: Partial<Robot>) => setRobots(changed(cell.robots, index, { ...robot, ...next }));
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: an id changes while it is typed, its row does not.
          <section className="item" key={index} data-testid={`edit-${robot.id}`}>
            <Text late path={`${path}.id`} label="edit_id" value={robot.id} onChange={(id) => set({ id })} />
            <Choice
              path={`${path}.kind`}
              label="edit_kind"
              value={robot.kind}
              options={robotKinds.map((kind) => [kind, t(`robot_${kind}`)])}
              onChange={(kind) => set({ kind: kind as Robot["kind"] })}
            />
            <Text
              late
              path={`${path}.arms`}
              label="edit_arms"
              value={robot.arms.join(", ")}
              onChange={(arms) => set({ arms: listed(arms) })}
            />
            <Text
              path={`${path}.name.zh`}
              label="edit_nameZh"
              value={robot.name.zh}
              onChange={(zh) => set({ name: { ...robot.name, zh } })}
            />
            <Text
              path={`${path}.name.en`}
              label="edit_nameEn"
              value={robot.name.en}
              onChange={(en) => set({ name: { ...robot.name, en } })}
            />
            <Choice
              path={`${path}.home`}
              label="edit_home"
              value={robot.home}
              options={places}
              onChange={(home) => set({ home })}
            />
            <Figure
              path={`${path}.payloadKg`}
              label="edit_payloadKg"
              step={0.5}
              value={robot.payloadKg}
              onChange={(payloadKg) => set({ payloadKg })}
            />
            <Figure
              path={`${path}.forceLimitN`}
              label="edit_forceLimitN"
              value={robot.forceLimitN}
              onChange={(forceLimitN) => set({ forceLimitN })}
            />
            <Text
              late
              path={`${path}.tools`}
              label="edit_tools"
              value={robot.tools.join(", ")}
              onChange={(tools) => set({ tools: listed(tools) })}
            />
            <Figure
              path={`${path}.toolChangeS`}
              label="edit_toolChangeS"
              value={robot.toolChangeS}
              onChange={(toolChangeS) => set({ toolChangeS })}
            />
            <ItemButtons name={robot.id} onRemove={() => setRobots(without(cell.robots, index))} />
            <Many
              path={`${path}.skills`}
              label="edit_skills"
              values={robot.skills}
              options={skills.map((skill) => [skill, t(`kind_${skill}`)])}
              onChange={(values) => set({ skills: values as Robot["skills"] })}
            />
            <Many
              path={`${path}.reach`}
              label="edit_reach"
              values={robot.reach}
              options={places}
              onChange={(reach) => set({ reach })}
            />
            <Travel draft={draft} robot={robot} onChange={set} />
            <Problems path={`${path}.travel`} deep />
            <Problems path={path} />
          </section>
        );
      })}
      <p className="adds">
        {robotKinds.map((kind) => (
          <button type="button" key={kind} onClick={() => setRobots([...cell.robots, newRobot(draft, kind)])}>
            {t("edit_add")}: {t(`robot_${kind}`)}
          </button>
        ))}
      </p>
    </>
  );
};
