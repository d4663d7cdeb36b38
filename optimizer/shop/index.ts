export { type PortfolioOptions, solveShopInThreads } from "./portfolio.ts";
export type { ShopJob, ShopOperation, ShopOptions, ShopPlan, ShopProblem } from "./problem.ts";
export { readFjsp } from "./read/fjsp.ts";
export { readJsp } from "./read/jsp.ts";
export { ReadError } from "./read/lines.ts";
export { readSdst } from "./read/sdst.ts";
export { readWtsds } from "./read/wtsds.ts";
export { solveShop } from "./solve.ts";
export { verifyShop } from "./verify.ts";
