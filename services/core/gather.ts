import { setImmediate } from "node:timers/promises";

/** Answers questions that were asked together, in their order. */
type AnswerAll<Asked, Answer> = (asked: readonly Asked[]) => Promise<readonly Answer[]>;

/**
 * Asks in one go what several ask for in the same turn of the event loop: those who wait for the same thing go on one after another, and
 * all of them have asked before the next turn. What the one question fails at, each of them is told.
 */
export const gather = <Asked, Answer>(answerAll: AnswerAll<Asked, Answer>) => {
  let open: { readonly asked: Asked[]; readonly answers: Promise<readonly Answer[]> } | undefined;
  const begin = () => {
    const asked: Asked[] = [];
    const answers = setImmediate().then(() => {
      open = undefined;
      return answerAll(asked);
    });
    return { asked, answers };
  };
  return async (one: Asked): Promise<Answer> => {
    open ??= begin();
    const { asked, answers } = open;
    const place = asked.push(one) - 1;
    return (await answers)[place]!;
  };
};
