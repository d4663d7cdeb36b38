/** Words for money and its currencies: nothing here has a price. */
export const moneyWords =
  /多少钱|成本|费用|[电水]费|美元|人民币|[$€¥￥]|块钱|(?<![a-z])(?:usd|eur|costs?|money|dollars?)(?![a-z])/i;
