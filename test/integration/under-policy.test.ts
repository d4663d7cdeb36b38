import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readTls } from "../../services/api/tls.ts";
import { buildConsole } from "../../services/launcher/console-build.ts";
import { launchBrowser } from "../support/browser.ts";
import { makeCertificate } from "../support/certificate.ts";
import { startTestHouse } from "../support/house.ts";

const selfMade = async () => {
  const folder = await mkdtemp(join(tmpdir(), "millwright-tls-"));
  const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  const addressed = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
  makeCertificate({ cert, key }, ["-days", "2", ...addressed]);
  return readTls(cert, key)!;
};

test("over TLS the console and GraphiQL work in a browser that holds them to their policy", async () => {
  await buildConsole();
  const house = await startTestHouse({}, { tls: await selfMade() });
  onTestFinished(() => house.close());
  const browser = await launchBrowser();
  onTestFinished(() => browser.close());
  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: "en-GB" });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  const problems: string[] = [];
  page.on("pageerror", ({ message }) => problems.push(message));
  page.on("console", (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) problems.push(message.text());
  });

  const response = await page.goto(house.api.url);
  const headers = response!.headers();
  expect(headers).toMatchObject({
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=31536000",
    "cross-origin-opener-policy": "same-origin",
  });
  expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  expect(headers["content-security-policy"]).not.toMatch(/script-src[^;]*unsafe|ws:/);
  await page.getByTestId("user-li.wei").click();
  await page.locator(".composer textarea").waitFor();
  await page.locator(".link-state.on").waitFor();
  // Loaded again it is what the browser keeps, and what it is told of that takes the place of what it came with.
  const again = await context.request.get(house.api.url, { headers: { "if-none-match": headers["etag"]! } });
  expect(again.status()).toBe(304);
  expect(again.headers()["content-security-policy"]).toBeUndefined();
  const views = await page.locator("nav.rail button").all();
  for (const view of views) {
    if (await view.isVisible()) await view.click();
    await page.locator("main section").first().waitFor();
  }
  const cookies = await context.cookies();
  expect(cookies.map(({ httpOnly, secure, sameSite }) => ({ httpOnly, secure, sameSite }))).toEqual([
    { httpOnly: true, secure: true, sameSite: "Strict" },
  ]);
  // What somebody got into the page may run nothing and ask nobody else.
  const violated = page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        addEventListener("securitypolicyviolation", ({ violatedDirective }) => resolve(violatedDirective));
        const script = document.createElement("script");
        script.textContent = "globalThis.injected = true";
        document.body.append(script);
      }),
  );
  expect(await violated).toMatch(/^script-src/);
  expect(await page.evaluate(() => "injected" in globalThis)).toBe(false);
  problems.splice(0, problems.length, ...problems.filter((one) => !one.includes("inline script")));

  await page.goto(`${house.api.url}/graphql`);
  await page.locator(".graphiql-query-editor, .graphiql-container").first().waitFor();
  expect(problems).toEqual([]);
}, 240_000);
