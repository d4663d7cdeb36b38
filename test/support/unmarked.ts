/** What is said without what sets the thousands of its amounts apart, to be held against plain figures. */
export const unmarked = (text: string): string => text.replaceAll(/(?<=\d),(?=\d{3}(?!\d))/g, "");
