import { useLanguage } from "../lib/language.ts";
import { Name, Said } from "./Runs.tsx";
import type { MaterialLine, ParameterLine } from "./types.ts";

export const Materials = ({ lines }: { lines: readonly MaterialLine[] }) => {
  const { t } = useLanguage();
  if (lines.length === 0) return null;
  return (
    <div className="table-wrap">
      <table>
        <thead>
          <tr>
            <th>{t("position")}</th>
            <th>{t("material")}</th>
            <th className="number">{t("perUnit")}</th>
            <th>{t("designators")}</th>
            <th>{t("alternatesOf")}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ position, material, name, quantity, unit, designators, alternates, vendors }) => (
            <tr key={position.text}>
              <td>
                <Said fact={position} />
              </td>
              <td>
                <Said fact={material} /> <Name name={name} />
              </td>
              <td className="number">
                <b>
                  <Said fact={quantity} />
                </b>{" "}
                <Said fact={unit} />
              </td>
              <td className="designators">{designators ? <Said fact={designators} /> : null}</td>
              <td>
                {alternates.map((one) => (
                  <div key={one.material.text}>
                    <Said fact={one.rank} />. <Said fact={one.material} />
                  </div>
                ))}
                {vendors.map((vendor) => (
                  <Said key={vendor.text} fact={vendor} />
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

export const Parameters = ({ lines }: { lines: readonly ParameterLine[] }) => {
  const { t } = useLanguage();
  if (lines.length === 0) return null;
  return (
    <div className="table-wrap">
      <table>
        <thead>
          <tr>
            <th>{t("parameterOf")}</th>
            <th className="number">{t("targetOf")}</th>
            <th className="number">{t("limitsOf")}</th>
            <th>{t("methodOf")}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ characteristic, name, target, lower, upper, unit, method }) => (
            <tr key={characteristic.text}>
              <td>
                <Name name={name} />{" "}
                {unit ? (
                  <small>
                    <Said fact={unit} />
                  </small>
                ) : null}
              </td>
              <td className="number">
                <b>
                  <Said fact={target} />
                </b>
              </td>
              <td className="number">
                <Said fact={lower} /> … <Said fact={upper} />
              </td>
              <td>{method ? <Name name={method} /> : null}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
