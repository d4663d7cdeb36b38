import { expect, test } from "vitest";
import { mqttAddress } from "./mqtt-address.ts";

test("user and password are decoded and stand apart from the address", () => {
  const password = "p@ss/w:rd#1% 口令";
  expect(mqttAddress(`mqtts://mill:${encodeURIComponent(password)}@broker.plant:8883`)).toEqual({
    url: "mqtts://broker.plant:8883",
    login: { username: "mill", password },
  });
  expect(mqttAddress("mqtt://127.0.0.1:1883")).toEqual({ url: "mqtt://127.0.0.1:1883", login: {} });
});
