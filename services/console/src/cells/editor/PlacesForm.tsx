import { type CellDescription, type Place, placeKinds } from "../../../../protocols/cell/description.ts";
import { useLanguage } from "../../lib/language.ts";
import { changed, freshId, removePlace, renamePlace, renameZone, withOptional, without } from "./draft.ts";
import { Choice, Figure, ItemButtons, Problems, Text } from "./Field.tsx";

interface FormProps {
  readonly draft: CellDescription;
  readonly onChange: (draft: CellDescription) => void;
}

const zonesOf = ({ cell }: CellDescription, none: string) =>
  [["", none], ...cell.zones.map(({ id }) => [id, id] as const)] as const;

/** The cell's own fields, its zones and its places. */
export const PlacesForm = ({ draft, onChange }: FormProps) => {
  const { t } = useLanguage();
  const { cell, recipes } = draft;
  const setCell = (next: Partial<typeof cell>) => onChange({ ...draft, cell: { ...cell, ...next } });
  const setPlace = (index: number, place: Place) => setCell({ places: changed(cell.places, index, place) });
  const fixtures = [
    ...new Set(recipes.flatMap(({ stays }) => stays.flatMap(({ fixture }) => fixture ?? []))),
  ];
  const addPlace = () => {
    const id = freshId(
      "TEST",
      cell.places.map((place) => place.id),
    );
    const x = Math.max(0, ...cell.places.map((place) => place.x));
    const y = Math.max(0, ...cell.places.map((place) => place.y)) + 1.6;
    setCell({ places: [...cell.places, { id, kind: "tester", name: { zh: id, en: id }, x, y }] });
  };
  const addZone = () => {
    const id = freshId(
      "ZONE",
      cell.zones.map((zone) => zone.id),
    );
    setCell({ zones: [...cell.zones, { id, name: { zh: id, en: id } }] });
  };
  return (
    <>
      <div className="item">
        <Text
          path="cell.name.zh"
          label="edit_nameZh"
          value={cell.name.zh}
          onChange={(zh) => setCell({ name: { ...cell.name, zh } })}
        />
        <Text
          path="cell.name.en"
          label="edit_nameEn"
          value={cell.name.en}
          onChange={(en) => setCell({ name: { ...cell.name, en } })}
        />
        <Figure
          path="cell.fixtureChangeS"
          label="edit_fixtureChangeS"
          value={cell.fixtureChangeS}
          onChange={(fixtureChangeS) => setCell({ fixtureChangeS })}
        />
      </div>
      <datalist id="fixtures">
        {fixtures.map((fixture) => (
          <option key={fixture} value={fixture} />
        ))}
      </datalist>
      <h4>{t("edit_places")}</h4>
      <Problems path="cell.places" />
      {cell.places.map((place, index) => {
        const path = `cell.places.${place.id}`;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: an id changes while it is typed, its row does not.
          <div className="item" key={index} data-testid={`edit-${place.id}`}>
            <Text
              late
              path={`${path}.id`}
              label="edit_id"
              value={place.id}
              onChange={(id) => onChange(renamePlace(draft, place.id, id))}
            />
            <Choice
              path={`${path}.kind`}
              label="edit_kind"
              value={place.kind}
              options={placeKinds.map((kind) => [kind, t(`place_${kind}`)])}
              onChange={(kind) => setPlace(index, { ...place, kind: kind as Place["kind"] })}
            />
            <Figure
              path={`${path}.x`}
              label="edit_x"
              step={0.1}
              value={place.x}
              onChange={(x) => setPlace(index, { ...place, x })}
            />
            <Figure
              path={`${path}.y`}
              label="edit_y"
              step={0.1}
              value={place.y}
              onChange={(y) => setPlace(index, { ...place, y })}
            />
            <Choice
              path={`${path}.zone`}
              label="edit_zone"
              value={place.zone ?? ""}
              options={zonesOf(draft, t("edit_none"))}
              onChange={(zone) => setPlace(index, withOptional(place, "zone", zone))}
            />
            <Text
              path={`${path}.mounted`}
              label="edit_mounted"
              list="fixtures"
              value={place.mounted ?? ""}
              onChange={(mounted) => setPlace(index, withOptional(place, "mounted", mounted))}
            />
            <Text
              path={`${path}.name.zh`}
              label="edit_nameZh"
              value={place.name.zh}
              onChange={(zh) => setPlace(index, { ...place, name: { ...place.name, zh } })}
            />
            <Text
              path={`${path}.name.en`}
              label="edit_nameEn"
              value={place.name.en}
              onChange={(en) => setPlace(index, { ...place, name: { ...place.name, en } })}
            />
            <ItemButtons name={place.id} onRemove={() => onChange(removePlace(draft, place.id))} />
            <Problems path={path} />
          </div>
        );
      })}
      <button type="button" onClick={addPlace}>
        {t("edit_add")}: {t("edit_places")}
      </button>
      <h4>{t("edit_zones")}</h4>
      <Problems path="cell.zones" />
      {cell.zones.map((zone, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an id changes while it is typed, its row does not.
        <div className="item" key={index}>
          <Text
            late
            path={`cell.zones.${zone.id}.id`}
            label="edit_id"
            value={zone.id}
            onChange={(id) => onChange(renameZone(draft, zone.id, id))}
          />
          <Text
            path={`cell.zones.${zone.id}.name.zh`}
            label="edit_nameZh"
            value={zone.name.zh}
            onChange={(zh) =>
              setCell({ zones: changed(cell.zones, index, { ...zone, name: { ...zone.name, zh } }) })
            }
          />
          <Text
            path={`cell.zones.${zone.id}.name.en`}
            label="edit_nameEn"
            value={zone.name.en}
            onChange={(en) =>
              setCell({ zones: changed(cell.zones, index, { ...zone, name: { ...zone.name, en } }) })
            }
          />
          <ItemButtons name={zone.id} onRemove={() => setCell({ zones: without(cell.zones, index) })} />
        </div>
      ))}
      <button type="button" onClick={addZone}>
        {t("edit_add")}: {t("edit_zones")}
      </button>
    </>
  );
};
