/** Whether a sentence asks what comes before an order, and not behind it: 它前面排的啥, "what's before it on the line". */
export const asksWhatIsBefore = (sentence: string): boolean =>
  // What it stands behind is before it.
  /(?:排|跟|等)在?(?:谁|哪[张个一]+单?|什么|啥)的?(?:后|之后|后[面边头])|(?<![a-z])behind (?:which|what|whom?)(?![a-z])/i.test(
    sentence,
  ) ||
  (/前[面边头](?!.{0,4}(?:说|提|问))|上一[个张]单?|(?:排|插)在.{0,8}前|(?<![a-z])(?:befo?re?(?! (?:the )?(?:end|noon|\d{1,2}(?!\d)|mon|tue|wed|thu|fri|sat|sun|tomorrow))|in front of|ahead of|preced\w*)(?![a-z])/i.test(
    sentence,
  ) &&
    !/后[面边头]|(?<![a-z])(?:behind|after|next|put|move|bring|pull|bump|push|squeeze|insert|schedule)(?![a-z])|[把插提挪]/i.test(
      sentence,
    ));
