import type { ChildNode, Document, Element } from "domhandler";
import { isTag, isText } from "domhandler";
import { parseDocument } from "htmlparser2";

export type { ChildNode, Document, Element } from "domhandler";

/** XML of an office file; entities of a document type are not followed. */
export const parseXml = (text: string): Document =>
  parseDocument(text, { xmlMode: true, decodeEntities: true });
export const parseHtml = (text: string): Document => parseDocument(text);

/** Elements among the children; with names, those only. */
export const elements = (node: { readonly children: readonly ChildNode[] }, ...names: string[]): Element[] =>
  node.children.filter(
    (child): child is Element => isTag(child) && (names.length === 0 || names.includes(child.name)),
  );

export const element = (node: { readonly children: readonly ChildNode[] } | undefined, name: string) =>
  node && elements(node, name)[0];

/** Elements of a name at any depth, in reading order; what lies in one of them is not looked through again. */
export const all = (node: { readonly children: readonly ChildNode[] }, name: string): Element[] => {
  const found: Element[] = [];
  const stack: ChildNode[] = [...node.children].reverse();
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (!isTag(next)) continue;
    if (next.name === name) found.push(next);
    else for (let index = next.children.length - 1; index >= 0; index--) stack.push(next.children[index]!);
  }
  return found;
};

/** The text of a node with everything in it. */
export const textOf = (node: ChildNode): string => {
  let text = "";
  const stack: ChildNode[] = [node];
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (isText(next)) text += next.data;
    else if (isTag(next))
      for (let index = next.children.length - 1; index >= 0; index--) stack.push(next.children[index]!);
  }
  return text;
};

export { isTag, isText };
