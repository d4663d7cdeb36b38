/** GPT-2's letters for the 256 bytes, in which byte-level vocabularies are written. */
export const byteLetters = (): string[] => {
  let spare = 0x100;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte !== 0xad);
    return String.fromCodePoint(printable ? byte : spare++);
  });
};
