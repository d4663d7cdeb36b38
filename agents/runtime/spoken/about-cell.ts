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
