import { type ComponentType, lazy } from "react";

type Load<Props> = () => Promise<ComponentType<Props>>;

const retryMs = 3_000;

/** Whether the house answers at all: what it then does not have is gone, as after it was brought up to date. */
const answers = (): Promise<boolean> =>
  fetch("/healthz").then(
    ({ ok }) => ok,
    () => false,
  );

/**
 * Loads again until it is there: the house or the network may be away just now.
 *
 * @throws what `load` failed at, twice, although the house answers.
 */
export const patiently = async <T>(
  load: () => Promise<T>,
  { isUp = answers, wait = (ms: number) => new Promise((done) => setTimeout(done, ms)) } = {},
): Promise<T> => {
  for (let refusals = 0; ; ) {
    try {
      return await load();
    } catch (error) {
      if (await isUp()) refusals += 1;
      if (refusals > 1) throw error;
      await wait(retryMs);
    }
  }
};

/** A page whose code comes when it is first looked at, or ahead of that by `ahead`. */
export const onDemand = <Props extends object>(load: Load<Props>) => {
  const Page = lazy(async () => ({ default: await patiently(load) }));
  /** What fails ahead of time is tried again when it is wanted. */
  const ahead = () => void load().catch(() => {});
  return { Page, ahead };
};
