import { heardLatelyMs } from "../../../core/heard-lately.ts";
import { useLanguage } from "../lib/language.ts";
import { ForgetVehicle } from "./ForgetVehicle.tsx";
import { type DrawnRoute, hueOf, standsText } from "./traffic.ts";
import type { DrawnVehicle } from "./VehicleMark.tsx";

interface FleetListProps {
  readonly vehicles: readonly DrawnVehicle[];
  readonly routes: readonly DrawnRoute[];
  /** Nodes where vehicles charge. */
  readonly chargers: ReadonlySet<string>;
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
  /** Plant time, ms. */
  readonly now: number;
  readonly onDone: () => void;
}

/** The vehicles as a list: what each does, how much of its way is released, whom it waits for. */
export const FleetList = ({ vehicles, routes, chargers, chosen, onChoose, now, onDone }: FleetListProps) => {
  const { t, pick } = useLanguage();
  if (vehicles.length === 0) return null;
  const items = vehicles.map((vehicle) => {
    const { id, battery, orderId } = vehicle;
    const route = routes.find(({ vehicleId }) => vehicleId === id);
    const ahead = route ? route.released.length - 1 : 0;
    const goal = route?.planned.at(-1) ?? route?.released.at(-1);
    const toCharge = goal !== undefined && chargers.has(goal) && ahead > 0;
    const task = vehicle.charging
      ? t("charges")
      : toCharge
        ? t("goesToCharge")
        : (route?.transportOrderId ?? (ahead > 0 ? t("makesRoom") : route ? t("state2202") : orderId));
    const way = ahead + (route?.planned.length ?? 0) > 0;
    return (
      <li key={id} className={route?.stands ? "stands" : ""}>
        <button
          type="button"
          className="quiet"
          aria-pressed={chosen === id}
          onClick={() => onChoose(id)}
          style={{ "--hue": hueOf(vehicles, id) } as React.CSSProperties}
        >
          <i className="dot route-dot" /> <b>{id}</b>
        </button>
        <span className="at-line">
          {route?.stands ? pick(standsText(route.stands)) : (task ?? t("state2202"))}
          {way && !route?.stands ? (
            <small>
              {" "}
              {t("releasedNodes")} {ahead} · {t("plannedNodes")} {route?.planned.length}
              {route?.waitsFor ? ` · ${t("waitsForVehicle")} ${route.waitsFor}` : ""}
            </small>
          ) : null}
        </span>
        <small className="battery" data-charging={vehicle.charging === true}>
          <meter min={0} max={100} low={25} high={50} optimum={90} value={battery ?? 0} aria-hidden="true" />{" "}
          {t("battery")} {battery === null ? "?" : Math.round(battery)} %{vehicle.charging ? " ⚡" : ""}
        </small>
        {now - Date.parse(vehicle.heardTime ?? "") >= heardLatelyMs ? (
          <ForgetVehicle id={id} heardTime={vehicle.heardTime!} onDone={onDone} />
        ) : null}
      </li>
    );
  });
  return (
    <ul className="lines fleet" aria-label={t("fleet")}>
      {items}
    </ul>
  );
};
