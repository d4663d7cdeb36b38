/** For `JSON.parse`: leaves fields out that are null. Many writers put null where a standard has an optional field left out. */
export const withoutNulls = (_key: string, value: unknown): unknown => (value === null ? undefined : value);
