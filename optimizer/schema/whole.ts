/** More than decimal fractions and their product are off by in binary, and less than anybody means. */
const hair = 2 ** -48;

/** What so much for each of some products comes to, in whole pieces or seconds: 0.07 of a part for 100 of them is 7 parts, not 8. */
export const wholeOf = (each: number, products: number): number => Math.ceil(each * products * (1 - hair));
