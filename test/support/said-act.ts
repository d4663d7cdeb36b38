import { answerOf } from "./chat-events.ts";
import type { TestHouse } from "./planned-house.ts";

/** A planner's sentence that the model answered with the call, until it waits for approval or has ended. */
export const sayAct = async (house: TestHouse, text: string, call: object) => {
  const chat = await house.chat("zhang.min");
  house.model.answer(call);
  await chat.say(text);
  const end = await chat.until(
    ({ type }) => type === "APPROVAL_REQUESTED" || type === "RUN_FINISHED",
    "the proposal",
  );
  const told = () => answerOf(chat.events);
  const choices = () =>
    chat.events.flatMap((event) => (event["choices"] as { text: string }[] | undefined) ?? []);
  const approve = async () => {
    await chat.decide(end, "approve");
    await chat.until(({ type }) => type === "RUN_FINISHED", "the end");
    chat.close();
    return told();
  };
  return { chat, end, told, choices, approve };
};
