/** What stands before and behind a moment in a sentence. */
export interface Around {
  readonly before: string;
  readonly after: string;
}

const untilBefore =
  /(?:[到至]|最[早快]也?[要得]?)了? ?$|(?<![a-z])(?:until|till?|'til|up to)(?: (?:at|on|around|about))? $/i;
/** 周五才到, 周五之前到不了, Friday at the earliest. */
const onlyThen =
  /^ ?(?:才|(?:之|以)?前[^，,。；;？?]{0,6}?(?:[到来好回]不了|不[会能到来]|没法|无法|[到来修恢]不)|,? at the (?:very )?earliest)/i;
/** In front of "before Friday"; a question such as "can't we deliver before Friday" denies nothing. */
const denied =
  /(?:(?:wo|does|do|is|are|ca|could|would|did)n['’]t|(?<![a-z])(?:cannot|not|never))(?![a-z])(?! (?:we|you|i)(?![a-z]))[^.?!;,，。？]*$/i;

/** Whether a moment is when something ends or comes at last: "停到明天八点", "down until eight", "周五才到". */
export const isEnd = ({ before, after }: Around): boolean => untilBefore.test(before) || onlyThen.test(after);

/** Whether the word before, which follows, says that nothing comes sooner: "will not come before Friday". */
export const isDenied = ({ before }: Around): boolean => denied.test(before);
