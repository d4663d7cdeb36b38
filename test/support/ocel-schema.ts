const text = { type: "string" };
const moment = { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z$" };
const listOf = (properties: Record<string, object>, required = Object.keys(properties)) => ({
  type: "array",
  items: { type: "object", properties, required },
});
const typesOf = () => listOf({ name: text, attributes: listOf({ name: text, type: text }) });
const relationships = listOf({ objectId: text, qualifier: text });
/** What ocel-standard.org's JSON schema of OCEL 2.0 asks for. */
export const ocelSchema = {
  type: "object",
  properties: {
    eventTypes: typesOf(),
    objectTypes: typesOf(),
    events: listOf(
      { id: text, type: text, time: moment, attributes: listOf({ name: text, value: text }), relationships },
      ["id", "type", "time"],
    ),
    objects: listOf(
      { id: text, type: text, attributes: listOf({ name: text, value: text, time: moment }), relationships },
      ["id", "type"],
    ),
  },
  required: ["eventTypes", "objectTypes", "events", "objects"],
};
