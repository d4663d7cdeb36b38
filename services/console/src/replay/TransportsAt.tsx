import type { PlantState } from "../../../replay/plant.ts";
import type { ReplayTransport } from "../../../replay/transport.ts";
import { eventName } from "../events/told.ts";
import { formatTime } from "../lib/clock.ts";
import { useLanguage } from "../lib/language.ts";

const most = 6;
/** What is under way before what waits; what failed is not to be missed. */
const rankOf = { Failed: 0, InTransit: 1, Pending: 2 } as const;
const eventOf = { Pending: "ordered", InTransit: "intransit", Failed: "failed" } as const;

type Open = ReplayTransport & { readonly status: keyof typeof rankOf };
const isOpen = (transport: ReplayTransport): transport is Open => transport.status in rankOf;

/** Transports that were not delivered yet, nor called off: what the vehicles had to carry, and whither. */
export const TransportsAt = ({ plant }: { plant: PlantState }) => {
  const { t, language } = useLanguage();
  const open = [...plant.transports.values()]
    .filter(isOpen)
    .sort((a, b) => rankOf[a.status] - rankOf[b.status] || a.since - b.since || a.id.localeCompare(b.id));
  return (
    <section className="panel" aria-label={t("transports")}>
      <h3>
        {t("transports")} <small>{open.length}</small>
      </h3>
      <ul className="transports-at">
        {open.slice(0, most).map(({ id, from, to, vehicleId, status, since }) => (
          <li key={id} className={status === "Failed" ? "alarm" : ""}>
            <b>{id}</b>
            <span>
              {from} → {to}
            </span>
            <small>
              {eventName({ type: `transport.${eventOf[status]}` }, language)} {vehicleId ?? ""}{" "}
              {formatTime(since, language, false)}
            </small>
          </li>
        ))}
      </ul>
      {open.length > most ? <p className="empty">+ {open.length - most}</p> : null}
      {open.length === 0 ? <p className="empty">{t("nothingToCarry")}</p> : null}
    </section>
  );
};
