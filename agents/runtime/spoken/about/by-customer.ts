const whichCustomer =
  /(?:都|分别|各)?是?谁家的|(?<![a-z])who (?:(?:are|is|were) (?:the|their) customers?|(?:has|have) (?:the )?(?:most|more))(?![a-z])|(?:哪|各|每)(?:[几些]?[个家]?|一家)(?:的)?客户|(?:按|分)(?:照)?客户|客户.{0,6}(?:最|排名|谁)|哪家.{0,8}(?:最|晚|迟|延|拖|惨|悬|欠)|(?<![a-z])(?:(?:which|what|whose) (?:customers?|clients?)|(?:by|per|each) (?:customer|client)|customers?.{0,16}(?:worst|most|hit|suffer\w*|late))(?![a-z])/i;
const late =
  /晚|迟|延|拖|惨|悬|欠|倒霉|受影响|危险|风险|最差|赶不上|(?<![a-z])(?:late\w*|delay\w*|worst|hit|let(?:ting)? down|disappoint\w*|fail\w*|suffer\w*|behind|risk|overdue|affected|wait\w*)(?![a-z])/i;
const otherwise = /供应商|料|(?<![a-z])(?:suppliers?|materials?|if)(?![a-z])|如果|要是/i;

/** Whether a sentence asks which customers have late orders: 哪家客户最惨, "which customer is hit worst". */
export const asksWhichCustomerIsLate = (sentence: string): boolean =>
  whichCustomer.test(sentence) && late.test(sentence) && !otherwise.test(sentence);
