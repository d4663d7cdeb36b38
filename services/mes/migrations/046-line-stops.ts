/**
 * Stops of lines as what they are: one from when the line broke down until it was up again, however often its reason, its order or
 * its connection changed meanwhile. What lines did is made anew from the events.
 */
export const lineStops = `
create table figure_stop (
  line text not null,
  from_time timestamptz not null,
  -- Null while it lasts.
  to_time timestamptz,
  reason text not null,
  -- In hand when it began.
  work_order_id text,
  product_id text,
  primary key (line, from_time)
);
create index figure_stop_from on figure_stop (from_time);
create index figure_stop_to on figure_stop (to_time);
alter table figure_span drop column is_first;
insert into figure_due (kind, subject, since)
select 'line', line, min(from_time) from figure_span group by line order by line
on conflict (kind, subject) do update set since = least(figure_due.since, excluded.since);
`;
