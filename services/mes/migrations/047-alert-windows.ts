/**
 * For which window an alert was raised, since only a later one clears it, and until when the windows of a rule are judged, so that
 * none is missed that ended while nobody looked. A family of products may have a digit in its name and stands by itself.
 */
export const alertWindows = `
alter table alert add column window_end timestamptz;
update alert set window_end = raised_at;
alter table alert alter column window_end set not null;
alter table alert_rule add column judged_until timestamptz, add column family text;
update alert_rule set family = product, product = null where product !~ '[0-9]';
`;
