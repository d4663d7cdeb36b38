/** Sum of the steps after which each vehicle stays at its goal. */
export const sumOfCosts = (plan: readonly Int32Array[], goals: Int32Array): number => {
  let sum = 0;
  for (let vehicle = 0; vehicle < goals.length; vehicle += 1) {
    let step = plan.length - 1;
    while (step > 0 && plan[step - 1]![vehicle] === goals[vehicle]) step -= 1;
    sum += step;
  }
  return sum;
};
