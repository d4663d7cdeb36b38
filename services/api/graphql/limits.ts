import {
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  type ValidationRule,
} from "graphql";

/** Fields that one request may ask for at the root: some of them plan for a second, each in a thread of its own. */
const mostRootFields = 20;

/** Refuses a request that asks for too much at once, by whatever names and fragments it does. */
export const limitRootFields: ValidationRule = (context) => {
  const count = ({ selections }: SelectionSetNode, inside: ReadonlySet<string>): number =>
    selections.reduce((sum, selection) => {
      if (selection.kind === Kind.FIELD) return sum + 1;
      if (selection.kind === Kind.INLINE_FRAGMENT) return sum + count(selection.selectionSet, inside);
      const name = selection.name.value;
      const fragment: FragmentDefinitionNode | null | undefined = context.getFragment(name);
      // A fragment that holds itself is refused by a rule of its own.
      if (!fragment || inside.has(name)) return sum;
      return sum + count(fragment.selectionSet, new Set([...inside, name]));
    }, 0);
  return {
    OperationDefinition: (node) => {
      const fields = count(node.selectionSet, new Set());
      if (fields > mostRootFields)
        context.reportError(
          new GraphQLError(
            `asks for ${fields} fields at the root; at most ${mostRootFields} are answered at once`,
            {
              nodes: [node],
            },
          ),
        );
    },
  };
};
