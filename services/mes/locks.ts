/**
 * Advisory locks of the data store. The numbers mean nothing, but each is its own: two works with one number would keep each other
 * out, or wait for each other for ever.
 */
export const advisoryLocks = {
  migration: 7_310_001,
  planVersions: 7_310_002,
  seed: 7_310_003,
  alerts: 7_310_013,
  documents: 7_310_014,
  instructions: 7_310_015,
  sealing: 7_310_019,
  traffic: 7_310_023,
  ingest: 7_310_027,
  auditTasks: 7_310_028,
  defectClusters: 7_310_029,
  patrolRounds: 7_310_030,
  removal: 7_310_031,
} as const;
