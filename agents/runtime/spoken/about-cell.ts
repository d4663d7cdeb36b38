/** A robot cell, by what people call it. */
const cells =
  /测试小?单元|机器人(?:测试)?小?单元|测试小?间|(?<![a-z])(?:(?:robot(?:ic)?s?|test(?:ing)?) cells?)(?![a-z])/i;
/** Something is to be made or tested in it. */
const acts =
  /做|测(?!试小?单元|试小?间)|跑|过一?遍|执行|开始|安排|(?<![a-z])(?:tests?(?! cell)|testing(?! cell)|run|put|send|make|do|start|process)(?![a-z])/i;
const asks =
  /什么时候|多久|多长|多少|几[个台]|为什么|怎么|哪|吗|呢|[?？]|(?<![a-z])(?:when|what|which|why|how|who|is|are|did|does|was|were)(?![a-z])/i;

/** Whether a sentence wants units to go through a robot cell: it names the cell and the act, and asks nothing. */
export const wantsCellRun = (text: string): boolean =>
  cells.test(text) && acts.test(text) && !asks.test(text);

/** The same of one that names a product which only a cell tests: then "the cell" is enough. */
export const wantsCellRunOf = (text: string): boolean =>
  wantsCellRun(text) || (/单元|(?<![a-z])cells?(?![a-z])/i.test(text) && acts.test(text) && !asks.test(text));

/** It asks what is changed in a cell for another product. */
export const asksAboutChangeover = (text: string): boolean =>
  /换(?:什么|啥|哪)|夹具|治具|工装|换型|换产|(?<![a-z])(?:fixtures?|change[ -]?over|set[ -]?up|change|mount)(?![a-z])/i.test(
    text,
  ) && /什么|啥|哪|多少|几|吗|[?？]|(?<![a-z])(?:what|which|how|do|does|need)(?![a-z])/i.test(text);

const edge = "[a-z0-9]";

/** Those of the products that a sentence names, whatever the case of their letters, and the sentence without their figures. */
export const productsSaid = (
  text: string,
  products: readonly string[],
): { readonly said: readonly string[]; readonly rest: string } => {
  let rest = text;
  const said = products.filter((product) => {
    const name = product.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("-", "[- ]?");
    const pattern = new RegExp(`(?<!${edge})${name}(?!${edge})`, "gi");
    if (!pattern.test(text)) return false;
    rest = rest.replaceAll(pattern, " ");
    return true;
  });
  return { said, rest };
};

/** How many of each product a sentence wants, where a number stands before its name: "2 SRV-R5300 and 3 BBU-V9200". */
export const countsSaid = (
  text: string,
  products: readonly string[],
): readonly { readonly product: string; readonly count: number }[] =>
  products.flatMap((product) => {
    const name = product.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("-", "[- ]?");
    const found = new RegExp(
      `(?<![\\d-])(\\d{1,3}) ?(?:[个台套件]|pcs|units?|pieces?|x|×)?(?: of)? ?${name}(?!${edge})`,
      "i",
    ).exec(text);
    return found ? [{ product, count: Number(found[1]) }] : [];
  });
