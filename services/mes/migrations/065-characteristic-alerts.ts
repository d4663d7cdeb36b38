/** Rules may watch what a test step measures of a product: how capable it is, its level, its control chart. */
export const characteristicAlerts = `
alter table alert_rule
  add column step text,
  add constraint alert_rule_characteristic check (step is null or product is not null);
`;
