/** Prints rows below a head as Markdown: the first column to the left, the others to the right. */
export const printTable = (head: readonly string[], rows: readonly (readonly string[])[]): void => {
  console.log(`| ${head.join(" | ")} |`);
  console.log(
    `|---|${head
      .slice(1)
      .map(() => "--:|")
      .join("")}`,
  );
  for (const row of rows) console.log(`| ${row.join(" | ")} |`);
};
