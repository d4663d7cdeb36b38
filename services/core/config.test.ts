import { expect, test } from "vitest";
import { loadConfig } from "./config.ts";

test("an empty environment gives the defaults of a laptop", () => {
  expect(loadConfig({})).toMatchObject({
    API_PORT: 7310,
    API_HOST: "127.0.0.1",
    DEMO: true,
    DATA_DIR: ".millwright",
  });
});

test("text from the environment becomes typed values", () => {
  expect(loadConfig({ API_PORT: "8080", DEMO: "false", PLANT_SPEED: "60" })).toMatchObject({
    API_PORT: 8080,
    DEMO: false,
    PLANT_SPEED: 60,
  });
});

test.each([
  ["API_PORT", "http"],
  ["DATABASE_URL", "mysql://x"],
  ["DATABASE_URL", "postgres://mill:a/b:c@127.0.0.1:5432/plant"],
  ["MQTT_URL", "mqtt://mill:a#b@127.0.0.1:1883"],
  ["TEMPORAL_ADDRESS", "http://localhost"],
  ["PLANT_SPEED", "0"],
  ["PLANT_TIME_ZONE", "Berlin"],
])("a wrong %s is named", (name, value) => {
  expect(() => loadConfig({ [name]: value })).toThrow(new RegExp(`The setting ${name} is wrong`));
});

test.each([
  ["sslmode=require", "sslmode=verify-full"],
  ["application_name=x&sslmode=prefer", "application_name=x&sslmode=verify-full"],
  ["sslmode=verify-ca&application_name=x", "sslmode=verify-full&application_name=x"],
  ["sslmode=no-verify", "sslmode=no-verify"],
  ["sslmode=disable", "sslmode=disable"],
  ["uselibpqcompat=true&sslmode=require", "uselibpqcompat=true&sslmode=require"],
])("a database by %s is spoken to by %s, whatever the driver's next version takes it for", (given, taken) => {
  const address = "postgres://mill:p%40ss@db.plant.example:5432/plant";
  expect(loadConfig({ DATABASE_URL: `${address}?${given}` }).DATABASE_URL).toBe(`${address}?${taken}`);
});
