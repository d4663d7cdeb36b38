import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify<string, Buffer, number, Buffer>(scrypt);
const keyLength = 32;

/** `salt:key` in hex, by scrypt. */
export const hashPassword = async (password: string): Promise<string> => {
  const salt = randomBytes(16);
  return `${salt.toString("hex")}:${(await derive(password, salt, keyLength)).toString("hex")}`;
};

export const verifyPassword = async (password: string, stored: string): Promise<boolean> => {
  const [salt, key] = stored.split(":").map((part) => Buffer.from(part, "hex"));
  return (
    salt !== undefined &&
    key?.length === keyLength &&
    timingSafeEqual(await derive(password, salt, keyLength), key)
  );
};
