export interface MqttAddress {
  /** Without user and password. */
  readonly url: string;
  readonly login: { readonly username?: string; readonly password?: string };
}

/** A broker's address and login apart, decoded: the client itself takes a password with a colon amiss. */
export const mqttAddress = (text: string): MqttAddress => {
  const url = new URL(text);
  const [username, password] = [url.username, url.password].map(decodeURIComponent);
  url.username = "";
  url.password = "";
  return {
    url: url.href,
    login: { ...(username ? { username } : {}), ...(password ? { password } : {}) },
  };
};
