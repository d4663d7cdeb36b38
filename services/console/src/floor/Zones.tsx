import { useState } from "react";
import { useAct } from "../lib/act.ts";
import { useLanguage } from "../lib/language.ts";
import { useMay } from "../lib/leave.ts";
import { numberIn } from "../lib/numbers.ts";
import { TypedInput } from "../lib/TypedInput.tsx";
import { ActProblem } from "../shell/ActProblem.tsx";
import { WhoMay } from "../shell/WhoMay.tsx";
import type { DrawnZone } from "./traffic.ts";

/** A zone as it is being drawn: two opposite corners in place of its vertices, or the vertices that it had. */
export interface ZoneDraft extends DrawnZone {
  readonly isNew: boolean;
}

export const rectangle = (x: number, y: number, toX: number, toY: number): DrawnZone["vertices"] => [
  { x, y },
  { x: toX, y },
  { x: toX, y: toY },
  { x, y: toY },
];

type Shape = Pick<DrawnZone, "vertices">;
type Bounds = [number, number, number, number];

/** Left, top, right and bottom of a zone. */
const boundsOf = ({ vertices }: Shape): Bounds => {
  const [xs, ys] = [vertices.map(({ x }) => x), vertices.map(({ y }) => y)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
};

/** The two corners that a rectangle was drawn from, in the order that they are typed in; undefined for another shape. */
const cornersOf = ({ vertices }: Shape): Bounds | undefined => {
  const [from, , to] = vertices;
  const drawn = from && to && rectangle(from.x, from.y, to.x, to.y);
  return drawn && JSON.stringify(drawn) === JSON.stringify(vertices)
    ? [from.x, from.y, to.x, to.y]
    : undefined;
};

const setMutation =
  "mutation SetZone($zone: JSON!, $key: String!) { setZone(zone: $zone, idempotencyKey: $key) }";
const liftMutation =
  "mutation LiftZone($zoneId: ID!, $key: String!) { liftZone(zoneId: $zoneId, idempotencyKey: $key) }";

/** A name that no zone has yet. */
const freshId = (zones: readonly DrawnZone[]): string => {
  let number = zones.length + 1;
  while (zones.some(({ zoneId }) => zoneId === `ZONE-${number}`)) number += 1;
  return `ZONE-${number}`;
};

interface ZonesProps {
  readonly zones: readonly DrawnZone[];
  /** The map that is shown; null for the roadmap's own. */
  readonly mapId: string | null;
  readonly draft: ZoneDraft | undefined;
  readonly onDraft: (draft: ZoneDraft | undefined) => void;
  readonly onChanged: () => void;
}

/** What is blocked or slowed down: the list, and the form of one that is being drawn. */
export const Zones = ({ zones, mapId, draft, onDraft, onChanged }: ZonesProps) => {
  const { t } = useLanguage();
  const leave = useMay("setZone");
  const { busy, problem, act } = useAct(onChanged);
  /** The one that was lifted last: it can be put in force again. */
  const [lifted, setLifted] = useState<DrawnZone>();
  const put = ({ zoneDescriptor, maximumSpeed, mapId: map, ...zone }: DrawnZone) =>
    act(setMutation, {
      zone: {
        ...zone,
        // Whichever way its corners were typed.
        ...(cornersOf(zone) ? { vertices: rectangle(...boundsOf(zone)) } : {}),
        ...(zoneDescriptor ? { zoneDescriptor } : {}),
        ...(zone.zoneType === "SPEED_LIMIT" ? { maximumSpeed: maximumSpeed ?? undefined } : {}),
        ...(map ? { mapId: map } : {}),
      },
    });
  const store = ({ isNew: _isNew, ...zone }: ZoneDraft) =>
    void put(zone).then((isDone) => isDone && onDraft(undefined));
  const change = (changes: Partial<ZoneDraft>) => draft && onDraft({ ...draft, ...changes });
  const bounds = draft && (cornersOf(draft) ?? boundsOf(draft));
  const corner = (index: number, label: string) => (
    <TypedInput
      inputMode="decimal"
      aria-label={label}
      value={bounds![index]!}
      read={numberIn}
      onValue={(next) => change({ vertices: rectangle(...(bounds!.with(index, next) as Bounds)) })}
    />
  );
  const begin = () =>
    onDraft({
      zoneId: freshId(zones),
      zoneType: "BLOCKED",
      zoneDescriptor: "",
      vertices: rectangle(20, 20, 26, 26),
      maximumSpeed: 0.5,
      mapId,
      isNew: true,
    });
  return (
    <section className="zones" aria-label={t("zones")}>
      <header>
        <h3>{t("zones")}</h3>
        {leave.allowed && !draft ? (
          <button type="button" data-testid="new-zone" onClick={begin}>
            {t("newZone")}
          </button>
        ) : null}
        <WhoMay leave={leave} />
      </header>
      <ActProblem of={problem} />
      {draft && bounds ? (
        <form
          data-testid="zone-form"
          onSubmit={(event) => {
            event.preventDefault();
            store(draft);
          }}
        >
          <label>
            {t("zoneKind")}
            <select
              value={draft.zoneType}
              onChange={({ target }) => change({ zoneType: target.value as DrawnZone["zoneType"] })}
            >
              <option value="BLOCKED">{t("zoneBLOCKED")}</option>
              <option value="SPEED_LIMIT">{t("zoneSPEED_LIMIT")}</option>
            </select>
          </label>
          {draft.zoneType === "SPEED_LIMIT" ? (
            <label htmlFor="zone-speed">
              {t("zoneSpeed")}
              <TypedInput
                id="zone-speed"
                inputMode="decimal"
                value={draft.maximumSpeed ?? 0}
                read={numberIn}
                onValue={(maximumSpeed) => change({ maximumSpeed })}
              />
            </label>
          ) : null}
          <label>
            {t("zoneName")}
            <input
              value={draft.zoneDescriptor ?? ""}
              maxLength={200}
              onChange={({ target }) => change({ zoneDescriptor: target.value })}
            />
          </label>
          <fieldset>
            <legend>{t("zoneFrom")}</legend>
            {corner(0, `${t("zoneFrom")} x`)}
            {corner(1, `${t("zoneFrom")} y`)}
          </fieldset>
          <fieldset>
            <legend>{t("zoneTo")}</legend>
            {corner(2, `${t("zoneTo")} x`)}
            {corner(3, `${t("zoneTo")} y`)}
          </fieldset>
          <button type="submit" className="primary" disabled={busy} data-testid="set-zone">
            {t("setZone")}
          </button>
          <button type="button" className="quiet" onClick={() => onDraft(undefined)}>
            {t("cancel")}
          </button>
          <small>{t("zoneHint")}</small>
        </form>
      ) : null}
      {lifted && !zones.some(({ zoneId }) => zoneId === lifted.zoneId) ? (
        <p role="status">
          {t("zoneLifted").replace("{zone}", lifted.zoneDescriptor || lifted.zoneId)}{" "}
          <button type="button" disabled={busy} data-testid="unlift" onClick={() => void put(lifted)}>
            {t("zoneAgain")}
          </button>
        </p>
      ) : null}
      <ul>
        {zones.map((zone) => (
          <li key={zone.zoneId} className={zone.zoneType} data-testid={`zone-${zone.zoneId}`}>
            <b>{t(`zone${zone.zoneType}`)}</b>{" "}
            {zone.zoneType === "SPEED_LIMIT" ? `${zone.maximumSpeed} m/s` : ""}
            <span>{zone.zoneDescriptor || zone.zoneId}</span>
            {leave.allowed ? (
              <>
                <button type="button" className="quiet" onClick={() => onDraft({ ...zone, isNew: false })}>
                  {t("changeZone")}
                </button>
                <button
                  type="button"
                  className="quiet"
                  disabled={busy}
                  data-testid={`lift-${zone.zoneId}`}
                  onClick={() =>
                    void act(liftMutation, { zoneId: zone.zoneId }).then(
                      (isDone) => isDone && setLifted(zone),
                    )
                  }
                >
                  {t("liftZone")}
                </button>
              </>
            ) : null}
          </li>
        ))}
        {zones.length === 0 ? <li>{t("noZones")}</li> : null}
      </ul>
    </section>
  );
};
