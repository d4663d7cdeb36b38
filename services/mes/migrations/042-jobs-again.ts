/**
 * A job that its line broke off may be released again for the pieces that are left, as another job of the segment. Whoever asks
 * whether a segment is released asks for the job that stands for it: of jobs that are not broken off there is one at most.
 */
export const jobsAgain = `
alter table job_order drop constraint job_order_work_order_id_segment_key;
create index job_order_segment on job_order (work_order_id, segment);
create unique index job_order_standing on job_order (work_order_id, segment)
  where dispatch_status not in ('Aborted', 'Cancelled');
create view standing_job as
  select * from job_order where dispatch_status not in ('Aborted', 'Cancelled');
`;
