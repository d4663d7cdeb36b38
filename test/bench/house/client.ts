import { percentile } from "../statistics.ts";

interface Answer {
  readonly data?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly { readonly message: string }[];
}

/** Speaks GraphQL to a house as one of its users. */
export const createClient = async (url: string, user: string, password: string) => {
  const post = (path: string, body: object, token?: string) =>
    fetch(`${url}${path}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: JSON.stringify(body),
    });
  const { token } = (await (await post("/auth/sign-in", { user, password })).json()) as { token: string };
  /** @throws Error of the first thing that is wrong. */
  const ask = async <T>(query: string, variables: object = {}): Promise<T> => {
    const { data, errors } = (await (await post("/graphql", { query, variables }, token)).json()) as Answer;
    if (errors?.[0]) throw new Error(errors[0].message);
    return data as T;
  };
  return {
    token,
    ask,
    /** Seconds that 95 of 100 answers do not exceed. */
    p95: async (query: string, variables: object, times: number): Promise<number> => {
      const seconds: number[] = [];
      for (let time = 0; time < times; time += 1) {
        const started = performance.now();
        await ask(query, variables);
        seconds.push((performance.now() - started) / 1_000);
      }
      return percentile(seconds, 0.95);
    },
  };
};
export type Client = Awaited<ReturnType<typeof createClient>>;
