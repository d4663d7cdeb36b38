/** Lines that people chose for operations that are not released yet: every later plan keeps to them. */
export const lineChoices = `
create table line_choice (
  work_order_id text not null references work_order on delete cascade,
  segment integer not null,
  equipment_id text not null references equipment,
  chosen_by text not null,
  chosen_at timestamptz not null,
  primary key (work_order_id, segment)
);
`;
