/** Sends JSON to a house, and reads what it answers. */
export const postTo = async (
  url: string,
  path: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
) => {
  const response = await fetch(`${url}${path}`, {
    method: "POST",
    // House and test are one process: while it is busy a connection that is kept for the next question ends unnoticed.
    headers: { "content-type": "application/json", connection: "close", ...headers },
    body: JSON.stringify(body),
  });
  return response.json() as Promise<never>;
};

/** Signs in as somebody of the demonstration; the session's token. */
export const signInTo = async (url: string, user: string, password = "millwright"): Promise<string> => {
  const { token }: { token: string } = await postTo(url, "/auth/sign-in", { user, password });
  return token;
};

/** Subscribes to events of a type by server-sent events; both wait, as a test does, until it comes to that. */
export const followEvents = async (
  url: string,
  type: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly told: (text: string) => Promise<void>; readonly ended: () => Promise<void> }> => {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "text/event-stream", ...headers },
    body: JSON.stringify({
      query: "subscription($types: [String!]) { events(types: $types) { id } }",
      variables: { types: [type] },
    }),
  });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const readOn = async (): Promise<void> => {
    const { value, done } = await reader.read();
    if (done) throw new Error(`The stream has ended after: ${text}`);
    text += value;
  };
  return {
    told: async (wanted) => {
      while (!text.includes(wanted)) await readOn();
    },
    ended: async () => {
      for (let isOpen = true; isOpen; ) isOpen = !(await reader.read()).done;
    },
  };
};
