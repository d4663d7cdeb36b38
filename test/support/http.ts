/** Sends JSON to a house, and reads what it answers. */
export const postTo = async (
  url: string,
  path: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
) => {
  const response = await fetch(`${url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  return response.json() as Promise<never>;
};

/** Signs in as somebody of the demonstration; the session's token. */
export const signInTo = async (url: string, user: string, password = "millwright"): Promise<string> => {
  const { token }: { token: string } = await postTo(url, "/auth/sign-in", { user, password });
  return token;
};
