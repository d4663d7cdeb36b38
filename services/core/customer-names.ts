/** Without accents, in small letters. */
const plainly = (text: string): string => text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();

/** A region or the first part of a company's name: 华北 of 华北数据中心, "peru" of Telefónica Perú. */
const partsOf = (customer: string): readonly string[] => {
  const plain = plainly(customer);
  const words = plain.split(/[^\p{L}\d]+/u).filter((word) => word.length > 2);
  return /\p{Script=Han}/u.test(plain) ? [plain.slice(0, 2)] : words;
};

/** What people call a customer of several words by: the end of its name, 电信 of 浙江电信. */
const endOf = (customer: string): string | undefined => {
  const end = /^\p{Script=Han}{4,}$/u.test(customer) ? customer.slice(-2) : "";
  return /^(?:|中心|公司|集团|科技|股份)$/.test(end) ? undefined : end;
};

/** Between Chinese and Latin letters no blank is set: "MTN的货". */
const holds = (said: string, part: string): boolean =>
  /\p{Script=Han}/u.test(part)
    ? said.includes(part)
    : new RegExp(`(?<![\\p{Script=Latin}\\d])${RegExp.escape(part)}(?![\\p{Script=Latin}\\d])`, "u").test(
        said,
      );

/** Those of the customers that a sentence names by the region or a part of the name. */
const byTheirParts = (customers: readonly string[], text: string): readonly string[] => {
  const said = plainly(text);
  return customers.filter((customer) => partsOf(customer).some((part) => holds(said, part)));
};

/** Those of the customers whose name ends in what is said. */
const byTheirEnds = (customers: readonly string[], text: string): readonly string[] => {
  const said = customers.filter((customer) => {
    const end = endOf(customer);
    return end !== undefined && text.includes(end);
  });
  // Behind these signs it is a verb: 移动工单, 移动到.
  const isVerb = /移动(?:到|去|至|一下|了|工单|这|那张|\s*WO)/i.test(text);
  return said.filter((customer) => !(isVerb && customer.endsWith("移动")));
};

/** Those of the customers that a sentence names: in full, or else by a part of the name. */
export const customersIn = (customers: readonly string[], text: string): readonly string[] => {
  const said = plainly(text);
  const whole = customers.filter((customer) => holds(said, plainly(customer)));
  const readers = [() => whole, () => byTheirParts(customers, text), () => byTheirEnds(customers, text)];
  return readers.map((read) => read()).find((found) => found.length > 0) ?? [];
};

/** All that people call a customer, longest first. */
export const calledSo = (customer: string): readonly string[] =>
  [customer, plainly(customer), ...partsOf(customer), endOf(customer) ?? ""]
    .filter(Boolean)
    .sort((a, b) => b.length - a.length);
