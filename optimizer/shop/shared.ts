/** Numbers in memory that threads share. */
export const sharedInt32 = (length: number): Int32Array =>
  new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT));
export const sharedFloat64 = (length: number): Float64Array =>
  new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT));

export const sharedInt32From = (values: ArrayLike<number>): Int32Array => {
  const shared = sharedInt32(values.length);
  shared.set(values);
  return shared;
};
export const sharedFloat64From = (values: ArrayLike<number>): Float64Array => {
  const shared = sharedFloat64(values.length);
  shared.set(values);
  return shared;
};
