/**
 * What a work instruction is written from beside routing and bill (process parameters with limits, where pieces are placed),
 * and the instructions themselves: the contents of a version in the register of documents.
 */
export const instructions = `
create table process_parameter (
  work_master_id text not null,
  segment integer not null,
  characteristic text not null,
  stage text not null,
  name_zh text not null,
  name_en text not null,
  target double precision,
  lower_limit double precision,
  upper_limit double precision,
  unit text not null default '',
  method_zh text,
  method_en text,
  source text,
  sort integer not null default 0,
  primary key (work_master_id, segment, characteristic),
  foreign key (work_master_id, segment) references work_master_segment on delete cascade,
  check (lower_limit is null or upper_limit is null or lower_limit <= upper_limit),
  check (target is null or ((lower_limit is null or target >= lower_limit) and (upper_limit is null or target <= upper_limit))),
  check (coalesce(target, lower_limit, upper_limit) is not null)
);
create table bom_placement (
  work_master_id text not null,
  segment integer not null,
  designator text not null,
  position integer not null,
  x double precision not null,
  y double precision not null,
  rotation double precision not null default 0,
  side text not null default 'Top' check (side in ('Top','Bottom')),
  primary key (work_master_id, segment, designator),
  foreign key (work_master_id, segment, position) references bom_item on delete cascade
);
create table work_instruction (
  document_id text not null,
  version integer not null,
  work_master_id text not null references work_master,
  segment integer not null,
  equipment_id text references equipment,
  generated jsonb not null,
  content jsonb not null,
  conflicts jsonb not null default '[]',
  -- Grows with every change: who changes says which one was seen.
  edition integer not null default 1,
  written_by text not null,
  written_at timestamptz not null,
  changed_by text not null,
  changed_at timestamptz not null,
  approved_by text,
  approved_at timestamptz,
  active_since timestamptz,
  ended_at timestamptz,
  primary key (document_id, version),
  foreign key (document_id, version) references document
);
create index work_instruction_segment on work_instruction (work_master_id, segment);
`;
