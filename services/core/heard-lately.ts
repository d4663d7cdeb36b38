/** A vehicle that has said nothing for so long is not about: VDA 5050 (6.6) has it speak every 30 seconds. */
export const heardLatelyMs = 600_000;
