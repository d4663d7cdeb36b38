/** The factors that a figure is a product of: "which of its three parts drags it down", 三个分项. */
const factors =
  /(?:[三3]个?|各个?|哪个?)?(?:分项|因子|要素|组成(?:部分)?|构成)(?:分别)?(?:是)?|(?:[三3]|哪)(?:个|项)率|哪[一1]?项(?=拖|最|低|差)|(?<![a-z])(?:(?:which|what|the|its|all|each)(?: of)?(?: the| its)?(?: (?:3|three))? )?(?:factors?|components?|sub-?metrics?|pillars?|(?:3|three) parts?|parts? of it)(?![a-z])/gi;

export const asksFactors = (text: string): boolean => new RegExp(factors.source, "i").test(text);
export const factorWords = factors;
