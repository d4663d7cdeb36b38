/** What a robot is called within its mark: what tells it from others. Beside it a name would lie over the line that it stands at. */
export const markOf = (id: string): string => id.match(/\d{1,2}$/)?.[0] ?? [...id].slice(-2).join("");
