import { tileMetrics } from "./types.ts";

/** Lines of text that are being looked up, in their place and height. */
export const SkeletonRows = ({ rows }: { readonly rows: number }) => (
  <div className="looked-up" aria-busy="true">
    {Array.from({ length: rows }, (_, row) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike.
      <span key={row} />
    ))}
  </div>
);

/** The tiles before it is known what they show. */
export const SkeletonTiles = () => (
  <div className="figure-tiles" aria-busy="true">
    {tileMetrics.map((id) => (
      <div key={id} className="figure-tile skeleton-tile">
        <span />
        <b className="loading">
          <span />
        </b>
        <span className="change" />
        <span className="sparkline" />
      </div>
    ))}
  </div>
);
