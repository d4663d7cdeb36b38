/** By how much two things that are held against each other differ. */
export const apartWords =
  /(?:相?差|差[了距]?|高|低|多|少|长|短|快|慢|涨|跌|升|降|提高|下降)(?:出|了)?(?:多少|几(?:个?百分?点|个点|台|件|小时|次|度)?|了?多大)|差距(?:有)?(?:多大|多少)?|差值|(?:多|少|高|低|长|短)多少|(?<![a-z])(?:by how (?:much|many)|how (?:much|many) (?:more|less|fewer|higher|lower|better|worse|longer|shorter|of a difference)|what(?:'s| is| was) the (?:difference|gap)|the difference|how (?:far|big) (?:apart|is the (?:gap|difference))|how (?:far|much) (?:is it |are they |was it |off |behind |below |above )*(?:from|behind|below|above|than)(?: the)? (?:best|worst|others?|rest|next))(?![a-z])/gi;

export const asksApart = (sentence: string): boolean => new RegExp(apartWords.source, "i").test(sentence);
